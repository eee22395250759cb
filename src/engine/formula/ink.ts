import type { Raster } from '../image/raster';
import type { Preprocessing } from './config';

/** Strength of ink in [0, 1] on background 0, whatever the picture's colours; row-major. */
export interface Ink {
  readonly data: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The picture's ink, cropped to its bounding box; undefined where nothing stands out from the background. */
export function inkOf(raster: Raster, constants: Preprocessing): Ink | undefined {
  const { widthPx, heightPx } = raster;
  const data = greyOf(raster);
  const background = medianOfFrame(data, widthPx, heightPx);
  let strongest = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.abs(data[i]! - background);
    if (data[i]! > strongest) strongest = data[i]!;
  }
  if (strongest < constants.blank) return undefined;
  const { contrast_low: low, contrast_high: high } = constants;
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.min(1, Math.max(0, (data[i]! / strongest - low) / (high - low)));
  }
  return crop({ data, widthPx, heightPx }, constants.ink);
}

function greyOf({ data, widthPx, heightPx }: Raster): Float32Array {
  const grey = new Float32Array(widthPx * heightPx);
  for (let i = 0, p = 0; i < grey.length; i++, p += 3) {
    grey[i] = (0.299 * data[p]! + 0.587 * data[p + 1]! + 0.114 * data[p + 2]!) / 255;
  }
  return grey;
}

/** Of the first and last row and column; corners count twice. */
function medianOfFrame(grey: Float32Array, widthPx: number, heightPx: number): number {
  const frame = new Float32Array(2 * (widthPx + heightPx));
  let at = 0;
  for (let x = 0; x < widthPx; x++) {
    frame[at++] = grey[x]!;
    frame[at++] = grey[(heightPx - 1) * widthPx + x]!;
  }
  for (let y = 0; y < heightPx; y++) {
    frame[at++] = grey[y * widthPx]!;
    frame[at++] = grey[y * widthPx + widthPx - 1]!;
  }
  frame.sort();
  const half = frame.length / 2;
  return (frame[half - 1]! + frame[half]!) / 2;
}

/** Cut to the bounding box of what is stronger than `threshold`, of which there must be something. */
export function crop({ data, widthPx, heightPx }: Ink, threshold: number): Ink {
  let [left, right, top, bottom] = [widthPx, -1, heightPx, -1];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (!(data[y * widthPx + x]! > threshold)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  const [width, height] = [right - left + 1, bottom - top + 1];
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * widthPx + left;
    out.set(data.subarray(from, from + width), y * width);
  }
  return { data: out, widthPx: width, heightPx: height };
}

/** Width and height of each 8-connected component of the pixels above 0.5. */
export function componentSizes({ data, widthPx, heightPx }: Ink): { widthPx: number; heightPx: number }[] {
  const seen = new Uint8Array(data.length);
  const stack: number[] = [];
  const sizes: { widthPx: number; heightPx: number }[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || !(data[start]! > 0.5)) continue;
    let [left, right, top, bottom] = [widthPx, 0, heightPx, 0];
    seen[start] = 1;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(heightPx - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(widthPx - 1, x + 1); nx++) {
          const next = ny * widthPx + nx;
          if (seen[next] || !(data[next]! > 0.5)) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    sizes.push({ widthPx: right - left + 1, heightPx: bottom - top + 1 });
  }
  return sizes;
}
