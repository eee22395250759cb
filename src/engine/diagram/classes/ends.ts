/** What stands at the ends of a relation's line: triangles, diamonds, arrows; bars, rings and crow's feet. */
import { type Box, boxHeight, boxWidth, type Mask, median } from '../grid';
import { type Feet, feetOf } from './feet';

export type EndShape = 'none' | 'arrow' | 'triangle' | 'diamond' | 'filled-diamond';

export interface LineEnd extends Feet {
  readonly shape: EndShape;
  /** Last point of the line, at the box. */
  readonly x: number;
  readonly y: number;
}

/** Connector ink with the insides of hollow heads filled. */
export interface HeadInk {
  readonly ink: Mask;
  /** 1 inside a ring, a triangle or a diamond, 2 between a crow's foot and its box, 0 elsewhere. */
  readonly holes: Uint8Array;
}

/** Largest side of a hollow head, in font sizes. */
const LARGEST_HOLE = 2.2;

/**
 * Fills the small areas that lines and boxes enclose: hollow triangles, diamonds and rings, and the inside of crow's
 * feet.
 * @param owner Number of the box plus one for each of its pixels, 0 elsewhere.
 */
export function fillHeads(ink: Mask, owner: Int16Array, emPx: number): HeadInk {
  const { data, widthPx: w, heightPx: h } = ink;
  const filled = data.slice();
  const holes = new Uint8Array(data.length);
  const seen = new Uint8Array(data.length);
  const limit = LARGEST_HOLE * emPx;
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || data[start] || owner[start]) continue;
    const pixels = [start];
    let atBox = 0;
    seen[start] = 1;
    let box: Box = { x0: w, y0: h, x1: 0, y1: 0 };
    for (let at = 0; at < pixels.length; at++) {
      const p = pixels[at]!;
      const x = p % w;
      const y = (p / w) | 0;
      box = {
        x0: Math.min(box.x0, x),
        y0: Math.min(box.y0, y),
        x1: Math.max(box.x1, x),
        y1: Math.max(box.y1, y),
      };
      for (let k = 0; k < 4; k++) {
        const nx = x + (k === 0 ? 1 : k === 1 ? -1 : 0);
        const ny = y + (k === 2 ? 1 : k === 3 ? -1 : 0);
        if (nx < 0 || ny < 0 || nx >= w || ny >= h) continue;
        const q = ny * w + nx;
        if (owner[q]) atBox++;
        if (seen[q] || data[q] || owner[q]) continue;
        seen[q] = 1;
        pixels.push(q);
      }
    }
    if (boxWidth(box) > limit || boxHeight(box) > limit) continue;
    for (const p of pixels) {
      filled[p] = 1;
      holes[p] = atBox >= 2 ? 2 : 1;
    }
  }
  return { ink: { data: filled, widthPx: w, heightPx: h }, holes };
}

/** How far heads reach from the box, and the part of the line whose direction counts, in font sizes. */
const FARTHEST = 3.4;
const SPAN = 0.6;
/** A line is cut off up to this far before its box. */
const CUT_OFF = 0.8;
/** Where before its end the line is taken to run straight on; and the reach of most heads. */
const STRAIGHT_FROM = [0.9, 1.5] as const;
const HEAD = 1.5;

/** A cut through the ink across a line, `t` pixels before the box. */
export interface Cut {
  /** Unbroken ink, in pixels. */
  readonly width: number;
  /** Ink with small gaps, such as between the barbs of an open arrow. */
  readonly reach: number;
  /** Filled holes within the unbroken ink, in pixels: of heads, and of crow's feet. */
  readonly hollow: number;
  readonly foot: number;
  /** How much more of it is to one side than to the other. */
  readonly uneven: number;
}

/**
 * @param pixels The line, ending at the box.
 * @param node Index of the box.
 */
export function endOf(
  heads: HeadInk,
  owner: Int16Array,
  node: number,
  pixels: readonly number[],
  emPx: number,
): LineEnd {
  const { widthPx: w } = heads.ink;
  const last = pixels.length - 1;
  const ways = [completed(owner, node, pixels, w, emPx)];
  for (const from of STRAIGHT_FROM) {
    const back = Math.min(Math.round(from * emPx), Math.floor(0.5 * last));
    const straight = completed(owner, node, pixels.slice(0, last - back + 1), w, emPx, back);
    if (straight.length > last - back + 1) ways.push(straight);
  }
  const cuts = ways.map((way) => cutsAlong(heads, way, emPx));
  const tilts = cuts.map((list) => tilt(list.slice(0, Math.round(HEAD * emPx))));
  // The line itself may turn to one side of a head or to one toe of a foot: then straight on is more even.
  let best = 0;
  tilts.forEach((one, i) => {
    if (one < tilts[best]! - 0.05) best = i;
  });
  const tip = ways[best]!.at(-1)!;
  return {
    shape: shapeOf(cuts[best]!, emPx),
    ...feetOf(cuts[best]!, lineWidthOf(cuts[best]!, emPx), emPx),
    x: tip % w,
    y: Math.floor(tip / w),
  };
}

function cutsAlong(heads: HeadInk, line: readonly number[], emPx: number): Cut[] {
  const { widthPx: w } = heads.ink;
  const last = line.length - 1;
  const span = Math.max(3, Math.round(SPAN * emPx));
  const cuts: Cut[] = [];
  // Beyond its middle it is the other end's.
  for (let t = 0; t < Math.min(FARTHEST * emPx, 0.6 * last); t++) {
    const [ahead, at, behind] = [
      line[Math.min(last, last - t + span)]!,
      line[last - t]!,
      line[Math.max(0, last - t - span)]!,
    ];
    const [dx, dy] = unit((ahead % w) - (behind % w), Math.floor(ahead / w) - Math.floor(behind / w));
    cuts.push(cut(heads, at % w, Math.floor(at / w), dx, dy, emPx));
  }
  return cuts;
}

/** How much more ink there is to one side of a line than to the other, from 0 to 1. */
function tilt(cuts: readonly Cut[]): number {
  const ink = sum(cuts.map(({ width }) => width));
  const missing = cuts.filter(({ width }) => width === 0).length;
  return ink ? (sum(cuts.map(({ uneven }) => uneven)) + missing) / (ink + missing) : 1;
}

/** The line with what is missing between its last pixel and the box, straight on. */
function completed(
  owner: Int16Array,
  node: number,
  pixels: readonly number[],
  w: number,
  emPx: number,
  more = 0,
): number[] {
  const line = [...pixels];
  const tip = line[line.length - 1]!;
  const back = line[Math.max(0, line.length - 1 - Math.round(SPAN * emPx))]!;
  const [dx, dy] = unit((tip % w) - (back % w), Math.floor(tip / w) - Math.floor(back / w));
  const rest: number[] = [];
  for (let t = 1; t <= more + CUT_OFF * emPx; t++) {
    const p = Math.round(Math.floor(tip / w) + dy * t) * w + Math.round((tip % w) + dx * t);
    if (owner[p] === node + 1) return [...line, ...rest];
    rest.push(p);
  }
  return line;
}

function unit(dx: number, dy: number): readonly [number, number] {
  const length = Math.hypot(dx, dy) || 1;
  return [dx / length, dy / length];
}

function cut({ ink, holes }: HeadInk, x: number, y: number, dx: number, dy: number, emPx: number): Cut {
  const { data, widthPx: w, heightPx: h } = ink;
  const at = (t: number): number => {
    const [px, py] = [Math.round(x - dy * t), Math.round(y + dx * t)];
    return px < 0 || py < 0 || px >= w || py >= h ? -1 : py * w + px;
  };
  const inked = (t: number): boolean => at(t) >= 0 && data[at(t)] === 1;
  // The axis may be off the line by a pixel or two.
  const middle = [0, 1, -1, 2, -2].find(inked);
  if (middle === undefined) return { width: 0, reach: 0, hollow: 0, foot: 0, uneven: 0 };
  const inside = [0, 0, 0];
  inside[holes[at(middle)]!]!++;
  const sides = [1, -1].map((sign) => {
    let [solid, far] = [0, 0];
    for (let t = 1; t <= emPx; t++) {
      if (!inked(middle + sign * t)) {
        if (t - far > 0.5 * emPx) break;
        continue;
      }
      far = t;
      if (solid < t - 1) continue;
      solid = t;
      inside[holes[at(middle + sign * t)]!]!++;
    }
    return { solid, far };
  });
  const [a, b] = sides as [(typeof sides)[number], (typeof sides)[number]];
  // Ink to one side only is where the line turns, or another line.
  return {
    width: Math.min(a.solid + b.solid + 1, 2 * Math.min(a.solid, b.solid) + ONE_SIDED),
    reach: Math.min(a.far + b.far + 1, 2 * Math.min(a.far, b.far) + ONE_SIDED),
    hollow: inside[1]!,
    foot: inside[2]!,
    uneven: Math.abs(middle + a.solid - b.solid),
  };
}

/** Ink that may be to one side of the axis alone, in pixels. */
const ONE_SIDED = 4;

/** Share of a head's area that is hole, from which on it is hollow. */
const HOLLOW = 0.15;
/** A triangle's outer half, at its base, is larger than its inner half by this factor; a diamond's is not. */
const TRIANGLE = 1.6;

/** Typical width beyond the signs at the end. */
function lineWidthOf(cuts: readonly Cut[], emPx: number): number {
  const line = cuts
    .slice(Math.round(1.6 * emPx))
    .map(({ width }) => width)
    .filter((width) => width > 0);
  return Math.max(1, Math.min(median(line), 0.3 * emPx));
}

function shapeOf(cuts: readonly Cut[], emPx: number): EndShape {
  const lineWidth = lineWidthOf(cuts, emPx);
  const least = Math.max(2, 0.13 * emPx);
  const excess = cuts.map(({ width }) => width - lineWidth);
  const first = excess.findIndex((more) => more >= least);
  if (first < 0 || first > 0.7 * emPx) return isOpenArrow(cuts, lineWidth, emPx) ? 'arrow' : 'none';
  let end = first;
  while (end < excess.length && (excess[end]! >= least || (excess[end + 1] ?? 0) >= least)) end++;
  const head = excess.slice(first, end);
  const half = Math.max(1, Math.floor(0.45 * head.length));
  const inner = sum(head.slice(0, half));
  const outer = sum(head.slice(-half));
  const hollow = sum(cuts.slice(first, end).map((cut) => cut.hollow + cut.foot));
  if (head.length < Math.max(2, 0.2 * emPx)) return isOpenArrow(cuts, lineWidth, emPx) ? 'arrow' : 'none';
  if (hollow > HOLLOW * sum(head) && head.length > 0.45 * emPx)
    return outer > TRIANGLE * inner ? 'triangle' : 'diamond';
  return outer > TRIANGLE * inner || head.length < 0.6 * emPx ? 'arrow' : 'filled-diamond';
}

/** Two barbs with the line between them. */
function isOpenArrow(cuts: readonly Cut[], lineWidth: number, emPx: number): boolean {
  const near = cuts.slice(0, Math.round(0.9 * emPx));
  return near.filter(({ reach }) => reach >= lineWidth + 0.3 * emPx).length >= 2;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
