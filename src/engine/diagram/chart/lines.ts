/** Line series: each colour's line is followed through the plot, and its value taken at each category. */
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';
import type { Axis } from './axes';
import { type Colour, colourAt, distance } from './colour';
import { leastSquares, type StraightLine } from './least-squares';
import { blend, lineColours } from './line-colours';
import type { Plot } from './plot';

export interface LineSeries {
  readonly colour: Colour;
  /** For each category, the line's place across the picture and how sure it is in pixels; null where it is not seen. */
  readonly places: readonly ({ readonly y: number; readonly errorPx: number } | null)[];
  /** Share of the columns between the first and the last category in which the line was seen. */
  readonly seen: number;
  /** How far right of each category the line bends that bends there or nearby, in pixels. */
  readonly bends: readonly number[];
}

interface Run {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly y: number;
  readonly weight: number;
}

/** How many pixels a line may leap where it is hidden, for each column it is. */
const GAP_COST = 0.6;

/**
 * @param xs Places of the categories from the left.
 * @param palette The series' colours where the legend tells them; else they are looked for.
 */
export function findLines(
  raster: Raster,
  { box: plot, ground, axis }: Pick<Plot, 'box' | 'ground' | 'axis'>,
  xs: readonly number[],
  palette: readonly Colour[] | undefined,
  excluded: readonly Box[],
): LineSeries[] {
  const span = {
    x0: Math.max(0, Math.round(xs[0]!)),
    x1: Math.min(raster.widthPx - 1, Math.round(xs[xs.length - 1]!)),
    y0: Math.max(0, Math.round(plot.y0)),
    y1: Math.min(raster.heightPx - 1, Math.round(plot.y1)),
  };
  if (span.x1 - span.x0 < 20 || span.y1 - span.y0 < 20) return [];
  const ink = inkOf(raster, span, ground, excluded);
  clearGrid(raster, ink, span, axis);
  const colours = palette ?? lineColours(raster, span, ink, ground);
  return colours.flatMap((colour) => {
    const columns = runsOf(raster, span, ink, ground, colour, colours);
    const path = follow(columns);
    const seen = path.filter(Boolean).length / columns.length;
    if (seen < 0.4) return [];
    const bends = xs.flatMap((_, i) => bendAt(path, span.x0, xs, i));
    return [{ colour, places: xs.map((x, i) => placeAt(path, span.x0, xs, i, x)), seen, bends }];
  });
}

/** 1 where a pixel of the span is neither ground nor part of the grid nor excluded. */
function inkOf(raster: Raster, span: Box, ground: Colour, excluded: readonly Box[]): Uint8Array {
  const [w, h] = [span.x1 - span.x0 + 1, span.y1 - span.y0 + 1];
  const ink = new Uint8Array(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      if (distance(colourAt(raster, span.x0 + x, span.y0 + y), ground) > 7) ink[y * w + x] = 1;
  for (const box of excluded)
    for (let y = Math.max(span.y0, Math.floor(box.y0)); y <= Math.min(span.y1, Math.ceil(box.y1)); y++)
      for (let x = Math.max(span.x0, Math.floor(box.x0)); x <= Math.min(span.x1, Math.ceil(box.x1)); x++)
        ink[(y - span.y0) * w + x - span.x0] = 0;
  const clear = (cells: readonly number[], least: number): void => {
    const bins = new Map<string, number>();
    const key = (cell: number): string =>
      colourAt(raster, span.x0 + (cell % w), span.y0 + Math.floor(cell / w))
        .map((channel) => channel >> 3)
        .join();
    for (const cell of cells) if (ink[cell]) bins.set(key(cell), (bins.get(key(cell)) ?? 0) + 1);
    for (const [bin, count] of bins)
      if (count > least * cells.length) {
        const grid = bin.split(',').map((channel) => Number(channel) * 8 + 4) as unknown as Colour;
        if (isVivid(grid)) continue;
        for (const cell of cells)
          if (distance(colourAt(raster, span.x0 + (cell % w), span.y0 + Math.floor(cell / w)), grid) <= 14)
            ink[cell] = 0;
      }
  };
  const rows = Array.from({ length: h }, (_, y) => Array.from({ length: w }, (_, x) => y * w + x));
  const columns = Array.from({ length: w }, (_, x) => Array.from({ length: h }, (_, y) => y * w + x));
  for (const row of rows) clear(row, 0.45);
  for (const column of columns) clear(column, 0.5);
  return ink;
}

/** Grids and axes are grey, or nearly: a vivid colour that fills a row is a series that stays level. */
const isVivid = (colour: Colour): boolean => Math.max(...colour) - Math.min(...colour) > 90;

/** Rows that are full of ink at a tick, or below the last one, are the grid's and the axis's, whatever their colour. */
function clearGrid(raster: Raster, ink: Uint8Array, span: Box, { scale }: Axis): void {
  const w = span.x1 - span.x0 + 1;
  for (let y = 0; span.y0 + y <= span.y1; y++) {
    const at = span.y0 + y + 0.5;
    if (at < scale.extent.to - 2 && !scale.ticks.some((tick) => Math.abs(tick.at - at) <= 2)) continue;
    const row = ink.subarray(y * w, (y + 1) * w);
    let grey = 0;
    for (let x = 0; x < w; x++) if (row[x] && !isVivid(colourAt(raster, span.x0 + x, span.y0 + y))) grey++;
    if (grey > 0.6 * w) row.fill(0);
  }
}

function runsOf(
  raster: Raster,
  span: Box,
  ink: Uint8Array,
  ground: Colour,
  colour: Colour,
  all: readonly Colour[],
): Run[][] {
  const w = span.x1 - span.x0 + 1;
  const h = span.y1 - span.y0 + 1;
  const others = all.filter((other) => other !== colour);
  const limit = 0.28 * distance(colour, ground) + 10;
  return Array.from({ length: w }, (_, x) => {
    const runs: Run[] = [];
    let [weight, moment, top] = [0, 0, -1];
    const close = (end: number): void => {
      if (top >= 0 && weight > 0.35)
        runs.push({
          x,
          top: span.y0 + top,
          bottom: span.y0 + end - 1,
          y: span.y0 + moment / weight + 0.5,
          weight,
        });
      [weight, moment, top] = [0, 0, -1];
    };
    for (let y = 0; y < h; y++) {
      let share = 0;
      if (ink[y * w + x]) {
        const pixel = colourAt(raster, span.x0 + x, span.y0 + y);
        const own = blend(pixel, ground, colour);
        const better = others.some((other) => {
          const theirs = blend(pixel, ground, other);
          return theirs.share > 0.25 && theirs.off < own.off - 4;
        });
        if (own.off < limit && own.share > 0.22 && !better) share = own.share;
      }
      if (share === 0) close(y);
      else {
        if (top < 0) top = y;
        weight += share;
        moment += share * y;
      }
    }
    close(h);
    return runs;
  });
}

/** One run a column or none, so that they hang together best (Viterbi 1967). */
function follow(columns: readonly (readonly Run[])[]): (Run | undefined)[] {
  interface Step {
    readonly run: Run;
    readonly score: number;
    readonly before?: Step;
  }
  const steps: Step[] = [];
  let recent: Step[] = [];
  for (const runs of columns) {
    const now = runs.map((run): Step => {
      let best: Step | undefined;
      let most = 0;
      for (const step of recent) {
        const apart = run.x - step.run.x;
        const leap = Math.max(0, run.top - step.run.bottom - 1, step.run.top - run.bottom - 1);
        const score = step.score - 0.5 * leap - GAP_COST * (apart - 1) - 0.02 * Math.abs(run.y - step.run.y);
        if (score > most) [best, most] = [step, score];
      }
      return { run, score: most + Math.min(1.5, run.weight), ...(best && { before: best }) };
    });
    steps.push(...now);
    const x = now[0]?.run.x ?? recent[0]?.run.x ?? 0;
    recent = [...recent.filter(({ run }) => x - run.x < 60), ...now]
      .sort((a, b) => b.score - a.score)
      .slice(0, 40);
  }
  let last: Step | undefined;
  for (const step of steps) if (!last || step.score > last.score) last = step;
  const path: (Run | undefined)[] = columns.map(() => undefined);
  for (let step = last; step; step = step.before) path[step.run.x] = step.run;
  return path;
}

/** How far a category may be from the middle of its label: of a steep line, that changes the value. */
const PLACE_PX = 0.8;

/** Where the line is at a category: there its straight pieces from either side meet, else where it is seen. */
function placeAt(
  path: readonly (Run | undefined)[],
  left: number,
  xs: readonly number[],
  i: number,
  x: number,
): { readonly y: number; readonly errorPx: number } | null {
  const here = x - left;
  const before = i > 0 ? straight(path, xs[i - 1]! - left, here) : undefined;
  const after = i < xs.length - 1 ? straight(path, here, xs[i + 1]! - left) : undefined;
  const at = (line: StraightLine): number => line.offset + line.slope * here;
  const near = path
    .slice(Math.max(0, Math.round(here) - 2), Math.round(here) + 3)
    .filter((run): run is Run => run !== undefined);
  const seen = near.length > 0 ? near.reduce((sum, { y }) => sum + y, 0) / near.length : undefined;
  if (before && after) {
    const [a, b] = [at(before), at(after)];
    const meet = (before.offset - after.offset) / (after.slope - before.slope);
    const y = Math.abs(meet - here) <= 3 ? before.offset + before.slope * meet : (a + b) / 2;
    const steepest = Math.max(Math.abs(before.slope), Math.abs(after.slope));
    if (Math.abs(a - b) < 12 || Math.abs(meet - here) <= 3)
      return { y, errorPx: 0.5 + 0.25 * Math.abs(a - b) + PLACE_PX * steepest };
  }
  if (before && !after && i === xs.length - 1)
    return { y: at(before), errorPx: 0.8 + PLACE_PX * Math.abs(before.slope) };
  if (after && !before && i === 0) return { y: at(after), errorPx: 0.8 + PLACE_PX * Math.abs(after.slope) };
  if (seen !== undefined) return { y: seen, errorPx: 1.5 };
  const one = before ?? after;
  return one ? { y: at(one), errorPx: 3 } : null;
}

/** Slopes that are this far apart meet at a sure place. */
const SHARP = 0.4;
/** Farther from a category than this share of the way to the next one, a bend may be another's. */
const NEARBY = 0.4;

/** How far right of a category its line bends: there the straight pieces through the middles of either side meet. */
function bendAt(
  path: readonly (Run | undefined)[],
  left: number,
  xs: readonly number[],
  i: number,
): number[] {
  if (i === 0 || i === xs.length - 1) return [];
  const [from, here, to] = [xs[i - 1]! - left, xs[i]! - left, xs[i + 1]! - left];
  const before = straight(path, here - 0.55 * (here - from), here - 0.25 * (here - from));
  const after = straight(path, here + 0.4 * (to - here), here + 0.75 * (to - here));
  if (!before || !after || Math.abs(before.slope - after.slope) < SHARP) return [];
  const off = (before.offset - after.offset) / (after.slope - before.slope) - here;
  return Math.abs(off) < NEARBY * Math.min(here - from, to - here) ? [off] : [];
}

/** The straight line through what is seen between two places; undefined where it is no straight line. */
function straight(path: readonly (Run | undefined)[], from: number, to: number): StraightLine | undefined {
  const rim = Math.min(8, Math.max(2, 0.14 * (to - from)));
  let points = path
    .slice(Math.max(0, Math.ceil(from + rim)), Math.max(0, Math.floor(to - rim) + 1))
    .filter((run): run is Run => run !== undefined);
  let line: StraightLine | undefined;
  for (let round = 0; round < 3; round++) {
    if (points.length < 4 || points.length < 0.2 * (to - from - 2 * rim)) return undefined;
    line = leastSquares(
      points.map(({ x }) => x + 0.5),
      points.map(({ y }) => y),
    );
    const off = (run: Run): number => Math.abs(run.y - line!.offset - line!.slope * (run.x + 0.5));
    const usual = [...points.map(off)].sort((a, b) => a - b)[points.length >> 1]!;
    if (round === 2) return usual > 0.8 + 0.15 * Math.abs(line.slope) ? undefined : line;
    points = points.filter((run) => off(run) <= Math.max(0.7 + 0.3 * Math.abs(line!.slope), 2.5 * usual));
  }
  return line;
}
