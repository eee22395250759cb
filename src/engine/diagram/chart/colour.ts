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
  const count = (key: number, pixels: number): void => {
    if (pixels > 0) counts.set(key, (counts.get(key) ?? 0) + pixels);
  };
  const { data, widthPx } = raster;
  const clamp = (v: number, most: number): number => Math.max(0, Math.min(most, Math.round(v)));
  const [x0, x1] = [clamp(box.x0, widthPx - 1), clamp(box.x1, widthPx - 1)];
  const [y0, y1] = [clamp(box.y0, raster.heightPx - 1), clamp(box.y1, raster.heightPx - 1)];
  // Neighbours are mostly of one colour: they are counted together.
  let last = -1;
  let pixels = 0;
  for (let y = y0; y <= y1; y++)
    for (let x = x0, at = (y * widthPx + x0) * 3; x <= x1; x++, at += 3) {
      const key = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
      if (key !== last) {
        count(last, pixels);
        last = key;
        pixels = 0;
      }
      pixels++;
    }
  count(last, pixels);
  let best = 0xffffff;
  let most = 0;
  for (const [key, count] of counts) if (count > most) [best, most] = [key, count];
  const colour: Colour = [best >> 16, (best >> 8) & 255, best & 255];
  let near = 0;
  for (const [key, count] of counts)
    if (distance([key >> 16, (key >> 8) & 255, key & 255], colour) <= 6) near += count;
  return { colour, evenness: most / Math.max(1, near) };
}

/**
 * Share of an area's pixels that lie in broad pieces of about one colour: with those diagonally `reachPx` away they are of
 * it, as those of a line are not. Every third pixel either way tells as much as all.
 */
export function broadShareOf(raster: Raster, box: Box, colour: Colour, reachPx: number): number {
  const [x0, y0] = [Math.max(0, Math.round(box.x0)) + reachPx, Math.max(0, Math.round(box.y0)) + reachPx];
  const [x1, y1] = [Math.min(raster.widthPx - 1, box.x1), Math.min(raster.heightPx - 1, box.y1)];
  const near = (x: number, y: number): boolean => distance(colourAt(raster, x, y), colour) <= 8;
  let [broad, all] = [0, 0];
  for (let y = y0; y + reachPx <= y1; y += 3)
    for (let x = x0; x + reachPx <= x1; x += 3) {
      all++;
      const [left, right, up, down] = [x - reachPx, x + reachPx, y - reachPx, y + reachPx];
      if (near(x, y) && near(left, up) && near(right, up) && near(left, down) && near(right, down)) broad++;
    }
  return broad / Math.max(1, all);
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
  // Pixels to be looked at, and all of the area: there are no more than in the box.
  const room = Math.max(0, (x1 - x0 + 1) * (y1 - y0 + 1));
  const stack = new Int32Array(room);
  const taken = new Int32Array(room);
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) {
      const start = y * w + x;
      if (labels[start] || isNear(data, start, ground, tolerance) || x === x1 || y === y1) continue;
      const seed = colourAt(raster, x, y);
      // Begun between two colours, an area would take some of both.
      const flat =
        isNear(data, start + 1, seed, tolerance) &&
        isNear(data, start + w, seed, tolerance) &&
        isNear(data, start + w + 1, seed, tolerance);
      if (!flat) continue;
      const id = areas.length + 1;
      stack[0] = start;
      taken[0] = start;
      let depth = 1;
      let pixels = 1;
      labels[start] = id;
      const box = { x0: x, y0: y, x1: x, y1: y };
      while (depth > 0) {
        const p = stack[--depth]!;
        const px = p % w;
        const py = (p / w) | 0;
        if (px < box.x0) box.x0 = px;
        if (px > box.x1) box.x1 = px;
        if (py < box.y0) box.y0 = py;
        if (py > box.y1) box.y1 = py;
        for (let side = 0; side < 4; side++) {
          if (side === 0 ? px === x0 : side === 1 ? px === x1 : side === 2 ? py === y0 : py === y1) continue;
          const q = side === 0 ? p - 1 : side === 1 ? p + 1 : side === 2 ? p - w : p + w;
          if (labels[q]! > 0 || !isNear(data, q, seed, tolerance)) continue;
          labels[q] = id;
          stack[depth++] = q;
          taken[pixels++] = q;
        }
      }
      const own = taken.subarray(0, pixels);
      if (pixels < leastPixels) {
        // Too small to be a mark: its pixels may still belong to a neighbour that is found later.
        for (const p of own) labels[p] = -1;
        continue;
      }
      areas.push({ box, colour: medianColour(data, own), pixels });
    }
  return { areas, labels };
}

/** Whether no channel of a pixel is farther than `tolerance` from a colour's. */
function isNear(data: Uint8Array, pixel: number, colour: Colour, tolerance: number): boolean {
  const at = 3 * pixel;
  return (
    Math.abs(data[at]! - colour[0]) <= tolerance &&
    Math.abs(data[at + 1]! - colour[1]) <= tolerance &&
    Math.abs(data[at + 2]! - colour[2]) <= tolerance
  );
}

function medianColour(data: Uint8Array, pixels: Int32Array): Colour {
  const step = Math.max(1, Math.floor(pixels.length / 200));
  const channel = (c: number): number => {
    const values: number[] = [];
    for (let i = 0; i < pixels.length; i += step) values.push(data[3 * pixels[i]! + c]!);
    return values.sort((a, b) => a - b)[values.length >> 1]!;
  };
  return [channel(0), channel(1), channel(2)];
}
