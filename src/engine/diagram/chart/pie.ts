/** Pies and doughnuts: a disk whose colours change at radii. */
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';
import { type Colour, colourAt, distance, flatAreas } from './colour';

export interface Slice {
  readonly colour: Colour;
  /** Clockwise from the top, as shares of the whole turn; `to` may be beyond 1. */
  readonly from: number;
  readonly to: number;
}

export interface Pie {
  readonly x: number;
  readonly y: number;
  readonly radiusPx: number;
  /** 0 of a disk. */
  readonly holePx: number;
  readonly slices: readonly Slice[];
}

const ANGLES = 1440;
/** Narrower than this share of the turn, a colour is a border between slices. */
const BORDER = 0.006;
/** Share of the pixels on a ray from the middle that are of its slice's colour, on average: words and borders are few. */
const RADIAL = 0.85;
/** Share of the rim beyond which there is the ground: words and their leaders may stand there. */
const ENDING = 0.7;

export function findPie(raster: Raster, ground: Colour, tolerance: number): Pie | undefined {
  const { widthPx: w, heightPx: h } = raster;
  const least = Math.max(60, 0.002 * w * h);
  const { areas } = flatAreas(raster, { x0: 0, y0: 0, x1: w - 1, y1: h - 1 }, ground, tolerance, least);
  const parts = areas.filter(({ pixels, box }) => pixels < 0.6 * w * h && box.x1 - box.x0 < 0.95 * w);
  if (parts.length < 2) return undefined;
  let boxes = parts.map(({ box }) => box);
  // Patches of a legend may be large enough to be slices: what makes the whole oblong is left out.
  for (let round = 0; round < 4 && boxes.length > 1; round++) {
    const disk = asDisk(boxes);
    const found = disk && slicesOf(raster, disk, ground, tolerance);
    if (found) return found;
    const whole = boxes.reduce(unite);
    const size = (box: Box): number => (box.x1 - box.x0) * (box.y1 - box.y0);
    const smallest = Math.min(...boxes.map(size));
    if (smallest > 0.05 * size(whole)) break;
    boxes = boxes.filter((box) => size(box) > smallest * 1.8);
  }
  return undefined;
}

const unite = (a: Box, b: Box): Box => ({
  x0: Math.min(a.x0, b.x0),
  y0: Math.min(a.y0, b.y0),
  x1: Math.max(a.x1, b.x1),
  y1: Math.max(a.y1, b.y1),
});

function asDisk(boxes: readonly Box[]): { x: number; y: number; radiusPx: number } | undefined {
  const { x0, y0, x1, y1 } = boxes.reduce(unite);
  const [w, h] = [x1 - x0 + 1, y1 - y0 + 1];
  if (Math.abs(w - h) > 0.05 * Math.max(w, h) + 3 || w < 40) return undefined;
  return { x: (x0 + x1 + 1) / 2, y: (y0 + y1 + 1) / 2, radiusPx: (w + h) / 4 };
}

function slicesOf(
  raster: Raster,
  disk: { readonly x: number; readonly y: number; readonly radiusPx: number },
  ground: Colour,
  tolerance: number,
): Pie | undefined {
  const { x, y, radiusPx } = disk;
  const at = (turn: number, radius: number): Colour | undefined => {
    const px = Math.floor(x + radius * Math.sin(2 * Math.PI * turn));
    const py = Math.floor(y - radius * Math.cos(2 * Math.PI * turn));
    return px >= 0 && py >= 0 && px < raster.widthPx && py < raster.heightPx
      ? colourAt(raster, px, py)
      : undefined;
  };
  const isPart = (turn: number, radius: number): boolean => {
    const colour = at(turn, radius);
    return colour !== undefined && distance(colour, ground) > tolerance;
  };
  const turns = Array.from({ length: 180 }, (_, k) => k / 180);
  const filled = (radius: number): number => turns.filter((turn) => isPart(turn, radius)).length / 180;
  let hole = 0;
  while (hole < 0.85 * radiusPx && filled(hole + 1) < 0.5) hole++;
  if (hole < 0.15 * radiusPx) hole = 0;
  const ring = [0.3, 0.45, 0.6, 0.75].map((share) => filled(hole + share * (radiusPx - hole)));
  // One slice may be of the ground's colour; outside, there is no disk.
  if (Math.min(...ring) < 0.6 || filled(radiusPx * 1.04 + 2) > 0.35) return undefined;
  const radii = Array.from({ length: 14 }, (_, i) => hole + (radiusPx - hole) * (0.3 + (0.62 * i) / 13));
  const rays = Array.from({ length: ANGLES }, (_, k) =>
    commonest(radii.map((radius) => at((k + 0.5) / ANGLES, radius)).filter((colour) => colour !== undefined)),
  );
  if (rays.reduce((sum, { share }) => sum + share, 0) < RADIAL * ANGLES) return undefined;
  const rim = turns.filter((turn) => isPart(turn, 0.94 * radiusPx));
  const ends = rim.filter((turn) => !isPart(turn, 1.04 * radiusPx + 2));
  if (ends.length < ENDING * rim.length) return undefined;
  const slices = runsOf(rays.map(({ colour }) => colour));
  if (slices.length < 2) return undefined;
  return { x, y, radiusPx, holePx: hole, slices };
}

/** The colour most of the others are near to, and the share of those. */
function commonest(colours: readonly Colour[]): { readonly colour: Colour; readonly share: number } {
  let best = colours[0] ?? ([0, 0, 0] as const);
  let most = 0;
  for (const one of colours) {
    const near = colours.filter((other) => distance(one, other) <= 14).length;
    if (near > most) [best, most] = [one, near];
  }
  return { colour: best, share: most / Math.max(1, colours.length) };
}

/** Stretches of one colour round the turn; borders between them go half to either side. */
function runsOf(colours: readonly Colour[]): Slice[] {
  const n = colours.length;
  const same = (a: Colour, b: Colour): boolean => distance(a, b) <= 16;
  const firstChange = colours.findIndex((colour, k) => !same(colour, colours[(k + n - 1) % n]!));
  if (firstChange < 0) return [];
  const runs: { colour: Colour; from: number; to: number }[] = [];
  for (let k = firstChange; k < firstChange + n; k++) {
    const colour = colours[k % n]!;
    const last = runs[runs.length - 1];
    const middle = last ? colours[Math.floor((last.from + last.to) / 2) % n]! : undefined;
    if (last && middle && same(middle, colour)) last.to = k + 1;
    else runs.push({ colour, from: k, to: k + 1 });
  }
  const wide = runs.filter(({ from, to }) => to - from >= BORDER * n);
  if (wide.length < 2) return [];
  const joined: typeof runs = [];
  for (const run of wide) {
    const last = joined[joined.length - 1];
    const gap = last ? run.from - last.to : 0;
    const middle = (r: { from: number; to: number }): Colour => colours[Math.floor((r.from + r.to) / 2) % n]!;
    // A word may cut a slice; two slices of one colour beside each other cannot be told apart anyway.
    if (last && same(middle(last), middle(run))) {
      last.to = run.to;
      continue;
    }
    if (last) last.to += gap / 2;
    joined.push({ ...run, from: run.from - gap / 2, colour: middle(run) });
  }
  const first = joined[0]!;
  const last = joined[joined.length - 1]!;
  const gap = first.from + n - last.to;
  if (joined.length > 2 && same(first.colour, last.colour)) {
    first.from = last.from - n;
    joined.pop();
  } else {
    first.from -= gap / 2;
    last.to += gap / 2;
  }
  return joined
    .map(({ colour, from, to }) => {
      const turn = from < 0 ? 1 : 0;
      return { colour, from: from / n + turn, to: to / n + turn };
    })
    .map((slice) => (slice.from >= 1 ? { ...slice, from: slice.from - 1, to: slice.to - 1 } : slice))
    .sort((a, b) => a.from - b.from);
}
