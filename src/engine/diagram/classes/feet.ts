/**
 * How many of an entity take part in a relation, from the two signs at its end: next to the box a bar or a crow's foot,
 * farther out a bar or a ring. Renderers draw them in very different sizes, but of about one size in a drawing: lengths
 * are compared with the widest of them.
 */
import type { Cardinality } from '../types';
import type { Cut } from './ends';

/** Farthest beginning of a sign from the box, or from the sign before it, in font sizes. */
const REACH = 1.1;
/** Least width of the widest sign, in font sizes. */
const WIDE = 0.55;
/** Least width of a bar that speaks for an entity diagram by itself, in font sizes. */
const BAR_WIDTH = 0.8;
/** Narrower than this share of the widest sign is line. */
const NARROW = 0.25;
/** Where the ink gets narrower than this share of what is on both sides, one sign ends and another begins. */
const VALLEY = 0.7;
/** Least width of the sign farther out, as a share of the widest one. */
const OUTER = 0.6;
/** A ring is longer than this share of its width, a bar shorter. */
const ROUND = 0.58;
/** Farther from the box than this, in font sizes, what is long is a ring and no foot. */
const AT_BOX = 0.65;
/** Length of a foot as a share of the widest sign; a bar is thinner, and what a box's border cuts off a foot is short. */
const FOOT_LENGTH = 0.45;
/** So many cuts through a hole are no chance. */
const HOLES = 3;

export interface Feet {
  readonly cardinality: Cardinality;
  /** Whether there are two such signs, one behind the other. */
  readonly footed: boolean;
}

/** @param cuts From the box outwards, a pixel apart. */
export function feetOf(cuts: readonly Cut[], lineWidthPx: number, emPx: number): Feet {
  const near = cuts.slice(0, Math.round(2 * REACH * emPx));
  const widestPx = Math.max(0, ...near.map(({ reach }) => reach));
  const leastPx = Math.max(lineWidthPx + 2, NARROW * widestPx);
  const signs = widestPx < WIDE * emPx ? [] : signsOf(cuts, leastPx, emPx);
  const first = signs[0];
  // The sign at the box may be hidden in the box's border.
  const alone = first && (isHollow(first) || (isRing(first) && cuts.indexOf(first[0]!) > AT_BOX * emPx));
  const inner = alone ? undefined : first;
  const outer = signs.slice(inner ? 1 : 0).find((sign) => widthOf(sign) >= OUTER * widestPx);
  const many = inner !== undefined && inner.length >= FOOT_LENGTH * Math.max(widestPx, 0.75 * emPx);
  const zero = outer !== undefined && isRing(outer);
  return {
    cardinality: many ? (zero ? 'zero-or-more' : 'one-or-more') : zero ? 'zero-or-one' : 'exactly-one',
    footed: inner !== undefined && outer !== undefined && (many || widthOf(inner) >= BAR_WIDTH * emPx),
  };
}

/** The cuts through each sign, from the box outwards. */
function signsOf(cuts: readonly Cut[], leastPx: number, emPx: number): (readonly Cut[])[] {
  const signs: (readonly Cut[])[] = [];
  let last = 0;
  for (let start = 0; start < cuts.length; start++) {
    if (cuts[start]!.reach < leastPx) continue;
    if (start - last > REACH * emPx) break;
    let end = start;
    while (end < cuts.length && cuts[end]!.reach >= leastPx) end++;
    signs.push(...parted(cuts.slice(start, end)));
    last = end;
    start = end;
  }
  return signs;
}

/** Two signs that touch are parted where they are narrowest. */
function parted(sign: readonly Cut[]): (readonly Cut[])[] {
  let best = 0;
  let deepest = VALLEY;
  for (let t = 1; t < sign.length - 1; t++) {
    const depth = sign[t]!.reach / Math.min(widthOf(sign.slice(0, t)), widthOf(sign.slice(t + 1)));
    if (depth > deepest) continue;
    deepest = depth;
    best = t;
  }
  return best > 0 ? [sign.slice(0, best), sign.slice(best)] : [sign];
}

function isHollow(sign: readonly Cut[]): boolean {
  return sign.filter(({ hollow }) => hollow >= 2).length >= HOLES;
}

/** A ring is round; its hole may be closed by the line that runs through it, or by blur. */
function isRing(sign: readonly Cut[]): boolean {
  return isHollow(sign) || sign.length > ROUND * widthOf(sign);
}

function widthOf(sign: readonly Cut[]): number {
  return Math.max(...sign.map(({ reach }) => reach));
}
