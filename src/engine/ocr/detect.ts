/** Finds where text is: the DB network at a fitting scale, in tiles where the picture is large. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Raster } from '../image/raster';
import { findTextBoxes, type ProbabilityMap, type TextBox } from './db-postprocess';
import { quantile } from './geometry';
import type { Pyramid } from './raster-ops';

/** Sides of the network's input are multiples of this. */
const STRIDE = 32;
/** More pixels are worked on in tiles of at most this many, to bound memory. */
const TILE_PIXELS = 2.2e6;
/** What a tile sees beyond its own part. */
const TILE_MARGIN = 64;
/** Text is found well from this height on, and no worse when it is larger: shrink the picture down to it. */
const GOOD_TEXT_PX = 15;
/** Longer side of the first look at a large picture. */
const OVERVIEW_PX = 1600;

// The network was trained on B, G, R with the means and deviations of R, G, B in that order.
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

export class TextDetector {
  constructor(private readonly session: InferenceSession) {}

  /** Boxes in pixels of the picture. */
  async detect(pyramid: Pyramid, signal?: AbortSignal): Promise<TextBox[]> {
    const { widthPx, heightPx } = pyramid.base;
    const longer = Math.max(widthPx, heightPx);
    if (longer <= OVERVIEW_PX) return this.detectAt(pyramid, smallPictureScale(longer), signal);
    const overviewScale = OVERVIEW_PX / longer;
    if (overviewScale > 0.8) return this.detectAt(pyramid, 1, signal);
    const overview = await this.detectAt(pyramid, overviewScale, signal);
    const heights = overview.map(({ rect }) => rect.height);
    const small = quantile(heights, 0.1);
    const scale = Number.isNaN(small) ? 1 : Math.min(1, GOOD_TEXT_PX / small);
    return scale <= overviewScale * 1.2 ? overview : this.detectAt(pyramid, scale, signal);
  }

  private async detectAt(pyramid: Pyramid, scale: number, signal?: AbortSignal): Promise<TextBox[]> {
    const map = await this.probabilities(pyramid, scale, signal);
    const factorX = pyramid.base.widthPx / map.width;
    const factorY = pyramid.base.heightPx / map.height;
    const factor = (factorX + factorY) / 2;
    return findTextBoxes(map).map(({ rect, score }) => ({
      score,
      rect: {
        cx: rect.cx * factorX,
        cy: rect.cy * factorY,
        width: rect.width * factor,
        height: rect.height * factor,
        angle: rect.angle,
      },
    }));
  }

  private async probabilities(
    pyramid: Pyramid,
    scale: number,
    signal?: AbortSignal,
  ): Promise<ProbabilityMap> {
    const width = Math.max(1, Math.round(pyramid.base.widthPx * scale));
    const height = Math.max(1, Math.round(pyramid.base.heightPx * scale));
    const data = new Uint8Array(width * height);
    const map = { data, width, height };
    for (const tile of tiles(width, height)) {
      signal?.throwIfAborted();
      await this.runTile(pyramid, map, tile);
    }
    return map;
  }

  private async runTile(
    pyramid: Pyramid,
    map: { data: Uint8Array; width: number; height: number },
    tile: Tile,
  ): Promise<void> {
    const width = Math.ceil((tile.right - tile.left) / STRIDE) * STRIDE;
    const height = Math.ceil((tile.bottom - tile.top) / STRIDE) * STRIDE;
    const input = sampleTile(pyramid, map, tile, width, height);
    const feeds = { [this.session.inputNames[0]!]: new Tensor('float32', input, [1, 3, height, width]) };
    const result = (await this.session.run(feeds))[this.session.outputNames[0]!]!;
    const probability = result.data as Float32Array;
    for (let y = tile.ownTop; y < tile.ownBottom; y++) {
      let i = (y - tile.top) * width + (tile.ownLeft - tile.left);
      let o = y * map.width + tile.ownLeft;
      for (let x = tile.ownLeft; x < tile.ownRight; x++, i++, o++) map.data[o] = probability[i]! * 255;
    }
    result.dispose();
  }
}

/** Very small pictures are enlarged: the network needs some surroundings and some pixels a letter. */
function smallPictureScale(longer: number): number {
  return longer < 320 ? 2 : 1;
}

interface Tile {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** The part whose probabilities are kept. */
  readonly ownLeft: number;
  readonly ownTop: number;
  readonly ownRight: number;
  readonly ownBottom: number;
}

/** Cuts a map into near-equal tiles that overlap by twice the margin. */
export function tiles(width: number, height: number, maxPixels = TILE_PIXELS): Tile[] {
  const columns = Math.max(1, Math.ceil(width / Math.max(2048, Math.floor(maxPixels / Math.max(1, height)))));
  const tileWidth = Math.ceil(width / columns);
  const rows = Math.max(1, Math.ceil((tileWidth * height) / maxPixels));
  const tileHeight = Math.ceil(height / rows);
  const out: Tile[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const ownLeft = c * tileWidth;
      const ownTop = r * tileHeight;
      const ownRight = Math.min(width, ownLeft + tileWidth);
      const ownBottom = Math.min(height, ownTop + tileHeight);
      if (ownLeft >= ownRight || ownTop >= ownBottom) continue;
      out.push({
        ownLeft,
        ownTop,
        ownRight,
        ownBottom,
        left: Math.max(0, ownLeft - TILE_MARGIN),
        top: Math.max(0, ownTop - TILE_MARGIN),
        right: Math.min(width, ownRight + TILE_MARGIN),
        bottom: Math.min(height, ownBottom + TILE_MARGIN),
      });
    }
  }
  return out;
}

/** The network's input for a tile of the scaled picture; past the tile's end the edge is repeated. */
function sampleTile(
  pyramid: Pyramid,
  map: { width: number; height: number },
  tile: Tile,
  width: number,
  height: number,
): Float32Array {
  const factor = pyramid.base.widthPx / map.width;
  const { raster, scale } = pyramid.level(factor);
  const { data, widthPx } = raster;
  const xs = axis(tile.left, tile.right, width, (pyramid.base.widthPx / map.width) * scale, raster.widthPx);
  const ys = axis(
    tile.top,
    tile.bottom,
    height,
    (pyramid.base.heightPx / map.height) * scale,
    raster.heightPx,
  );
  const plane = width * height;
  const out = new Float32Array(3 * plane);
  const gain = DEVIATION.map((deviation) => 1 / (255 * deviation));
  const shift = MEAN.map((mean, c) => mean / DEVIATION[c]!);
  if (isWhole(xs.weight) && isWhole(ys.weight)) {
    copyTile(raster, xs.low, ys.low, (level, c) => level * gain[c]! - shift[c]!, out);
    return out;
  }
  for (let y = 0, o = 0; y < height; y++) {
    const row0 = ys.low[y]! * widthPx * 3;
    const row1 = ys.high[y]! * widthPx * 3;
    const fy = ys.weight[y]!;
    for (let x = 0; x < width; x++, o++) {
      const a = xs.low[x]! * 3;
      const b = xs.high[x]! * 3;
      const fx = xs.weight[x]!;
      const w11 = fx * fy;
      const w10 = fy - w11;
      const w01 = fx - w11;
      const w00 = 1 - fx - w10;
      for (let c = 0; c < 3; c++) {
        const k = 2 - c;
        const value =
          data[row0 + a + k]! * w00 +
          data[row0 + b + k]! * w01 +
          data[row1 + a + k]! * w10 +
          data[row1 + b + k]! * w11;
        out[c * plane + o] = value * gain[c]! - shift[c]!;
      }
    }
  }
  return out;
}

/** Whether no sample lies between two pixels. */
const isWhole = (weights: Float32Array): boolean => weights.every((weight) => weight === 0);

/** The planes B, G, R of some rows and columns, each level as `normalised` says for its plane. */
function copyTile(
  { data, widthPx }: Raster,
  columns: Int32Array,
  rows: Int32Array,
  normalised: (level: number, plane: number) => number,
  out: Float32Array,
): void {
  const size = columns.length * rows.length;
  for (let c = 0; c < 3; c++) {
    const levels = Float32Array.from({ length: 256 }, (_, level) => normalised(level, c));
    for (let y = 0, o = c * size; y < rows.length; y++) {
      const row = rows[y]! * widthPx * 3 + 2 - c;
      for (let x = 0; x < columns.length; x++, o++) out[o] = levels[data[row + 3 * columns[x]!]!]!;
    }
  }
}

/** Bilinear source indices and weights of one axis: output i reads `low`, `high` with `weight` of `high`. */
function axis(first: number, end: number, count: number, step: number, limit: number) {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const position = (Math.min(first + i, end - 1) + 0.5) * step - 0.5;
    const clamped = Math.min(Math.max(position, 0), limit - 1);
    low[i] = Math.floor(clamped);
    high[i] = Math.min(low[i]! + 1, limit - 1);
    weight[i] = clamped - low[i]!;
  }
  return { low, high, weight };
}
