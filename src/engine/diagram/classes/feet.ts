/** How many of an entity take part in a relation, from the bars, the rings and the crow's feet at its end. */
import type { Cardinality } from '../types';
import type { Cut } from './ends';

/** Sizes in font sizes. Wider than the line by this much is a bar, a ring or a foot. */
const THICK = 0.35;
/** A bar is at least this wide, and at most this long along the line. */
const BAR_WIDTH = 0.8;
const BAR_LENGTH = 0.42;
const RING_LENGTH = 0.45;
/** Least length of a foot, and that of a foot as wide as a bar. */
const FOOT_LENGTH = 0.2;

export interface Feet {
  readonly cardinality: Cardinality;
  /** Whether there are two such signs, one behind the other. */
  readonly footed: boolean;
}

/** @param cuts From the box outwards, a pixel apart. */
export function feetOf(cuts: readonly Cut[], emPx: number): Feet {
  const outer = outerSign(cuts, emPx);
  const near = cuts.slice(0, outer?.start ?? Math.round(1.5 * emPx));
  const thick = near.filter(({ width }) => width >= Math.max(3.5, 0.22 * emPx));
  const widest = Math.max(0, ...near.map(({ width }) => width));
  const many =
    near.filter(({ foot }) => foot >= 2).length >= 3 ||
    thick.length >= BAR_LENGTH * emPx ||
    (widest < BAR_WIDTH * emPx && thick.length >= FOOT_LENGTH * emPx);
  const zero = outer?.ring ?? false;
  return {
    cardinality: many ? (zero ? 'zero-or-more' : 'one-or-more') : zero ? 'zero-or-one' : 'exactly-one',
    footed: outer !== undefined && (many || widest >= BAR_WIDTH * emPx),
  };
}

/** The sign farther from the box, a bar or a ring; `start` is its first cut. */
function outerSign(
  cuts: readonly Cut[],
  emPx: number,
): { readonly start: number; readonly ring: boolean } | undefined {
  const wide = (t: number): boolean => (cuts[t]?.width ?? 0) > THICK * emPx;
  let end = cuts.length;
  while (end > 0 && !wide(end - 1)) end--;
  let start = end;
  while (start > 0 && wide(start - 1)) start--;
  if (end === start) return undefined;
  const run = cuts.slice(start, end);
  // A foot without another sign.
  if (run.filter(({ foot }) => foot >= 2).length >= 3) return undefined;
  if (run.filter(({ hollow }) => hollow >= 2).length >= 3) return { start, ring: true };
  const peak = Math.max(...run.map(({ width }) => width));
  // The outermost cuts of a slanting bar are a little shorter.
  const last = run.findLastIndex(({ width }) => width >= 0.75 * peak);
  let top = last;
  while (top > 0 && run[top - 1]!.width >= 0.75 * peak) top--;
  const short = last - top < BAR_LENGTH * emPx && run.length - last <= 3;
  if (peak >= BAR_WIDTH * emPx && short) return { start: start + top, ring: false };
  // What begins at the box is a foot without another sign.
  if (start < 0.15 * emPx) return undefined;
  return { start, ring: run.length >= RING_LENGTH * emPx };
}
