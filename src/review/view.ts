/** Rows as the page shows them. */
import type { DocumentsCore } from '../client/documents';
import type { LineMap } from '../documents/line-map';
import type { ProposalView, RowView } from './messages';
import { needsName, type Row } from './rows';
import type { ScannedDocument } from './scan';

/** Only a live webview and the workspace know these. */
export interface ViewContext {
  readonly documentName: (uri: string) => string;
  /** Where the page loads a row's picture from. */
  readonly imageUri: (row: Row) => string | undefined;
  /** What “written” is called. */
  readonly appliedMessage: string;
}

/** Embedded pictures are shown from the document itself, up to a size that a message can carry. */
const MAX_DATA_URI_CHARS = 200_000;
const MAX_NAME_CHARS = 80;

const lineMaps = new WeakMap<ScannedDocument, LineMap>();

/** From 1. */
export function lineOf(core: DocumentsCore, { document, image }: Row): number {
  const known = lineMaps.get(document) ?? new core.LineMap(document.text);
  lineMaps.set(document, known);
  return known.positionAt(image.reference.range.start).line;
}

export function viewOf(core: DocumentsCore, row: Row, context: ViewContext): RowView {
  const { id, document, image, decision, outcome } = row;
  const { reference, diagnostic } = image;
  const { heading, sentence, following, caption } = image.context;
  const around = sentence ?? following;
  const imageUri = context.imageUri(row) ?? embedded(row);
  return {
    id,
    documentName: context.documentName(document.uri),
    line: lineOf(core, row),
    imageName: nameOf(core, row),
    ...(imageUri !== undefined && { imageUri }),
    ...(heading && { heading }),
    ...(around && { sentence: around }),
    ...(caption && { caption }),
    ...(diagnostic && { problem: { code: diagnostic.code, message: diagnostic.message } }),
    present: presentOf(row),
    decorative: reference.decorative,
    canSetAlt: reference.edits.setAlt !== undefined,
    canMarkDecorative: reference.edits.markDecorative !== undefined && !needsName(image),
    proposal: proposalOf(row),
    decision,
    ...(outcome && {
      outcome: {
        kind: outcome.kind,
        message: outcome.kind === 'applied' ? context.appliedMessage : outcome.message,
      },
    }),
  };
}

function nameOf(core: DocumentsCore, { image }: Row): string {
  const { target } = image.reference;
  const name = core.targetName(target) || target.value;
  return name.length <= MAX_NAME_CHARS ? name : `${name.slice(0, MAX_NAME_CHARS - 1)}…`;
}

function embedded({ image }: Row): string | undefined {
  const { kind, value } = image.reference.target;
  const isShown =
    (kind === 'data' || kind === 'attachment') &&
    /^data:image\//i.test(value) &&
    value.length <= MAX_DATA_URI_CHARS;
  return isShown ? value : undefined;
}

function presentOf({ image }: Row): RowView['present'] {
  const { state, value } = image.reference.alt;
  const kinds = { absent: 'none', empty: 'empty', text: 'text', dynamic: 'computed' } as const;
  return { kind: kinds[state], text: value };
}

function proposalOf({ proposal }: Row): ProposalView {
  switch (proposal.kind) {
    case 'done': {
      const { kind, alt, decorative, confidence } = proposal;
      return { kind, alt, decorative, confidence };
    }
    case 'failed':
      return { kind: 'failed', message: proposal.message };
    default:
      return { kind: proposal.kind };
  }
}
