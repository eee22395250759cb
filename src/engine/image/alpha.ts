import type { Raster } from './raster';

/** Like `Raster`, with a fourth channel: straight (not premultiplied) alpha. */
export interface AlphaRaster {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The editor's usual dark background, for light drawings on nothing. */
const DARK = 0x1e;
const LIGHT = 0xff;

/**
 * Lays a picture with transparency on a background it can be seen on: white, or dark where what is
 * opaque is mostly light (white icons and text for dark themes).
 */
export function flatten({ data, widthPx, heightPx }: AlphaRaster): Raster {
  const pixels = widthPx * heightPx;
  if (isOpaque(data)) return { data: withoutAlpha(data, pixels), widthPx, heightPx };
  let weight = 0;
  let luma = 0;
  for (let i = 0; i < pixels * 4; i += 4) {
    const alpha = data[i + 3]!;
    weight += alpha;
    luma += alpha * (0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!);
  }
  const background = weight > 0 && luma / weight > 200 && weight < 0.9 * pixels * 255 ? DARK : LIGHT;
  const out = new Uint8Array(pixels * 3);
  for (let i = 0, o = 0; o < out.length; i += 4, o += 3) {
    const alpha = data[i + 3]!;
    if (alpha === 255) {
      out[o] = data[i]!;
      out[o + 1] = data[i + 1]!;
      out[o + 2] = data[i + 2]!;
      continue;
    }
    const rest = background * (255 - alpha);
    out[o] = (data[i]! * alpha + rest + 127) / 255;
    out[o + 1] = (data[i + 1]! * alpha + rest + 127) / 255;
    out[o + 2] = (data[i + 2]! * alpha + rest + 127) / 255;
  }
  return { data: out, widthPx, heightPx };
}

function isOpaque(data: Uint8Array): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

function withoutAlpha(data: Uint8Array, pixels: number): Uint8Array {
  const out = new Uint8Array(pixels * 3);
  for (let i = 0, o = 0; o < out.length; i += 4, o += 3) {
    out[o] = data[i]!;
    out[o + 1] = data[i + 1]!;
    out[o + 2] = data[i + 2]!;
  }
  return out;
}
