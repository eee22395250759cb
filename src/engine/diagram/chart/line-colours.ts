/** Which colours the lines of a plot have, where no legend tells. */
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';
import { type Colour, colourAt, distance } from './colour';

/** Colours whose ink is seen in most columns, the strongest first. */
export function lineColours(raster: Raster, span: Box, ink: Uint8Array, ground: Colour): Colour[] {
  const w = span.x1 - span.x0 + 1;
  const result: Colour[] = [];
  const left = new Uint8Array(ink);
  for (let round = 0; round < 6; round++) {
    const bins = new Map<number, { columns: Set<number>; sum: [number, number, number]; count: number }>();
    for (let i = 0; i < left.length; i++) {
      if (!left[i]) continue;
      const colour = colourAt(raster, span.x0 + (i % w), span.y0 + Math.floor(i / w));
      const key = ((colour[0] >> 4) << 8) | ((colour[1] >> 4) << 4) | (colour[2] >> 4);
      const bin = bins.get(key) ?? {
        columns: new Set<number>(),
        sum: [0, 0, 0] as [number, number, number],
        count: 0,
      };
      bin.columns.add(i % w);
      for (const c of [0, 1, 2] as const) bin.sum[c] += colour[c];
      bin.count++;
      bins.set(key, bin);
    }
    let best: Colour | undefined;
    let most = 0;
    for (const { columns, sum, count } of bins.values()) {
      const colour: Colour = [sum[0] / count, sum[1] / count, sum[2] / count];
      const score = columns.size * Math.sqrt(Math.max(0, distance(colour, ground) - 6));
      if (columns.size > 0.12 * w && score > most) [best, most] = [colour, score];
    }
    if (!best) break;
    const taken = new Set<number>();
    for (let i = 0; i < left.length; i++) {
      if (!left[i]) continue;
      const colour = colourAt(raster, span.x0 + (i % w), span.y0 + Math.floor(i / w));
      const { share, off } = blend(colour, ground, best);
      if (share < 0.2 || off > 0.25 * distance(best, ground) + 12) continue;
      left[i] = 0;
      taken.add(i % w);
    }
    if (taken.size < 0.55 * w) {
      if (result.length > 0) break;
      continue;
    }
    // The rim of a line has paler colours of its own where the picture is compressed.
    if (result[0] && distance(best, ground) < 0.4 * distance(result[0], ground)) continue;
    result.push(best);
  }
  return result;
}

/** How much of a colour is in a pixel that is partly ground, and how far it is from any such blend. */
export function blend(
  pixel: Colour,
  ground: Colour,
  colour: Colour,
): { readonly share: number; readonly off: number } {
  let [dot, square] = [0, 0];
  for (const c of [0, 1, 2] as const) {
    dot += (pixel[c] - ground[c]) * (colour[c] - ground[c]);
    square += (colour[c] - ground[c]) ** 2;
  }
  const share = Math.max(0, Math.min(1.15, dot / Math.max(1, square)));
  const off = Math.max(
    ...([0, 1, 2] as const).map((c) => Math.abs(pixel[c] - ground[c] - share * (colour[c] - ground[c]))),
  );
  return { share, off };
}
