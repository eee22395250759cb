/** Resampling of whole rasters. */
import type { Raster } from '../image/raster';

/** Half the size by averaging 2×2 pixels; a last odd row or column is dropped. */
export function halve(raster: Raster): Raster {
  const { data, widthPx } = raster;
  const width = Math.max(1, raster.widthPx >> 1);
  const height = Math.max(1, raster.heightPx >> 1);
  const out = new Uint8Array(width * height * 3);
  const right = raster.widthPx > 1 ? 3 : 0;
  const below = raster.heightPx > 1 ? widthPx * 3 : 0;
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0, i = 2 * y * widthPx * 3; x < width; x++, i += 6) {
      for (let c = 0; c < 3; c++, o++) {
        const at = i + c;
        out[o] = (data[at]! + data[at + right]! + data[at + below]! + data[at + below + right]! + 2) >> 2;
      }
    }
  }
  return { data: out, widthPx: width, heightPx: height };
}

/** Turns the picture clockwise by a multiple of 90°. */
export function rotateQuarter(raster: Raster, degrees: 90 | 180 | 270): Raster {
  const { data, widthPx: w, heightPx: h } = raster;
  const out = new Uint8Array(data.length);
  const turned = degrees !== 180;
  // Where source pixel (x, y) lands: start + x * stepX + y * stepY, in pixels.
  const [start, stepX, stepY] =
    degrees === 90 ? [h - 1, h, -1] : degrees === 180 ? [w * h - 1, -1, -w] : [(w - 1) * h, -h, 1];
  for (let y = 0, i = 0; y < h; y++) {
    let o = (start + y * stepY) * 3;
    for (let x = 0; x < w; x++, i += 3, o += stepX * 3) {
      out[o] = data[i]!;
      out[o + 1] = data[i + 1]!;
      out[o + 2] = data[i + 2]!;
    }
  }
  return { data: out, widthPx: turned ? h : w, heightPx: turned ? w : h };
}

/** A picture and its halves, made when first asked for: text is sampled from the level nearest its size. */
export class Pyramid {
  private readonly levels: Raster[];
  constructor(raster: Raster) {
    this.levels = [raster];
  }

  get base(): Raster {
    return this.levels[0]!;
  }

  /** The level to shrink by `factor` from without aliasing (bilinear is good for up to about 1.6). */
  level(factor: number): { raster: Raster; scale: number } {
    let level = 0;
    while (factor / 2 ** level > 1.6 && this.at(level).widthPx > 1 && this.at(level).heightPx > 1) level++;
    return { raster: this.at(level), scale: 1 / 2 ** level };
  }

  private at(level: number): Raster {
    while (this.levels.length <= level) this.levels.push(halve(this.levels.at(-1)!));
    return this.levels[level]!;
  }
}
