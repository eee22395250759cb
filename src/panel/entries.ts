/** The pictures of the panel as its page shows and keeps them. */
import { isList, isObject, isOneOf, isOptional, isString } from '../message-checks';
import type { DescribeResult, DiagramResult, LatexResult, TextResult } from '../protocol';
import { isResultOf } from './result-checks';

export const TASKS = ['describe', 'extract-text', 'latex', 'diagram'] as const;
export type PanelTask = (typeof TASKS)[number];

export type PanelResult = TextResult | DescribeResult | LatexResult | DiagramResult;

/** What the page knows of a failure; the commands behind the actions stay with the extension. */
export interface ErrorView {
  readonly code: string;
  readonly message: string;
  /** Titles of the next steps, in the order of the buttons. */
  readonly actions: readonly string[];
}

const DRAFTS = ['altTextDraft', 'mermaidDraft', 'latexDraft'] as const;
/** What the user made of a result: the alt text, a diagram's Mermaid source, a formula. */
export type Drafts = { readonly [Draft in (typeof DRAFTS)[number]]?: string };

/** One picture as the page shows it. */
export interface EntryView extends Drafts {
  readonly id: string;
  /** The picture's own URI, which survives a restart. */
  readonly source: string;
  /** Where the page loads the picture from; belongs to one webview only. */
  readonly imageUri: string;
  /** File name. */
  readonly name: string;
  /** Path as the user would say it, relative to the workspace. */
  readonly path: string;
  readonly task: PanelTask;
  readonly state: 'working' | 'done' | 'failed';
  readonly result?: PanelResult;
  readonly error?: ErrorView;
}

/** What the page hands to `setState` and the serializer gets back. */
export interface PanelState {
  readonly version: 1;
  readonly entries: readonly EntryView[];
  readonly selected?: string;
}

export function isDescribeResult(result: PanelResult): result is DescribeResult {
  return 'altText' in result;
}

export function isDiagramResult(result: PanelResult): result is DiagramResult {
  return 'nodes' in result;
}

export function isLatexResult(result: PanelResult): result is LatexResult {
  return 'tokens' in result;
}

// ---------------------------------------------------------------- checks

const isError = (value: unknown): value is ErrorView =>
  isObject(value) && isString(value.code) && isString(value.message) && isList(value.actions, isString);

/** Nothing but drafts: they are put into an entry as they are. */
export function isDrafts(value: unknown): value is Drafts {
  return (
    isObject(value) &&
    Object.entries(value).every(([name, draft]) => isOneOf(name, DRAFTS) && isString(draft))
  );
}

export function isEntry(value: unknown): value is EntryView {
  return (
    isObject(value) &&
    [value.id, value.source, value.imageUri, value.name, value.path].every(isString) &&
    isTask(value.task) &&
    isOneOf(value.state, ['working', 'done', 'failed'] satisfies EntryView['state'][]) &&
    (value.result === undefined || isResultOf(value.task, value.result)) &&
    isOptional(value.error, isError) &&
    DRAFTS.every((draft) => isOptional(value[draft], isString)) &&
    (value.state !== 'done' || value.result !== undefined) &&
    (value.state !== 'failed' || value.error !== undefined)
  );
}

export function isTask(value: unknown): value is PanelTask {
  return isOneOf(value, TASKS);
}

/** The entries that can be restored; what does not look right is left out. */
export function asPanelState(value: unknown): PanelState {
  if (!isObject(value) || value.version !== 1 || !Array.isArray(value.entries)) {
    return { version: 1, entries: [] };
  }
  return {
    version: 1,
    entries: value.entries.filter(isEntry),
    ...(isString(value.selected) ? { selected: value.selected } : {}),
  };
}
