/** Numbers at the ends of relations: "1", "0..*", "2..5". */
import { type Box, boxDistance, boxHeight, unite } from '../grid';
import type { TextBox } from '../labels';
import type { LineEnd } from './ends';

export interface Multiplicity {
  readonly relation: number;
  readonly side: 'from' | 'to';
  readonly box: TextBox;
}

/** Farthest a multiplicity stands from its end, in font sizes. */
const REACH = 3;
/** Widest gap inside one that was read in pieces. */
const GAP = 0.6;
/** What they are read as: small dots and stars get lost, and a nought is read as a letter. */
const PIECE = /^[[({]?[\d.…·*nmQO]{1,5}[\])}]?$/;
const WHOLE = /^(?:\d+|[*nm])(?:\.\.(?:\d+|[*nm]))?$/;

/** Every multiplicity that may stand between the boxes, its pieces joined. */
export function findMultiplicities(words: readonly TextBox[], emPx: number): TextBox[] {
  const pieces = words.filter(({ text }) => PIECE.test(text)).sort((a, b) => a.box.x0 - b.box.x0);
  const joined: TextBox[] = [];
  for (const piece of pieces) {
    const at = joined.findIndex(({ box }) => follows(box, piece.box, emPx));
    const before = joined[at];
    if (!before) joined.push(piece);
    else
      joined[at] = {
        text: before.text + piece.text,
        confidence: Math.min(before.confidence, piece.confidence),
        box: unite(before.box, piece.box),
      };
  }
  return joined.map((one) => ({ ...one, text: settled(one.text) })).filter(({ text }) => WHOLE.test(text));
}

function follows(before: Box, box: Box, emPx: number): boolean {
  const shared = Math.min(before.y1, box.y1) - Math.max(before.y0, box.y0);
  const gap = box.x0 - before.x1;
  return shared > 0.4 * Math.min(boxHeight(before), boxHeight(box)) && gap < GAP * emPx && gap > -emPx;
}

/** The star after the dots is often missed, and nothing else ends with dots. */
function settled(text: string): string {
  return text
    .replace(/[[\](){}]/g, '')
    .replace(/[QO]/g, '0')
    .replace(/[.…·]+/, '..')
    .replace(/\.\.$/, '..*')
    .replace(/^\.\.(?=1$)/, '0..');
}

/** Gives each to the end it stands nearest to. */
export function assignMultiplicities(
  ends: readonly { readonly from: LineEnd; readonly to: LineEnd }[],
  found: readonly TextBox[],
  emPx: number,
): Multiplicity[] {
  const options: (Multiplicity & { readonly distance: number })[] = [];
  for (const box of found)
    ends.forEach((both, relation) => {
      for (const side of ['from', 'to'] as const) {
        const { x, y } = both[side];
        const distance = boxDistance(box.box, { x0: x, y0: y, x1: x, y1: y });
        if (distance <= REACH * emPx) options.push({ relation, side, box, distance });
      }
    });
  const taken: Multiplicity[] = [];
  for (const option of options.sort((a, b) => a.distance - b.distance))
    if (
      !taken.some(
        ({ relation, side, box }) =>
          box === option.box || (relation === option.relation && side === option.side),
      )
    )
      taken.push(option);
  return taken;
}
