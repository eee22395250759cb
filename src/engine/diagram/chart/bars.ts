/** Bars: areas of one colour that stand on the line of zero or on one another. */
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';
import { median } from '../grid';
import type { Axis } from './axes';
import { type Area, type Colour, colourAt, distance, flatAreas } from './colour';
import type { Plot } from './plot';

export interface Bar {
  readonly box: Box;
  readonly colour: Colour;
  /** Places along the value axis, in pixels with a fraction: towards the base, and away from it. */
  readonly base: number;
  readonly tip: number;
  /** Place along the category axis. */
  readonly centre: number;
  readonly thicknessPx: number;
}

export interface FoundBars {
  readonly bars: readonly Bar[];
  readonly stacked: boolean;
  /** Place of the line all bars stand on. */
  readonly base: number;
}

interface Piece {
  /** Along the value axis, `lo` < `hi` in pixels. */
  lo: number;
  hi: number;
  /** Across it. */
  from: number;
  to: number;
  readonly colour: Colour;
  pixels: number;
  box: Box;
}

/** Share of the axis that the longest bar covers at least. */
const LONGEST = 0.15;

export function findBars(
  raster: Raster,
  { axis, box: within, ground, page, legend }: Plot,
  tolerance: number,
  emPx: number,
): FoundBars | undefined {
  const excluded = legend.map(({ box }) => ({ ...box, x1: box.x1 + 2 }));
  const { areas } = flatAreas(raster, within, ground, tolerance, 12);
  const pieces = areas
    .filter(
      ({ box, colour }) =>
        distance(colour, page) > tolerance &&
        !excluded.some(
          (other) =>
            box.x0 >= other.x0 - 2 &&
            box.x1 <= other.x1 + 2 &&
            box.y0 >= other.y0 - 2 &&
            box.y1 <= other.y1 + 2,
        ),
    )
    .map((area) => toPiece(area, axis.upright));
  const joined = joinPieces(pieces).filter((piece) => {
    const thickness = piece.to - piece.from + 1;
    const length = piece.hi - piece.lo + 1;
    return thickness >= 3 && length >= 2 && piece.pixels > 0.72 * thickness * length;
  });
  const base = baseOf(joined, axis, emPx);
  if (base === undefined) return undefined;
  const near = Math.max(4, 0.45 * emPx);
  const chains = columnsOf(joined)
    .map((column) => chainFrom(column, base, near))
    .filter((chain) => chain.length > 0);
  const thickness = usualThickness(chains.flat());
  const kept = chains.filter((chain) =>
    chain.every(({ from, to }) => Math.abs(to - from + 1 - thickness) <= Math.max(3, 0.3 * thickness)),
  );
  const bars = kept.flatMap((chain) =>
    chain.map((piece) => toBar(raster, piece, axis.upright, base, ground)),
  );
  const span = axis.scale.extent.to - axis.scale.extent.from;
  // Markers of a line that stays level stand on one line, too.
  const longest = Math.max(0, ...bars.map(({ tip }) => Math.abs(tip - base)));
  if (bars.length < 2 || longest < LONGEST * span) return undefined;
  const stacks = kept.filter((chain) => {
    const above = chain.filter(({ lo }) => lo >= base - near).length;
    return Math.max(above, chain.length - above) > 1;
  });
  return { bars, stacked: 2 * stacks.length >= kept.length, base };
}

function toPiece({ box, colour, pixels }: Area, upright: boolean): Piece {
  const [lo, hi, from, to] = upright ? [box.y0, box.y1, box.x0, box.x1] : [box.x0, box.x1, box.y0, box.y1];
  return { lo, hi, from, to, colour, pixels, box };
}

/** Grid lines and words may run across a bar: pieces of one colour and place are one. */
function joinPieces(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of [...pieces].sort((a, b) => a.lo - b.lo)) {
    const home = result.find(
      (other) =>
        distance(other.colour, piece.colour) < 12 &&
        Math.abs(other.from - piece.from) <= 2 &&
        Math.abs(other.to - piece.to) <= 2 &&
        piece.lo - other.hi <= 5 &&
        piece.hi > other.hi,
    );
    if (!home) {
      result.push({ ...piece });
      continue;
    }
    home.pixels += piece.pixels + Math.max(0, piece.lo - home.hi - 1) * (piece.to - piece.from + 1);
    home.hi = piece.hi;
    home.box = {
      x0: Math.min(home.box.x0, piece.box.x0),
      y0: Math.min(home.box.y0, piece.box.y0),
      x1: Math.max(home.box.x1, piece.box.x1),
      y1: Math.max(home.box.y1, piece.box.y1),
    };
  }
  return result;
}

/** Where zero is, if bars stand there; else the end most bars share: some axes begin below zero. */
function baseOf(pieces: readonly Piece[], { scale, upright }: Axis, emPx: number): number | undefined {
  // Lines of the axis and of the grid are longer than any bar is thick.
  const bars = pieces.filter(({ lo, hi }) => hi - lo >= 4);
  if (bars.length === 0) return undefined;
  // Thick ones count for more: tick marks end at one line, too.
  const weight = ({ from, to }: Piece): number => Math.min(to - from + 1, 6 * emPx);
  const votes = (at: number, reach: number): number =>
    bars
      .filter(({ lo, hi }) => Math.abs(lo - at) <= reach || Math.abs(hi + 1 - at) <= reach)
      .reduce((sum, piece) => sum + weight(piece), 0);
  const ends = bars.map(({ lo, hi }) => (upright ? hi + 1 : lo));
  const counts = ends.map((end) => votes(end, 3));
  const most = Math.max(...counts);
  if (scale.kind === 'linear') {
    const zero = scale.placeOf(0);
    if (votes(zero, Math.max(4, 0.45 * emPx)) >= 0.6 * most) return zero;
  }
  const shared = ends[counts.indexOf(most)]!;
  const base = median(ends.filter((end) => Math.abs(end - shared) <= 3));
  // Bars that do not stand on zero stand on the end of the axis.
  const { from, to, stepPx } = scale.extent;
  return (upright ? base > to - 0.5 * stepPx : base < from + 0.5 * stepPx) ? base : undefined;
}

/** Pieces over one another. */
function columnsOf(pieces: readonly Piece[]): Piece[][] {
  const columns: Piece[][] = [];
  for (const piece of pieces) {
    const home = columns.find(([first]) => {
      const shared = Math.min(first!.to, piece.to) - Math.max(first!.from, piece.from) + 1;
      return shared > 0.7 * Math.max(first!.to - first!.from, piece.to - piece.from);
    });
    if (home) home.push(piece);
    else columns.push([piece]);
  }
  return columns;
}

/** The pieces of a column that stand on the base, and on one another, on either side. */
function chainFrom(column: readonly Piece[], base: number, near: number): Piece[] {
  const chain: Piece[] = [];
  for (const rising of [true, false]) {
    let edge = base;
    let reach = near;
    const ordered = [...column].sort((a, b) => (rising ? a.lo - b.lo : b.hi - a.hi));
    for (const piece of ordered) {
      if (chain.includes(piece)) continue;
      const [start, end] = rising ? [piece.lo, piece.hi + 1] : [piece.hi + 1, piece.lo];
      const beyond = rising ? end > base + 1 : end < base - 1;
      if (!beyond || Math.abs(start - edge) > reach) continue;
      // Part of the axis itself.
      if (piece.hi - piece.lo < 3) continue;
      chain.push(piece);
      edge = end;
      reach = 4;
    }
  }
  return chain;
}

function toBar(raster: Raster, piece: Piece, upright: boolean, base: number, ground: Colour): Bar {
  const middle = (piece.lo + piece.hi) / 2;
  const away = middle > base ? 1 : -1;
  const lo = piece.lo - partOf(raster, piece, upright, piece.lo - 1, ground);
  const hi = piece.hi + 1 + partOf(raster, piece, upright, piece.hi + 1, ground);
  return {
    box: piece.box,
    colour: piece.colour,
    base: away > 0 ? lo : hi,
    tip: away > 0 ? hi : lo,
    centre: (piece.from + piece.to + 1) / 2,
    thicknessPx: piece.to - piece.from + 1,
  };
}

/** The thickness of most of the bars' area: tick marks are many, but small. */
function usualThickness(pieces: readonly Piece[]): number {
  const sorted = [...pieces].sort((a, b) => a.to - a.from - (b.to - b.from));
  let left = sorted.reduce((sum, { pixels }) => sum + pixels, 0) / 2;
  for (const { from, to, pixels } of sorted) {
    left -= pixels;
    if (left <= 0) return to - from + 1;
  }
  return 0;
}

/** How much of the next row of pixels a bar covers: its colour is between the bar's and the ground's. */
function partOf(raster: Raster, piece: Piece, upright: boolean, at: number, ground: Colour): number {
  const length = upright ? raster.heightPx : raster.widthPx;
  if (at < 0 || at >= length) return 0;
  const channel = ([0, 1, 2] as const).reduce((best, c) =>
    Math.abs(piece.colour[c] - ground[c]) > Math.abs(piece.colour[best] - ground[best]) ? c : best,
  );
  const span = piece.colour[channel] - ground[channel];
  if (Math.abs(span) < 12) return 0;
  const shares: number[] = [];
  for (let across = piece.from + 1; across < piece.to; across++) {
    const colour = upright ? colourAt(raster, across, at) : colourAt(raster, at, across);
    shares.push((colour[channel] - ground[channel]) / span);
  }
  return Math.max(0, Math.min(1, median(shares)));
}
