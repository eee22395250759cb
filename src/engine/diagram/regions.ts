/** Flat areas between the ink: backgrounds, the insides of shapes, the faces between lines. */
import type { Raster } from '../image/raster';
import type { Box, Mask } from './grid';
import { type Runs, runsOf } from './runs';

/** Sums of absolute differences over the three channels. */
const NEIGHBOUR_TOLERANCE = 24;
const SEED_TOLERANCE = 34;

export interface Region {
  readonly box: Box;
  readonly areaPx: number;
  /** Mean colour. */
  readonly colour: readonly [number, number, number];
  /** Its pixels as stretches of rows, in no order: row, first column, column past the last; and so on. */
  readonly spans: Int32Array;
}

/**
 * What ends an area: ink; ink or a change of colour, as at the edge of a shape without an outline; or a change of colour
 * alone, since the fill between light letters and a light background is as narrow as a line and was taken for ink.
 */
export type RegionLimit = 'ink' | 'inkOrColour' | 'colour';

/** The areas of one picture, found when they are first asked for. */
export class RegionMap {
  private readonly runs = new Map<Mask | undefined, Runs>();
  private readonly found = new Map<RegionLimit, readonly Region[]>();

  constructor(
    readonly raster: Raster,
    private readonly ink: Mask,
  ) {}

  /** 4-connected areas, in the order of their first pixels. */
  within(limit: RegionLimit): readonly Region[] {
    let regions = this.found.get(limit);
    if (!regions) {
      const blocked = limit === 'colour' ? undefined : this.ink;
      let runs = this.runs.get(blocked);
      if (!runs) {
        runs = runsOf(this.raster, blocked);
        this.runs.set(blocked, runs);
      }
      regions = connect(runs, limit !== 'ink');
      this.found.set(limit, regions);
    }
    return regions;
  }
}

/**
 * Joins runs to areas by flooding from each area's first pixel.
 * @param byColour Whether neighbours have to be alike, and every run like the area's first one.
 */
function connect(runs: Runs, byColour: boolean): Region[] {
  const { count, from, to, row, colour, rowStart, above, below } = runs;
  const taken = new Uint8Array(count);
  // The runs of an area lie behind one another: those that are done, then those to be looked at.
  const queue = new Int32Array(count);
  const regions: Region[] = [];
  let head = 0;
  let tail = 0;
  let seed = 0;
  let own = 0;
  const take = (q: number): void => {
    if (taken[q]) return;
    if (byColour) {
      const other = colour[q] as number;
      if (other !== own && colourSteps(other, own) > NEIGHBOUR_TOLERANCE) return;
      if (other !== seed && colourSteps(other, seed) > SEED_TOLERANCE) return;
    }
    taken[q] = 1;
    queue[tail++] = q;
  };
  for (let start = 0; start < count; start++) {
    if (taken[start]) continue;
    const first = tail;
    seed = colour[start] as number;
    taken[start] = 1;
    queue[tail++] = start;
    while (head < tail) {
      const run = queue[head++] as number;
      const [x0, x1, y] = [from[run] as number, to[run] as number, row[run] as number];
      own = colour[run] as number;
      if (run > (rowStart[y] as number) && to[run - 1] === x0) take(run - 1);
      if (run + 1 < (rowStart[y + 1] as number) && from[run + 1] === x1) take(run + 1);
      if (y > 0) {
        const end = rowStart[y] as number;
        for (let q = above[run] as number; q < end && (from[q] as number) < x1; q++) take(q);
      }
      const end = rowStart[y + 2] ?? 0;
      for (let q = below[run] as number; q < end && (from[q] as number) < x1; q++) take(q);
    }
    regions.push(toRegion(runs, queue, first, tail));
  }
  return regions;
}

function toRegion({ from, to, row, colour }: Runs, queue: Int32Array, first: number, end: number): Region {
  const spans = new Int32Array(3 * (end - first));
  let [x0, x1, y0, y1, area, red, green, blue] = [
    Number.POSITIVE_INFINITY,
    0,
    Number.POSITIVE_INFINITY,
    0,
    0,
    0,
    0,
    0,
  ];
  for (let i = first, o = 0; i < end; i++, o += 3) {
    const run = queue[i] as number;
    const [left, past, y, packed] = [
      from[run] as number,
      to[run] as number,
      row[run] as number,
      colour[run] as number,
    ];
    spans[o] = y;
    spans[o + 1] = left;
    spans[o + 2] = past;
    if (left < x0) x0 = left;
    if (past - 1 > x1) x1 = past - 1;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
    const length = past - left;
    area += length;
    red += length * (packed >> 16);
    green += length * ((packed >> 8) & 255);
    blue += length * (packed & 255);
  }
  return { box: { x0, y0, x1, y1 }, areaPx: area, colour: [red / area, green / area, blue / area], spans };
}

/** Sum of the channels' differences of two packed colours. */
function colourSteps(a: number, b: number): number {
  return (
    Math.abs((a >> 16) - (b >> 16)) +
    Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) +
    Math.abs((a & 255) - (b & 255))
  );
}

export function colourDistance(a: readonly number[], b: readonly number[]): number {
  return Math.abs(a[0]! - b[0]!) + Math.abs(a[1]! - b[1]!) + Math.abs(a[2]! - b[2]!);
}
