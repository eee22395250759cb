/** Bars across dashed lines, at the ends of entities' relations: they would keep the dashes from being joined. */
import { type Box, boxHeight, boxWidth, type Component, components, type Mask } from '../grid';

/** Lengths of a bar in font sizes. */
const SHORTEST = 0.85;
const LONGEST = 1.8;
/** Thickness and size of what stays of it, in pixels. */
const HALF_WIDTH = 1.7;
const DOT = 2;

/** Cuts bars that stand by themselves, or with a dash, down to the dot where the line crosses them. */
export function withoutBars(ink: Mask, owner: Int16Array, emPx: number): Mask {
  const { widthPx, heightPx } = ink;
  const data = ink.data.slice();
  for (const component of components(ink).list) {
    const size = Math.max(boxWidth(component.box), boxHeight(component.box));
    if (size < 0.6 * emPx || size > LONGEST * emPx) continue;
    const bar = barOf(component, widthPx);
    if (bar.length < SHORTEST * emPx || bar.share < 0.55) continue;
    const distances = bar.ends.map(([x, y]) =>
      boxDistance(owner, widthPx, heightPx, x, y, Math.round(bar.length)),
    );
    // A piece of line leads to or from a box; a bar lies along its side.
    if (Math.abs(distances[0]! - distances[1]!) > 0.5 * bar.length) continue;
    for (const p of bar.pixels) data[p] = 0;
  }
  return { data, widthPx, heightPx };
}

interface Bar {
  readonly length: number;
  /** Share of the component's pixels that lie on it. */
  readonly share: number;
  readonly ends: readonly (readonly [number, number])[];
  /** Without the dot in its middle. */
  readonly pixels: readonly number[];
}

/** The longest straight piece: through the two pixels farthest from each other. */
function barOf({ pixels, box }: Component, w: number): Bar {
  const [ax, ay] = farthest(pixels, w, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2);
  const [bx, by] = farthest(pixels, w, ax, ay);
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
  const on = pixels.filter(
    (p) => Math.abs(((p % w) - ax) * dy - (Math.floor(p / w) - ay) * dx) <= HALF_WIDTH,
  );
  const off = pixels.filter((p) => {
    const along = ((p % w) - ax) * dx + (Math.floor(p / w) - ay) * dy;
    return Math.abs(along - length / 2) > DOT;
  });
  const kept = new Set(off);
  return {
    length,
    share: on.length / pixels.length,
    ends: [
      [ax, ay],
      [bx, by],
    ],
    pixels: on.filter((p) => kept.has(p)),
  };
}

function farthest(pixels: readonly number[], w: number, x: number, y: number): readonly [number, number] {
  let best: readonly [number, number] = [x, y];
  let most = -1;
  for (const p of pixels) {
    const distance = Math.hypot((p % w) - x, Math.floor(p / w) - y);
    if (distance <= most) continue;
    most = distance;
    best = [p % w, Math.floor(p / w)];
  }
  return best;
}

/** Distance to the nearest box, `reach` where there is none within it. */
function boxDistance(owner: Int16Array, w: number, h: number, x: number, y: number, reach: number): number {
  const zone: Box = {
    x0: Math.max(0, x - reach),
    y0: Math.max(0, y - reach),
    x1: Math.min(w - 1, x + reach),
    y1: Math.min(h - 1, y + reach),
  };
  let nearest = reach;
  for (let py = zone.y0; py <= zone.y1; py++)
    for (let px = zone.x0; px <= zone.x1; px++)
      if (owner[py * w + px]) nearest = Math.min(nearest, Math.hypot(px - x, py - y));
  return nearest;
}
