import type { Point, Quad } from '../../protocol';

/** A rectangle at any angle. `angle` is the direction of its long text axis in radians, y downwards. */
export interface RotatedRect {
  readonly cx: number;
  readonly cy: number;
  /** Extent along `angle`. */
  readonly width: number;
  /** Extent across `angle`. */
  readonly height: number;
  readonly angle: number;
}

/** Convex hull, counter-clockwise as seen with y downwards, no repeated points (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const p of ordered) {
      while (chain.length >= 2 && cross(chain.at(-2)!, chain.at(-1)!, p) <= 0) chain.pop();
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function cross(o: Point, a: Point, b: Point): number {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/**
 * The rectangle of least area around a convex hull: one of its sides lies on a side of the hull.
 * The angle is in (-π/4, π/4]: upright as far as possible, whichever side is longer.
 */
export function minAreaRect(hull: readonly Point[]): RotatedRect {
  let best: RotatedRect | undefined;
  let bestArea = Number.POSITIVE_INFINITY;
  for (let i = 0; i < hull.length; i++) {
    const a = hull[i]!;
    const b = hull[(i + 1) % hull.length]!;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length === 0 && hull.length > 1) continue;
    const ux = length === 0 ? 1 : (b.x - a.x) / length;
    const uy = length === 0 ? 0 : (b.y - a.y) / length;
    let minU = Number.POSITIVE_INFINITY;
    let maxU = Number.NEGATIVE_INFINITY;
    let minV = Number.POSITIVE_INFINITY;
    let maxV = Number.NEGATIVE_INFINITY;
    for (const p of hull) {
      const u = p.x * ux + p.y * uy;
      const v = p.y * ux - p.x * uy;
      if (u < minU) minU = u;
      if (u > maxU) maxU = u;
      if (v < minV) minV = v;
      if (v > maxV) maxV = v;
    }
    const area = (maxU - minU) * (maxV - minV);
    if (area >= bestArea) continue;
    bestArea = area;
    const u = (minU + maxU) / 2;
    const v = (minV + maxV) / 2;
    best = {
      cx: u * ux - v * uy,
      cy: u * uy + v * ux,
      width: maxU - minU,
      height: maxV - minV,
      angle: Math.atan2(uy, ux),
    };
  }
  if (!best) throw new RangeError('A rectangle needs at least one point.');
  return upright(best);
}

function upright(rect: RotatedRect): RotatedRect {
  let { width, height, angle } = rect;
  const turn = (by: number): void => {
    angle += by;
    [width, height] = [height, width];
  };
  while (angle <= -Math.PI / 4) turn(Math.PI / 2);
  while (angle > Math.PI / 4) turn(-Math.PI / 2);
  return { ...rect, width, height, angle };
}

/** Moves every side outwards by `distance`. */
export function expandRect(rect: RotatedRect, distance: number): RotatedRect {
  return { ...rect, width: rect.width + 2 * distance, height: rect.height + 2 * distance };
}

/** Corners clockwise from the text's top left. */
export function rectToQuad({ cx, cy, width, height, angle }: RotatedRect): Quad {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const corner = (u: number, v: number): Point => ({ x: cx + u * c - v * s, y: cy + u * s + v * c });
  const w = width / 2;
  const h = height / 2;
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)];
}

/** Turns a point about the origin by `angle` radians (clockwise on screen, y being downwards). */
export function rotatePoint(p: Point, angle: number): Point {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return { x: p.x * c - p.y * s, y: p.x * s + p.y * c };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share `q` of the values lies; NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}
