import type { PixelValues } from '../vlm';
import type { Preprocessing } from './config';
import { componentSizes, type Ink } from './ink';
import { evenPen } from './pen';

/** Element of a sorted list at the quantile `q`, without interpolation. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.floor(q * (sorted.length - 1) + 0.5)]!;
}

/** Guesses the size of the text font, px, from the sizes of the connected marks. */
export function guessEm(ink: Ink, { scale_quantiles, scale_weights }: Preprocessing): number {
  let boxes = componentSizes(ink).filter(({ widthPx, heightPx }) => Math.max(widthPx, heightPx) >= 3);
  if (boxes.length === 0) boxes = [ink];
  const sorted = (side: 'widthPx' | 'heightPx') => Float64Array.from(boxes, (box) => box[side]).sort();
  const [heights, widths] = [sorted('heightPx'), sorted('widthPx')];
  const features = [
    1,
    ...scale_quantiles.map((q) => Math.log(quantile(heights, q))),
    ...scale_quantiles.map((q) => Math.log(quantile(widths, q))),
    Math.log(ink.heightPx),
  ];
  return Math.exp(features.reduce((sum, feature, i) => sum + feature * scale_weights[i]!, 0));
}

/** From the picture's pixels to the model's: its own text size, as far as the picture is not too large for that. */
export function scaleFactor(
  { widthPx, heightPx }: Ink,
  emPx: number,
  { em_px, max_width_px, max_height_px }: Preprocessing,
): number {
  return Math.min(em_px / emPx, max_width_px / widthPx, max_height_px / heightPx);
}

/** Ink whose text font has `emPx` pixels → what the model takes, [1, 1, height, width], at its own scale with margins. */
export function toPixels(ink: Ink, emPx: number, constants: Preprocessing): PixelValues {
  const { margin_px, multiple_px } = constants;
  const factor = scaleFactor(ink, emPx, constants);
  const even = evenPen(ink, factor, constants);
  const small = resize(even, scaled(ink.widthPx, factor), scaled(ink.heightPx, factor));
  const filled = (px: number) => Math.ceil((px + 2 * margin_px) / multiple_px) * multiple_px;
  const [width, height] = [filled(small.widthPx), filled(small.heightPx)];
  const data = new Float32Array(width * height);
  for (let y = 0; y < small.heightPx; y++) {
    const row = small.data.subarray(y * small.widthPx, (y + 1) * small.widthPx);
    data.set(row, (y + margin_px) * width + margin_px);
  }
  return { data, dims: [1, 1, height, width] };
}

function scaled(px: number, factor: number): number {
  return Math.max(1, Math.floor(px * factor + 0.5));
}

/** Linear, averaging where it shrinks: a triangle filter along each axis (Pillow's `BILINEAR`). */
function resize(ink: Ink, widthPx: number, heightPx: number): Ink {
  if (widthPx === ink.widthPx && heightPx === ink.heightPx) return ink;
  const columns = triangleTaps(ink.widthPx, widthPx);
  const rows = triangleTaps(ink.heightPx, heightPx);
  const narrow = new Float32Array(widthPx * ink.heightPx);
  for (let y = 0; y < ink.heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const { first, weights } = columns[x]!;
      let sum = 0;
      const from = y * ink.widthPx + first;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * ink.data[from + k]!;
      narrow[y * widthPx + x] = sum;
    }
  }
  const data = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const { first, weights } = rows[y]!;
    for (let k = 0; k < weights.length; k++) {
      const from = (first + k) * widthPx;
      for (let x = 0; x < widthPx; x++) data[y * widthPx + x]! += weights[k]! * narrow[from + x]!;
    }
  }
  return { data, widthPx, heightPx };
}

interface Taps {
  readonly first: number;
  readonly weights: Float32Array;
}

function triangleTaps(from: number, to: number): Taps[] {
  const ratio = from / to;
  const support = Math.max(1, ratio);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * ratio;
    const first = Math.max(0, Math.ceil(centre - support - 0.5));
    const last = Math.min(from - 1, Math.floor(centre + support - 0.5));
    const weights = Float32Array.from({ length: last - first + 1 }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / support),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}
