/** Finds the level and upright lines that the letters of a text touch, and the heads at their ends. */
import { type Box, contains, type Mask } from './grid';

/** A line is longer and thinner than any stroke of a letter, and reaches out of the text's box; in font sizes. */
const [LONG_EM, THIN_EM, OUT_EM] = [2.5, 0.35, 0.4];
/** Lines nearer to the middle of the text run through its letters, in font sizes. */
const MIDDLE_EM = 0.4;
/** Length of a head and half of its width, in font sizes. */
const [HEAD_EM, WING_EM] = [1.2, 0.7];

/** How far the ink of a line stops before its node, in pixels. */
const CONTACT_PX = 3;

/**
 * The pixels within the box that belong to such lines. A line that stops in the box and at no node is hidden by the text's
 * background there, and goes on somewhere else.
 * @param owner Not 0 for the pixels of nodes.
 */
export function linesAtText(ink: Mask, owner: Int16Array, box: Box, emPx: number): Set<number> {
  const kept = new Set<number>();
  const { data, widthPx: w, heightPx: h } = ink;
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < w && y < h;
  for (const level of [true, false]) {
    const pixel = (along: number, across: number): number => {
      const [x, y] = level ? [along, across] : [across, along];
      return inside(x, y) ? y * w + x : -1;
    };
    const [from, to, start, end] = level
      ? [box.y0, box.y1, box.x0, box.x1]
      : [box.x0, box.x1, box.y0, box.y1];
    const isInk = (along: number, across: number): boolean => data[pixel(along, across)] === 1;
    const isNode = (along: number, across: number): boolean => (owner[pixel(along, across)] ?? 0) > 0;
    alongLines(isInk, isNode, { from, to, start, end }, emPx, (along, across) => {
      const p = pixel(along, across);
      if (contains(box, p % w, Math.floor(p / w))) kept.add(p);
    });
  }
  return kept;
}

/** A box by the direction of the lines: they run along `start` to `end` and lie `from` one row `to` another. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Tells the pixels of the lines in a box, each by its place along and across the line. */
function alongLines(
  isInk: (along: number, across: number) => boolean,
  isNode: (along: number, across: number) => boolean,
  { from, to, start, end }: Span,
  emPx: number,
  keep: (along: number, across: number) => void,
): void {
  const runs = new Map<number, (readonly [first: number, last: number])[]>();
  for (let across = from; across <= to; across++) {
    const own: (readonly [number, number])[] = [];
    if (Math.abs(across - (from + to) / 2) < MIDDLE_EM * emPx) continue;
    for (let at = start; at <= end; at++) {
      if (!isInk(at, across)) continue;
      let [first, last] = [at, at];
      while (isInk(first - 1, across)) first--;
      while (isInk(last + 1, across)) last++;
      const out = [start - first, last - end].map((beyond) => beyond >= OUT_EM * emPx);
      const met = [first - CONTACT_PX, last + CONTACT_PX].map((place) => isNode(place, across));
      const goesOn = (out[0] && (out[1] || met[1])) || (out[1] && met[0]);
      if (last - first >= LONG_EM * emPx && goesOn) own.push([first, last]);
      at = last;
    }
    runs.set(across, own);
  }
  const runAt = (at: number, across: number): readonly [number, number] | undefined =>
    runs.get(across)?.find(([first, last]) => at >= first && at <= last);
  for (let at = start; at <= end; at++) {
    for (let low = from; low <= to; low++) {
      if (!runAt(at, low)) continue;
      let high = low;
      while (runAt(at, high + 1)) high++;
      if (high - low < Math.max(2, THIN_EM * emPx)) {
        for (let across = low; across <= high; across++) keep(at, across);
        const [first, last] = runAt(at, (low + high) >> 1)!;
        // A head is alike at both sides of its line, which letters are not.
        const wing = Math.min(at - first, last - at) < HEAD_EM * emPx ? WING_EM * emPx : 0;
        for (let d = 1; d <= wing && isInk(at, low - d) && isInk(at, high + d); d++) {
          keep(at, low - d);
          keep(at, high + d);
        }
      }
      low = high;
    }
  }
}
