/** Cuts turned boxes of text out of a picture as level strips of a fixed height. */
import type { RotatedRect } from './geometry';
import type { Pyramid } from './raster-ops';

/** The recogniser's input height. */
export const STRIP_HEIGHT = 48;

/** Strips are at least this wide, so that one character still gives the recogniser some steps. */
const MIN_WIDTH = 24;

export function stripWidth(rect: RotatedRect): number {
  return Math.max(MIN_WIDTH, Math.round((rect.width / Math.max(1, rect.height)) * STRIP_HEIGHT));
}

/**
 * Samples `rect` bilinearly into `out` as planes B, G, R of [STRIP_HEIGHT, rowWidth] from column 0 to `width`;
 * columns beyond stay as they are.
 */
export function sampleStrip(
  pyramid: Pyramid,
  rect: RotatedRect,
  width: number,
  out: Uint8Array,
  offset: number,
  rowWidth: number,
): void {
  const { raster, scale } = pyramid.level(rect.height / STRIP_HEIGHT);
  const { data, widthPx, heightPx } = raster;
  const plane = STRIP_HEIGHT * rowWidth;
  const cos = Math.cos(rect.angle);
  const sin = Math.sin(rect.angle);
  // Step of one strip pixel along and across the text, in pixels of the level.
  const along = (rect.width / width) * scale;
  const across = (rect.height / STRIP_HEIGHT) * scale;
  const ux = cos * along;
  const uy = sin * along;
  const vx = -sin * across;
  const vy = cos * across;
  const startX = rect.cx * scale - 0.5 + ux * (0.5 - width / 2) + vx * (0.5 - STRIP_HEIGHT / 2);
  const startY = rect.cy * scale - 0.5 + uy * (0.5 - width / 2) + vy * (0.5 - STRIP_HEIGHT / 2);
  const maxX = widthPx - 1;
  const maxY = heightPx - 1;
  for (let j = 0; j < STRIP_HEIGHT; j++) {
    let x = startX + vx * j;
    let y = startY + vy * j;
    let o = offset + j * rowWidth;
    for (let i = 0; i < width; i++, o++, x += ux, y += uy) {
      const cx = x < 0 ? 0 : Math.min(x, maxX);
      const cy = y < 0 ? 0 : Math.min(y, maxY);
      const x0 = cx | 0;
      const y0 = cy | 0;
      const fx = cx - x0;
      const fy = cy - y0;
      const a = (y0 * widthPx + x0) * 3;
      const b = x0 < maxX ? a + 3 : a;
      const down = y0 < maxY ? widthPx * 3 : 0;
      const w11 = fx * fy;
      const w10 = fy - w11;
      const w01 = fx - w11;
      const w00 = 1 - fx - w10;
      // Half a level is added because storing cuts the fraction off.
      out[o] =
        data[a + 2]! * w00 + data[b + 2]! * w01 + data[a + down + 2]! * w10 + data[b + down + 2]! * w11 + 0.5;
      out[o + plane] =
        data[a + 1]! * w00 + data[b + 1]! * w01 + data[a + down + 1]! * w10 + data[b + down + 1]! * w11 + 0.5;
      out[o + 2 * plane] =
        data[a]! * w00 + data[b]! * w01 + data[a + down]! * w10 + data[b + down]! * w11 + 0.5;
    }
  }
}
