/**
 * Every message between the panel's page and the extension.
 *
 * Both sides check what they receive: the page may have been restored from a state an older version wrote.
 */
import { NOTATIONS, type Notation } from '../latex/wrap';
import { type Fields, isBoolean, isList, isObject, isOneOf, isOptional, isString } from '../message-checks';
import { type Drafts, type EntryView, isDrafts, isEntry, isTask, type PanelTask } from './entries';

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
  | { readonly type: 'edit'; readonly id: string; readonly drafts: Drafts }
  | LatexRequest
  | PictureRequest
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insert'; readonly text: string; readonly as?: InsertForm };

/** What is asked of a formula. */
export type LatexRequest =
  | { readonly type: 'copyLatex'; readonly latex: string; readonly notation: Notation }
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

// ---------------------------------------------------------------- checks

/** The message, or undefined when it is none. */
export function asHostMessage(value: unknown): HostMessage | undefined {
  if (!isObject(value)) return undefined;
  const ok =
    (value.type === 'entries' && isList(value.entries, isEntry) && isOptional(value.selected, isString)) ||
    (value.type === 'entry' && isEntry(value.entry) && isOptional(value.selected, isString)) ||
    (value.type === 'preview' && isString(value.id) && isString(value.dataUri)) ||
    (value.type === 'notice' && isOneOf(value.level, ['info', 'warning']) && isString(value.text));
  return ok ? (value as unknown as HostMessage) : undefined;
}

/** The message, or undefined when it is none. */
export function asPageMessage(value: unknown): PageMessage | undefined {
  if (!isObject(value)) return undefined;
  const ok =
    value.type === 'ready' ||
    (isOneOf(value.type, ['select', 'remove', 'open', 'preview']) && isString(value.id)) ||
    (value.type === 'action' && isString(value.id) && Number.isInteger(value.index)) ||
    (value.type === 'edit' && isString(value.id) && isDrafts(value.drafts)) ||
    (value.type === 'copy' && isString(value.text)) ||
    (value.type === 'insert' &&
      isString(value.text) &&
      isOptional(value.as, (form) => isOneOf(form, INSERT_FORMS))) ||
    isLatexRequest(value) ||
    isPictureRequest(value);
  return ok ? (value as unknown as PageMessage) : undefined;
}

function isLatexRequest(value: Fields): boolean {
  if (!isString(value.latex)) return false;
  return (
    (value.type === 'copyLatex' && isOneOf(value.notation, NOTATIONS)) ||
    (value.type === 'insertLatex' && isBoolean(value.choose))
  );
}

function isPictureRequest(value: Fields): boolean {
  if (!isTask(value.task)) return false;
  return (
    (value.type === 'run' && isString(value.id)) ||
    (value.type === 'runOnUri' && isString(value.uri)) ||
    (value.type === 'runOnBytes' && isString(value.name) && value.bytes instanceof Uint8Array)
  );
}
