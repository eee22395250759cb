/** Flat areas between the ink: backgrounds, the insides of shapes, the faces between lines. */
import type { Raster } from '../image/raster';
import type { Box, Mask } from './grid';

/** Sums of absolute differences over the three channels. */
const NEIGHBOUR_TOLERANCE = 24;
const SEED_TOLERANCE = 34;

export interface Region {
  readonly label: number;
  readonly box: Box;
  readonly areaPx: number;
  /** Mean colour. */
  readonly colour: readonly [number, number, number];
}

/**
 * What ends an area: ink; ink or a change of colour, as at the edge of a shape without an outline; or a change of colour
 * alone, since the fill between light letters and a light background is as narrow as a line and was taken for ink.
 */
export type RegionLimit = 'ink' | 'inkOrColour' | 'colour';

/** 4-connected areas of the picture. */
export function findRegions(
  raster: Raster,
  ink: Mask,
  limit: RegionLimit,
): { labels: Int32Array; regions: Region[] } {
  const { data, widthPx: w, heightPx: h } = raster;
  const byColour = limit !== 'ink';
  const blocked = limit === 'colour' ? new Uint8Array(w * h) : ink.data;
  const labels = new Int32Array(w * h);
  const regions: Region[] = [];
  const stack = new Int32Array(w * h);
  for (let start = 0; start < labels.length; start++) {
    if (blocked[start] || labels[start]) continue;
    const label = regions.length + 1;
    const s = start * 3;
    const [sr, sg, sb] = [data[s] as number, data[s + 1] as number, data[s + 2] as number];
    let depth = 0;
    stack[depth++] = start;
    labels[start] = label;
    let [x0, x1, y0, y1, area, red, green, blue] = [w, 0, h, 0, 0, 0, 0, 0];
    while (depth > 0) {
      const p = stack[--depth] as number;
      const x = p % w;
      const y = (p / w) | 0;
      const [r, g, b] = [data[p * 3] as number, data[p * 3 + 1] as number, data[p * 3 + 2] as number];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
      area++;
      red += r;
      green += g;
      blue += b;
      for (let k = 0; k < 4; k++) {
        if (
          (k === 0 && x === 0) ||
          (k === 1 && x === w - 1) ||
          (k === 2 && y === 0) ||
          (k === 3 && y === h - 1)
        )
          continue;
        const q = k === 0 ? p - 1 : k === 1 ? p + 1 : k === 2 ? p - w : p + w;
        if (blocked[q] || labels[q]) continue;
        if (byColour) {
          const [qr, qg, qb] = [data[q * 3] as number, data[q * 3 + 1] as number, data[q * 3 + 2] as number];
          if (Math.abs(qr - r) + Math.abs(qg - g) + Math.abs(qb - b) > NEIGHBOUR_TOLERANCE) continue;
          if (Math.abs(qr - sr) + Math.abs(qg - sg) + Math.abs(qb - sb) > SEED_TOLERANCE) continue;
        }
        labels[q] = label;
        stack[depth++] = q;
      }
    }
    regions.push({
      label,
      box: { x0, y0, x1, y1 },
      areaPx: area,
      colour: [red / area, green / area, blue / area],
    });
  }
  return { labels, regions };
}

export function colourDistance(a: readonly number[], b: readonly number[]): number {
  return Math.abs(a[0]! - b[0]!) + Math.abs(a[1]! - b[1]!) + Math.abs(a[2]! - b[2]!);
}
