/**
 * Every message between the review's page and the extension, and the state the page keeps across reloads.
 * Both sides check what they receive: the page may have been restored from a state an older version wrote.
 */
import { isBoolean, isList, isNumber, isObject, isOneOf, isOptional, isString } from '../message-checks';
import type { Decision } from './rows';

/** One image as the page shows it. */
export interface RowView {
  readonly id: string;
  /** As the user would say it, relative to the workspace. */
  readonly documentName: string;
  /** From 1. */
  readonly line: number;
  /** The picture's file name, or what there is instead. */
  readonly imageName: string;
  /** Where the page loads the picture from; belongs to one webview only. */
  readonly imageUri?: string;
  readonly heading?: string;
  /** The sentence around the image or before it. */
  readonly sentence?: string;
  readonly caption?: string;
  readonly problem?: { readonly code: string; readonly message: string };
  readonly present: { readonly kind: 'none' | 'empty' | 'text' | 'computed'; readonly text: string };
  readonly decorative: boolean;
  /** What can be written there. */
  readonly canSetAlt: boolean;
  readonly canMarkDecorative: boolean;
  readonly proposal: ProposalView;
  readonly decision: Decision;
  readonly outcome?: { readonly kind: 'applied' | 'not-applied'; readonly message: string };
}

export type ProposalView =
  | { readonly kind: 'none' | 'waiting' | 'working' }
  | {
      readonly kind: 'done';
      readonly alt: string;
      readonly decorative: boolean;
      readonly confidence: number;
    }
  | { readonly kind: 'failed'; readonly message: string };

export interface Progress {
  /** Documents are still being read. */
  readonly scanning: boolean;
  /** Pictures are being described. */
  readonly describing: boolean;
  readonly applying: boolean;
  readonly documents: number;
}

export type HostMessage =
  | { readonly type: 'rows'; readonly rows: readonly RowView[]; readonly progress: Progress }
  | { readonly type: 'row'; readonly row: RowView }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'scope'; readonly scope: readonly string[] }
  | { readonly type: 'notice'; readonly level: 'info' | 'warning'; readonly text: string };

export const REPORT_FORMATS = ['markdown', 'sarif'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export type PageMessage =
  | { readonly type: 'ready' | 'apply' | 'stop' | 'resume' | 'refresh' }
  | { readonly type: 'decide'; readonly id: string; readonly decision: Decision }
  | { readonly type: 'propose' | 'openDocument' | 'openImage' | 'openHelp'; readonly id: string }
  | { readonly type: 'export'; readonly format: ReportFormat };

/** What the page hands to `setState` and the serializer gets back. */
export interface ReviewState {
  readonly version: 1;
  /** Files and folders that are reviewed. */
  readonly scope: readonly string[];
  readonly decisions: readonly (readonly [id: string, decision: Decision])[];
  /** Texts the user began, by row. */
  readonly drafts: readonly (readonly [id: string, text: string])[];
}

// ---------------------------------------------------------------- checks

export function isDecision(value: unknown): value is Decision {
  return (
    isObject(value) &&
    (isOneOf(value.kind, ['undecided', 'decorative', 'skip']) ||
      (value.kind === 'alt' && isString(value.alt)))
  );
}

function isProposal(value: unknown): value is ProposalView {
  if (!isObject(value)) return false;
  return (
    isOneOf(value.kind, ['none', 'waiting', 'working']) ||
    (value.kind === 'failed' && isString(value.message)) ||
    (value.kind === 'done' &&
      isString(value.alt) &&
      isBoolean(value.decorative) &&
      isNumber(value.confidence))
  );
}

function isRow(value: unknown): value is RowView {
  return (
    isObject(value) &&
    [value.id, value.documentName, value.imageName].every(isString) &&
    Number.isInteger(value.line) &&
    [value.imageUri, value.heading, value.sentence, value.caption].every((one) =>
      isOptional(one, isString),
    ) &&
    [value.decorative, value.canSetAlt, value.canMarkDecorative].every(isBoolean) &&
    isOptional(value.problem, (one) => isObject(one) && isString(one.code) && isString(one.message)) &&
    isObject(value.present) &&
    isOneOf(value.present.kind, ['none', 'empty', 'text', 'computed']) &&
    isString(value.present.text) &&
    isProposal(value.proposal) &&
    isDecision(value.decision) &&
    isOptional(value.outcome, (one) => isObject(one) && isString(one.kind) && isString(one.message))
  );
}

const isProgress = (value: unknown): value is Progress =>
  isObject(value) &&
  [value.scanning, value.describing, value.applying].every(isBoolean) &&
  Number.isInteger(value.documents);

/** The message, or undefined when it is none. */
export function asHostMessage(value: unknown): HostMessage | undefined {
  if (!isObject(value)) return undefined;
  const ok =
    (value.type === 'rows' && isList(value.rows, isRow) && isProgress(value.progress)) ||
    (value.type === 'row' && isRow(value.row)) ||
    (value.type === 'progress' && isProgress(value.progress)) ||
    (value.type === 'scope' && isList(value.scope, isString)) ||
    (value.type === 'notice' && isOneOf(value.level, ['info', 'warning']) && isString(value.text));
  return ok ? (value as unknown as HostMessage) : undefined;
}

/** The message, or undefined when it is none. */
export function asPageMessage(value: unknown): PageMessage | undefined {
  if (!isObject(value)) return undefined;
  const ok =
    isOneOf(value.type, ['ready', 'apply', 'stop', 'resume', 'refresh']) ||
    (value.type === 'decide' && isString(value.id) && isDecision(value.decision)) ||
    (isOneOf(value.type, ['propose', 'openDocument', 'openImage', 'openHelp']) && isString(value.id)) ||
    (value.type === 'export' && isOneOf(value.format, REPORT_FORMATS));
  return ok ? (value as unknown as PageMessage) : undefined;
}

/** What does not look right is left out. */
export function asReviewState(value: unknown): ReviewState {
  if (!isObject(value) || value.version !== 1) return { version: 1, scope: [], decisions: [], drafts: [] };
  const list = (given: unknown) => (Array.isArray(given) ? (given as unknown[]) : []);
  const pair = (check: (second: unknown) => boolean) => (one: unknown) =>
    Array.isArray(one) && one.length === 2 && isString(one[0]) && check(one[1]);
  return {
    version: 1,
    scope: list(value.scope).filter(isString),
    decisions: list(value.decisions).filter(pair(isDecision)) as ReviewState['decisions'],
    drafts: list(value.drafts).filter(pair(isString)) as ReviewState['drafts'],
  };
}
