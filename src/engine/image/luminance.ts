import type { Raster } from './raster';

/** Brightness of the pixel whose red is at `i` of interleaved channels, 0 to 255 (ITU-R BT.601 weights in 256ths). */
export const luminanceAt = (data: Uint8Array, i: number): number =>
  (data[i]! * 77 + data[i + 1]! * 150 + data[i + 2]! * 29) >> 8;

/** Brightness of every pixel, row by row. */
export function luminancePlane({ data, widthPx, heightPx }: Raster): Uint8Array {
  const plane = new Uint8Array(widthPx * heightPx);
  for (let p = 0, i = 0; p < plane.length; p++, i += 3) plane[p] = luminanceAt(data, i);
  return plane;
}
