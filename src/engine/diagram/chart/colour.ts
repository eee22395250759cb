/** Colours of a picture: its ground, and connected areas of one colour. */
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';

export type Colour = readonly [number, number, number];

export const colourAt = ({ data, widthPx }: Raster, x: number, y: number): Colour => {
  const at = (y * widthPx + x) * 3;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
};

/** Largest difference of a channel. */
export const distance = (a: Colour, b: Colour): number =>
  Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));

export const hex = (colour: Colour): string =>
  `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

/** The commonest colour of an area, and how even it is: 1 where every pixel near it is exactly it. */
export function groundOf(raster: Raster, box: Box): { readonly colour: Colour; readonly evenness: number } {
  const counts = new Map<number, number>();
  const { data, widthPx } = raster;
  const clamp = (v: number, most: number): number => Math.max(0, Math.min(most, Math.round(v)));
  const [x0, x1] = [clamp(box.x0, widthPx - 1), clamp(box.x1, widthPx - 1)];
  const [y0, y1] = [clamp(box.y0, raster.heightPx - 1), clamp(box.y1, raster.heightPx - 1)];
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) {
      const at = (y * widthPx + x) * 3;
      const key = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  let best = 0xffffff;
  let most = 0;
  for (const [key, count] of counts) if (count > most) [best, most] = [key, count];
  const colour: Colour = [best >> 16, (best >> 8) & 255, best & 255];
  let near = 0;
  for (const [key, count] of counts)
    if (distance([key >> 16, (key >> 8) & 255, key & 255], colour) <= 6) near += count;
  return { colour, evenness: most / Math.max(1, near) };
}

export interface Area {
  readonly box: Box;
  readonly colour: Colour;
  readonly pixels: number;
}

/**
 * 4-connected areas of one colour inside a box; those of the ground's colour are left out.
 *
 * @param tolerance How far a pixel may be from its area's first one: compression makes colours uneven.
 * @returns the areas, and for each pixel of the picture the number of its area plus one, 0 or less for none
 */
export function flatAreas(
  raster: Raster,
  within: Box,
  ground: Colour,
  tolerance: number,
  leastPixels: number,
): { readonly areas: readonly Area[]; readonly labels: Int32Array } {
  const { data, widthPx: w, heightPx: h } = raster;
  const labels = new Int32Array(w * h);
  const areas: Area[] = [];
  const x0 = Math.max(0, Math.floor(within.x0));
  const x1 = Math.min(w - 1, Math.ceil(within.x1));
  const y0 = Math.max(0, Math.floor(within.y0));
  const y1 = Math.min(h - 1, Math.ceil(within.y1));
  const near = (p: number, c: Colour): boolean =>
    Math.abs(data[3 * p]! - c[0]) <= tolerance &&
    Math.abs(data[3 * p + 1]! - c[1]) <= tolerance &&
    Math.abs(data[3 * p + 2]! - c[2]) <= tolerance;
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) {
      const start = y * w + x;
      if (labels[start]) continue;
      const seed = colourAt(raster, x, y);
      // Begun between two colours, an area would take some of both.
      const flat =
        x < x1 && y < y1 && near(start + 1, seed) && near(start + w, seed) && near(start + w + 1, seed);
      if (!flat || near(start, ground)) continue;
      const stack = [start];
      const taken = [start];
      const id = areas.length + 1;
      labels[start] = id;
      const box = { x0: x, y0: y, x1: x, y1: y };
      while (stack.length > 0) {
        const p = stack.pop()!;
        const px = p % w;
        const py = (p / w) | 0;
        box.x0 = Math.min(box.x0, px);
        box.x1 = Math.max(box.x1, px);
        box.y0 = Math.min(box.y0, py);
        box.y1 = Math.max(box.y1, py);
        const visit = (q: number): void => {
          if (labels[q]! > 0 || !near(q, seed)) return;
          labels[q] = id;
          stack.push(q);
          taken.push(q);
        };
        if (px > x0) visit(p - 1);
        if (px < x1) visit(p + 1);
        if (py > y0) visit(p - w);
        if (py < y1) visit(p + w);
      }
      if (taken.length < leastPixels) {
        // Too small to be a mark: its pixels may still belong to a neighbour that is found later.
        for (const p of taken) labels[p] = -1;
        continue;
      }
      areas.push({ box, colour: medianColour(data, taken), pixels: taken.length });
    }
  return { areas, labels };
}

function medianColour(data: Uint8Array, pixels: readonly number[]): Colour {
  const step = Math.max(1, Math.floor(pixels.length / 200));
  const channel = (c: number): number => {
    const values: number[] = [];
    for (let i = 0; i < pixels.length; i += step) values.push(data[3 * pixels[i]! + c]!);
    return values.sort((a, b) => a - b)[values.length >> 1]!;
  };
  return [channel(0), channel(1), channel(2)];
}
