/** Level and upright lines of a drawing, solid and dashed, whatever crosses them. */
import type { Mask } from '../grid';

/** A straight line along one axis, in pixels: `at` is across it, `from` and `to` are its first and last pixel. */
export interface Stroke {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Share of its length that is ink: about half in dashed lines. */
  readonly cover: number;
}

export interface StrokeOptions {
  readonly minPx: number;
  /** Longest gap inside a line, between dashes or where something crosses it. */
  readonly maxGapPx: number;
  /** Thicker ink is a letter, a head or something that crosses. */
  readonly maxThicknessPx: number;
}

const MIN_COVER = 0.36;

/** @param upright Looks for vertical lines instead of level ones. */
export function findStrokes(ink: Mask, upright: boolean, options: StrokeOptions): Stroke[] {
  const thin = thinInk(ink, upright, options.maxThicknessPx);
  const { widthPx: w, heightPx: h } = ink;
  const lines = upright ? w : h;
  const runs: Stroke[] = [];
  // Of the stretch that each line is in: its first and last pixel, and how many of them are ink.
  const from = new Int32Array(lines).fill(-1);
  const last = new Int32Array(lines);
  const count = new Int32Array(lines);
  const close = (at: number): void => {
    const stroke = { at, from: from[at] as number, to: last[at] as number };
    const size = stroke.to - stroke.from + 1;
    const cover = (count[at] as number) / size;
    if (stroke.from >= 0 && size >= options.minPx && cover >= MIN_COVER) runs.push({ ...stroke, cover });
  };
  // In the order of the pixels in memory, whichever way the lines run.
  for (let p = 0, y = 0; y < h; y++)
    for (let x = 0; x < w; x++, p++) {
      if (!thin[p]) continue;
      const [line, t] = upright ? [x, y] : [y, x];
      if ((from[line] as number) >= 0 && t - (last[line] as number) > options.maxGapPx) {
        close(line);
        from[line] = -1;
        count[line] = 0;
      }
      if ((from[line] as number) < 0) from[line] = t;
      last[line] = t;
      count[line]!++;
    }
  for (let line = 0; line < lines; line++) close(line);
  runs.sort((a, b) => a.at - b.at || a.from - b.from);
  return mergeRows(runs, options.maxThicknessPx);
}

/** Ink that is at most `maxPx` thick across the direction that is looked for. */
function thinInk(ink: Mask, upright: boolean, maxPx: number): Uint8Array {
  const { data, widthPx: w, heightPx: h } = ink;
  const result = new Uint8Array(data.length);
  const [lines, length] = upright ? [h, w] : [w, h];
  const [lineStep, step] = upright ? [w, 1] : [1, w];
  for (let line = 0; line < lines; line++) {
    let run = 0;
    for (let t = 0; t <= length; t++) {
      const at = line * lineStep + t * step;
      if (t < length && data[at]) {
        run++;
        continue;
      }
      if (run > 0 && run <= maxPx) for (let k = 1; k <= run; k++) result[at - k * step] = 1;
      run = 0;
    }
  }
  return result;
}

/** Rows of pixels of the same line, as one stroke in their middle. */
function mergeRows(runs: readonly Stroke[], maxPx: number): Stroke[] {
  const groups: Stroke[][] = [];
  for (const run of runs) {
    const home = groups.find((group) => {
      const last = group[group.length - 1] as Stroke;
      const shared = Math.min(last.to, run.to) - Math.max(last.from, run.from);
      return (
        run.at - last.at === 1 &&
        run.at - group[0]!.at < maxPx &&
        shared > 0.6 * Math.min(last.to - last.from, run.to - run.from)
      );
    });
    if (home) home.push(run);
    else groups.push([run]);
  }
  return groups.map((group) => ({
    at: group[group.length >> 1]!.at,
    from: Math.min(...group.map(({ from }) => from)),
    to: Math.max(...group.map(({ to }) => to)),
    cover: Math.max(...group.map(({ cover }) => cover)),
  }));
}
