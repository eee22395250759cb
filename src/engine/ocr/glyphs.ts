/** Characters with their ink: where the recogniser saw them, made exact by where the strip is empty. */
import type { Ink } from './ink';
import type { Reading } from './recognise';
import { STRIP_HEIGHT } from './strip';

export interface Glyph {
  readonly char: string;
  readonly probability: number;
  /** Edges of its ink along the box, in picture pixels from the box's left side. */
  readonly left: number;
  readonly right: number;
  /** First row of its ink and the row after its last, in rows of the strip; `bottom` is 0 without ink. */
  readonly top: number;
  readonly bottom: number;
  /** Height of such a row in picture pixels. */
  readonly rowPx: number;
  /** Slope of its ink's middle, in rows a column: above 0 it falls to the right, as in "\\". */
  readonly lean: number;
  /** How much of its height the ink at its left and right edge takes up, 0 to 1. */
  readonly leftEdge: number;
  readonly rightEdge: number;
  /** No empty column parts it from one of its neighbours: its shape may hold some of theirs. */
  readonly touches: boolean;
  /** The recogniser put a space before it. */
  readonly spaceSeen: boolean;
}

/** The characters of a reading that are not spaces, each with the edges of its ink. */
export function glyphsOf(reading: Reading): Glyph[] {
  const { chars, columnPx } = reading;
  const ink = reading.ink.columns;
  const seen = chars.filter(({ char }) => char.trim() !== '');
  if (seen.length === 0) return [];
  const column = (x: number): number => Math.min(ink.length - 1, Math.max(0, Math.round(x / columnPx)));
  const lefts: number[] = [firstInk(ink, column(seen[0]!.x))];
  const rights: number[] = [];
  for (let i = 0; i + 1 < seen.length; i++) {
    const gap = widestGap(ink, column(seen[i]!.x), column(seen[i + 1]!.x));
    rights.push(gap.start);
    lefts.push(gap.end);
  }
  rights.push(lastInk(ink, column(seen.at(-1)!.x)));
  const spaced = new Set<(typeof seen)[number]>();
  for (let i = 0; i + 1 < chars.length; i++) if (chars[i]!.char.trim() === '') spaced.add(chars[i + 1]!);
  return seen.map((char, i) => ({
    char: char.char,
    probability: char.probability,
    left: lefts[i]! * columnPx,
    right: Math.max(lefts[i]!, rights[i]!) * columnPx,
    touches: rights[i - 1] === lefts[i] || (i + 1 < seen.length && rights[i] === lefts[i + 1]),
    spaceSeen: spaced.has(char),
    rowPx: reading.rect.height / STRIP_HEIGHT,
    ...shape(reading.ink, lefts[i]!, rights[i]!),
  }));
}

type Shape = Pick<Glyph, 'top' | 'bottom' | 'lean' | 'leftEdge' | 'rightEdge'>;

/** Upper and lower end, lean and edges of the ink in some columns. */
function shape({ columns, tops, bottoms }: Ink, left: number, right: number): Shape {
  let top = Number.POSITIVE_INFINITY;
  let bottom = 0;
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (let x = Math.ceil(left); x < right; x++) {
    if (!columns[x]) continue;
    if (tops[x]! < top) top = tops[x]!;
    if (bottoms[x]! > bottom) bottom = bottoms[x]!;
    const y = (tops[x]! + bottoms[x]!) / 2;
    n++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  const spread = n * sumXX - sumX * sumX;
  const first = Math.ceil(left);
  const end = Math.floor(right);
  const edge = Math.max(1, Math.round((end - first) / 5));
  const extent = (from: number): number => {
    let sum = 0;
    for (let x = from; x < from + edge; x++) sum += Math.max(0, (bottoms[x] ?? 0) - (tops[x] ?? 0));
    return bottom > top ? sum / edge / (bottom - top) : 0;
  };
  return {
    top,
    bottom,
    lean: spread > 0 ? (n * sumXY - sumX * sumY) / spread : 0,
    leftEdge: extent(first),
    rightEdge: extent(end - edge),
  };
}

/** The longest run of empty columns between two characters; of length 0 in the middle where they touch. */
function widestGap(ink: Uint8Array, from: number, to: number): { start: number; end: number } {
  const middle = (from + to) / 2;
  let best = { start: middle, end: middle };
  for (let x = from; x < to; ) {
    if (ink[x]) {
      x++;
      continue;
    }
    const start = x;
    while (x < to && !ink[x]) x++;
    if (x - start > best.end - best.start) best = { start, end: x };
  }
  // The characters' own middles may lie outside their ink, as in "L": the gap goes on there.
  if (best.start === from && from < to) while (best.start > 0 && !ink[best.start - 1]) best.start--;
  if (best.end === to && from < to) while (best.end < ink.length && !ink[best.end]) best.end++;
  return best;
}

function firstInk(ink: Uint8Array, before: number): number {
  for (let x = 0; x < before; x++) if (ink[x]) return x;
  return before;
}

function lastInk(ink: Uint8Array, after: number): number {
  for (let x = ink.length; x > after + 1; x--) if (ink[x - 1]) return x;
  return after + 1;
}
