/**
 * Bicubic resampling with Pillow's arithmetic, on which the reference image processors rest: the kernel widens when
 * shrinking (antialiasing), weights are fixed-point, and the horizontal pass is rounded to 8 bits before the vertical.
 */

const SUPPORT = 2;
const A = -0.5;
/** Fraction bits of the weights; 8 bits for the sample and 2 for the overshoot of the kernel are left of 32. */
const PRECISION = 22;

function cubic(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return ((A + 2) * t - (A + 3)) * t * t + 1;
  if (t < 2) return (((t - 5) * t + 8) * t - 4) * A;
  return 0;
}

interface Taps {
  /** First input index a weight applies to, for each output index. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `size` weights for each output index. */
  readonly weights: Int32Array;
  readonly size: number;
}

/** Weights for resampling `from` samples to `to`. */
function taps(from: number, to: number): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const support = SUPPORT * stretch;
  const size = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * size);
  const row = new Float64Array(size);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const n = Math.min(from, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let k = 0; k < n; k++) {
      row[k] = cubic((k + start - centre + 0.5) / stretch);
      sum += row[k]!;
    }
    for (let k = 0; k < n; k++) {
      const w = (row[k]! / sum) * (1 << PRECISION);
      weights[i * size + k] = Math.trunc(w < 0 ? w - 0.5 : w + 0.5);
    }
    first[i] = start;
    count[i] = n;
  }
  return { first, count, weights, size };
}

function clip8(value: number): number {
  const v = value >> PRECISION;
  return v < 0 ? 0 : Math.min(v, 255);
}

/** A part of a square canvas that is otherwise black. */
export interface PlacedPixels {
  /** Interleaved 8-bit RGB, `widthPx × heightPx`. */
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Where the picture lies on the canvas. */
  readonly left: number;
  readonly top: number;
  readonly canvasPx: number;
}

/**
 * Resamples a canvas of `canvasPx²` with a picture on it to `sizePx²` without building the canvas: black adds nothing.
 *
 * @returns interleaved 8-bit RGB, `sizePx × sizePx × 3`
 */
export function resizeCanvas(source: PlacedPixels, sizePx: number): Uint8Array {
  const { data, widthPx, heightPx, left, top, canvasPx } = source;
  const out = new Uint8Array(sizePx * sizePx * 3);
  if (canvasPx === sizePx) {
    for (let y = 0; y < heightPx; y++) {
      out.set(data.subarray(y * widthPx * 3, (y + 1) * widthPx * 3), ((y + top) * sizePx + left) * 3);
    }
    return out;
  }
  const { first, count, weights, size } = taps(canvasPx, sizePx);
  const half = 1 << (PRECISION - 1);
  // Horizontal: rows of the picture only, [heightPx, sizePx, 3].
  const middle = new Uint8Array(heightPx * sizePx * 3);
  for (let x = 0; x < sizePx; x++) {
    const begin = Math.max(first[x]!, left);
    const end = Math.min(first[x]! + count[x]!, left + widthPx);
    if (begin >= end) continue;
    const w0 = x * size + begin - first[x]!;
    const n = end - begin;
    for (let y = 0; y < heightPx; y++) {
      let p = (y * widthPx + begin - left) * 3;
      let r = half;
      let g = half;
      let b = half;
      for (let k = 0; k < n; k++, p += 3) {
        const w = weights[w0 + k]!;
        r += data[p]! * w;
        g += data[p + 1]! * w;
        b += data[p + 2]! * w;
      }
      const q = (y * sizePx + x) * 3;
      middle[q] = clip8(r);
      middle[q + 1] = clip8(g);
      middle[q + 2] = clip8(b);
    }
  }
  const stride = sizePx * 3;
  const sums = new Int32Array(stride);
  for (let y = 0; y < sizePx; y++) {
    const begin = Math.max(first[y]!, top);
    const end = Math.min(first[y]! + count[y]!, top + heightPx);
    if (begin >= end) continue;
    sums.fill(half);
    for (let row = begin; row < end; row++) {
      const w = weights[y * size + row - first[y]!]!;
      const at = (row - top) * stride;
      for (let i = 0; i < stride; i++) sums[i] = sums[i]! + middle[at + i]! * w;
    }
    const at = y * stride;
    for (let i = 0; i < stride; i++) out[at + i] = clip8(sums[i]!);
  }
  return out;
}
