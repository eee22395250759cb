/**
 * Every message between the panel's page and the extension, and the state the page keeps across reloads.
 *
 * Both sides check what they receive: the page may have been restored from a state an older version wrote.
 */
import type {
  DescribeResult,
  DiagramResult,
  ImageKind,
  LatexAlternative,
  LatexResult,
  LatexToken,
  TextResult,
} from '../protocol';
import { IMAGE_KINDS } from '../protocol';
import {
  type Fields,
  isDiagramResult,
  isLine,
  isList,
  isNumber,
  isObject,
  isOptional,
  isString,
} from './result-checks';

export const TASKS = ['describe', 'extract-text', 'latex', 'diagram'] as const;
export type PanelTask = (typeof TASKS)[number];

export type PanelResult = TextResult | DescribeResult | LatexResult | DiagramResult;

/** Notations a formula can be copied in. */
export const NOTATIONS = ['latex', 'mathml', 'typst'] as const;

/** What the page knows of a failure; the commands behind the actions stay with the extension. */
export interface ErrorView {
  readonly code: string;
  readonly message: string;
  /** Titles of the next steps, in the order of the buttons. */
  readonly actions: readonly string[];
}

/** One picture as the page shows it. */
export interface EntryView {
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
  /** The alt text as the user edited it. */
  readonly altTextDraft?: string;
  /** The diagram's Mermaid source as the user edited it. */
  readonly mermaidDraft?: string;
  /** The formula as the user chose or edited it. */
  readonly latexDraft?: string;
}

/** How a text is written into a document: as it is, or as the document's language embeds Mermaid. */
export const INSERT_FORMS = ['mermaid'] as const;
export type InsertForm = (typeof INSERT_FORMS)[number];

export type HostMessage =
  | { readonly type: 'entries'; readonly entries: readonly EntryView[]; readonly selected?: string }
  | { readonly type: 'entry'; readonly entry: EntryView; readonly selected?: string }
  /** Of a picture the page could not show itself. */
  | { readonly type: 'preview'; readonly id: string; readonly dataUri: string }
  | { readonly type: 'notice'; readonly level: 'info' | 'warning'; readonly text: string };

export type PageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'remove'; readonly id: string }
  | { readonly type: 'open'; readonly id: string }
  /** The browser cannot show the picture's format. */
  | { readonly type: 'preview'; readonly id: string }
  | { readonly type: 'action'; readonly id: string; readonly index: number }
  | { readonly type: 'edit'; readonly id: string; readonly altText: string }
  | { readonly type: 'edit-mermaid'; readonly id: string; readonly mermaid: string }
  | { readonly type: 'editLatex'; readonly id: string; readonly latex: string }
  | LatexRequest
  | PictureRequest
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insert'; readonly text: string; readonly as?: InsertForm };

/** What is asked of a formula. */
export type LatexRequest =
  | { readonly type: 'copyLatex'; readonly latex: string; readonly notation: (typeof NOTATIONS)[number] }
  /** `choose`: in a notation the user is asked for. */
  | { readonly type: 'insertLatex'; readonly latex: string; readonly choose: boolean };

/** A picture to work on: one of the panel's, one that was dropped from VS Code, or the bytes of a file. */
export type PictureRequest =
  | { readonly type: 'run'; readonly id: string; readonly task: PanelTask }
  | { readonly type: 'runOnUri'; readonly uri: string; readonly task: PanelTask }
  | {
      readonly type: 'runOnBytes';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly task: PanelTask;
    };

/** What the page hands to `setState` and the serializer gets back. */
export interface PanelState {
  readonly version: 1;
  readonly entries: readonly EntryView[];
  readonly selected?: string;
}

export function isDescribeResult(result: PanelResult): result is DescribeResult {
  return 'altText' in result;
}

export function isDiagram(result: PanelResult): result is DiagramResult {
  return 'mermaid' in result;
}

export function isLatexResult(result: PanelResult): result is LatexResult {
  return 'latex' in result;
}

// ---------------------------------------------------------------- checks

const isReading = (value: unknown): value is LatexAlternative =>
  isObject(value) && isString(value.latex) && isNumber(value.confidence);
const isToken = (value: unknown): value is LatexToken =>
  isObject(value) && isString(value.text) && isNumber(value.confidence);

function isResult(value: unknown): value is PanelResult {
  if (!isObject(value)) return false;
  if (value.mermaid !== undefined) return isDiagramResult(value);
  const isImageResult =
    isNumber(value.widthPx) && isNumber(value.heightPx) && isString(value.model) && isNumber(value.ms);
  if (!isImageResult) return false;
  if (value.latex !== undefined) {
    return isReading(value) && isList(value.tokens, isToken) && isList(value.alternatives, isReading);
  }
  const isText = isString(value.text) && isList(value.lines, isLine);
  if (!isText || value.altText === undefined) return isText;
  return (
    isString(value.altText) &&
    isString(value.description) &&
    IMAGE_KINDS.includes(value.kind as ImageKind) &&
    isNumber(value.kindConfidence) &&
    isList(value.facts, (fact) => isObject(fact) && isString(fact.label) && isString(fact.value))
  );
}

const isError = (value: unknown): value is ErrorView =>
  isObject(value) && isString(value.code) && isString(value.message) && isList(value.actions, isString);

function isEntry(value: unknown): value is EntryView {
  return (
    isObject(value) &&
    [value.id, value.source, value.imageUri, value.name, value.path].every(isString) &&
    TASKS.includes(value.task as PanelTask) &&
    ['working', 'done', 'failed'].includes(value.state as string) &&
    isOptional(value.result, isResult) &&
    isOptional(value.error, isError) &&
    isOptional(value.altTextDraft, isString) &&
    isOptional(value.mermaidDraft, isString) &&
    isOptional(value.latexDraft, isString) &&
    (value.state !== 'done' || value.result !== undefined) &&
    (value.state !== 'failed' || value.error !== undefined)
  );
}

/** The message, or undefined when it is none. */
export function asHostMessage(value: unknown): HostMessage | undefined {
  if (!isObject(value)) return undefined;
  const ok =
    (value.type === 'entries' && isList(value.entries, isEntry) && isOptional(value.selected, isString)) ||
    (value.type === 'entry' && isEntry(value.entry) && isOptional(value.selected, isString)) ||
    (value.type === 'preview' && isString(value.id) && isString(value.dataUri)) ||
    (value.type === 'notice' && ['info', 'warning'].includes(value.level as string) && isString(value.text));
  return ok ? (value as unknown as HostMessage) : undefined;
}

/** The message, or undefined when it is none. */
export function asPageMessage(value: unknown): PageMessage | undefined {
  if (!isObject(value)) return undefined;
  const ok =
    value.type === 'ready' ||
    (['select', 'remove', 'open', 'preview'].includes(value.type as string) && isString(value.id)) ||
    (value.type === 'action' && isString(value.id) && Number.isInteger(value.index)) ||
    (value.type === 'edit' && isString(value.id) && isString(value.altText)) ||
    (value.type === 'edit-mermaid' && isString(value.id) && isString(value.mermaid)) ||
    (value.type === 'copy' && isString(value.text)) ||
    (value.type === 'insert' &&
      isString(value.text) &&
      isOptional(value.as, (form) => INSERT_FORMS.includes(form as InsertForm))) ||
    isLatexRequest(value) ||
    isPictureRequest(value);
  return ok ? (value as unknown as PageMessage) : undefined;
}

function isLatexRequest(value: Fields): boolean {
  if (!isString(value.latex)) return false;
  return (
    (value.type === 'editLatex' && isString(value.id)) ||
    (value.type === 'copyLatex' && (NOTATIONS as readonly unknown[]).includes(value.notation)) ||
    (value.type === 'insertLatex' && typeof value.choose === 'boolean')
  );
}

function isPictureRequest(value: Fields): boolean {
  if (!TASKS.includes(value.task as PanelTask)) return false;
  return (
    (value.type === 'run' && isString(value.id)) ||
    (value.type === 'runOnUri' && isString(value.uri)) ||
    (value.type === 'runOnBytes' && isString(value.name) && value.bytes instanceof Uint8Array)
  );
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
