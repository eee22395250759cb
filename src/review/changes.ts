/** The edits that write what the user decided into a document as it is now. */
import type { DocumentsCore } from '../client/documents';
import type { TextEdit } from '../documents/types';
import { isToWrite, type Row } from './rows';
import { relocate, type ScannedDocument, type ScannedImage } from './scan';

export type Refusal =
  /** It is gone, its alt text is another one by now, or several look alike. */
  | 'not-found'
  /** The language has no place for it there. */
  | 'no-place'
  /** It would write where another change of the same step does. */
  | 'overlap';

export interface DocumentChange {
  /** In document order; they do not overlap. */
  readonly edits: readonly TextEdit[];
  /** With the image's place among the images of the document, which the edits do not change. */
  readonly applied: readonly { readonly row: Row; readonly index: number }[];
  readonly refused: readonly { readonly row: Row; readonly reason: Refusal }[];
}

/**
 * @param rows of one document, in the state they were scanned in
 * @param now the document's present state
 */
export function changeOf(core: DocumentsCore, rows: readonly Row[], now: ScannedDocument): DocumentChange {
  const edits: TextEdit[] = [];
  const applied: { row: Row; index: number }[] = [];
  const refused: { row: Row; reason: Refusal }[] = [];
  for (const row of rows.filter(isToWrite)) {
    const image = relocate(row.image, row.document, now);
    const own = image && editsAt(core, row, image);
    if (!image || !own) refused.push({ row, reason: 'not-found' });
    else if (own === 'no-place') refused.push({ row, reason: own });
    else if (own.some((edit) => edits.some((other) => overlap(edit, other)))) {
      refused.push({ row, reason: 'overlap' });
    } else {
      edits.push(...own);
      applied.push({ row, index: now.images.indexOf(image) });
    }
  }
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  return { edits, applied, refused };
}

/** The edits of one row's decision at its image, or why there are none. */
export function editsAt(
  core: DocumentsCore,
  { decision }: Row,
  image: ScannedImage,
): TextEdit[] | 'no-place' {
  const edits =
    decision.kind === 'alt'
      ? core.edit(image.reference, { kind: 'set-alt', alt: decision.alt })
      : core.edit(image.reference, { kind: 'mark-decorative' });
  return edits && edits.length > 0 ? edits : 'no-place';
}

/** Two insertions at one place overlap as well: their order would be chance. */
function overlap(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}
