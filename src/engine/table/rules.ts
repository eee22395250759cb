/** The lines a table is ruled with, and which cells they part. */
import { type Mask, median } from '../diagram/grid';

/** Positions of lines that run right through, in pixels from the left and from the top. */
export interface Rules {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** Share of a cell's side that has to be ink for a line to part it from its neighbour. */
const COVER = 0.6;
/** Rules are thicker than nothing and thinner than this share of the text's height. */
const THICKEST = 0.5;

/** @param emPx Height of the text from ascender to baseline. */
export function findRules(ink: Mask, emPx: number): Rules {
  return {
    xs: longLines(ink, true, 1.3 * emPx, THICKEST * emPx),
    ys: longLines(ink, false, 3 * emPx, THICKEST * emPx),
  };
}

/** Where columns (or rows) of pixels hold unbroken runs of at least `leastPx`, neighbours taken as one line. */
function longLines(ink: Mask, vertical: boolean, leastPx: number, thickestPx: number): number[] {
  const { data, widthPx: w, heightPx: h } = ink;
  const [across, along] = vertical ? [w, h] : [h, w];
  const found: number[] = [];
  for (let at = 0; at < across; at++) {
    let run = 0;
    let longest = 0;
    for (let t = 0; t < along; t++) {
      run = data[vertical ? t * w + at : at * w + t] ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    if (longest >= leastPx) found.push(at);
  }
  const lines: number[] = [];
  for (let i = 0; i < found.length; ) {
    let j = i;
    while (j + 1 < found.length && found[j + 1]! - found[j]! <= 2) j++;
    if (found[j]! - found[i]! + 1 <= thickestPx) lines.push(median(found.slice(i, j + 1)));
    i = j + 1;
  }
  return lines;
}

/** Whether a line at `x` parts what is left of it from what is right of it between two heights. */
export function partsColumns(ink: Mask, x: number, y0: number, y1: number): boolean {
  return covered(ink, true, x, y0, y1);
}

/** Whether a line at `y` parts what is above it from what is below it between two columns. */
export function partsRows(ink: Mask, y: number, x0: number, x1: number): boolean {
  return covered(ink, false, y, x0, x1);
}

function covered(
  { data, widthPx: w, heightPx: h }: Mask,
  vertical: boolean,
  at: number,
  from: number,
  to: number,
) {
  const margin = Math.min(4, (to - from) / 6);
  let hits = 0;
  let all = 0;
  for (let t = Math.round(from + margin); t < to - margin; t++) {
    all++;
    for (let d = -2; d <= 2; d++) {
      const [x, y] = vertical ? [Math.round(at) + d, t] : [t, Math.round(at) + d];
      if (x < 0 || y < 0 || x >= w || y >= h || !data[y * w + x]) continue;
      hits++;
      break;
    }
  }
  return all > 0 && hits >= COVER * all;
}
