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
  const [lines, length] = upright ? [w, h] : [h, w];
  const [lineStep, step] = upright ? [1, w] : [w, 1];
  const runs: Stroke[] = [];
  for (let line = 0; line < lines; line++) {
    let from = -1;
    let last = -1;
    let count = 0;
    const close = (): void => {
      const size = last - from + 1;
      if (from >= 0 && size >= options.minPx && count >= MIN_COVER * size)
        runs.push({ at: line, from, to: last, cover: count / size });
    };
    for (let t = 0; t < length; t++) {
      if (!thin[line * lineStep + t * step]) continue;
      if (from >= 0 && t - last > options.maxGapPx) {
        close();
        from = -1;
        count = 0;
      }
      if (from < 0) from = t;
      last = t;
      count++;
    }
    close();
  }
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
