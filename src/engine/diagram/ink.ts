/**
 * Ink: thin structures (lines, borders, glyphs, arrow heads) that stand out from what is around them.
 *
 * On a light background ink is dark, on a dark one light. A pixel is ink where the morphological bottom-hat or
 * top-hat of the luminance is large: that answers to lines on any fill, and not to the straight edge of a filled shape.
 */
import type { Mask } from './grid';

/** Luminance steps (of 255) below which a line is taken for compression noise. */
const MIN_CONTRAST = 30;

/** JPEG leaves echoes beside lines, weaker than the line by this factor at least. */
const RINGING = 0.22;

/** How much each pixel stands out from what is around it. */
export interface Contrast {
  /** Luminance steps between a pixel and the same place without thin structures. */
  readonly steps: Uint8Array;
  /** The largest of them nearby. */
  readonly strongest: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @param radius Half the width in pixels of the thickest structure that still counts as thin. */
export function measureContrast(
  grey: Uint8Array,
  widthPx: number,
  heightPx: number,
  radius: number,
): Contrast {
  // Light structures on a dark background are dark ones in the negative, and the least value is the largest there.
  const positive = isDark(grey) ? negate(grey.slice()) : grey;
  const widest = negate(dilate(positive, widthPx, heightPx, radius));
  const steps = negate(dilate(widest, widthPx, heightPx, radius));
  for (let i = 0; i < steps.length; i++) steps[i] = (steps[i] as number) - (positive[i] as number);
  return { steps, strongest: dilate(steps, widthPx, heightPx, radius), widthPx, heightPx };
}

/** @param faintest Contrast from which a pixel is ink; lower shows faint lines, and noise with them. */
export function inkOf(
  { steps, strongest, widthPx, heightPx }: Contrast,
  faintest = { contrast: MIN_CONTRAST, ringing: RINGING },
): Mask {
  const data = new Uint8Array(steps.length);
  const least = Array.from({ length: 256 }, (_, most) =>
    Math.max(faintest.contrast, faintest.ringing * most),
  );
  for (let i = 0; i < data.length; i++)
    if ((steps[i] as number) >= (least[strongest[i] as number] as number)) data[i] = 1;
  return { data, widthPx, heightPx };
}

/** @param radius Half the width in pixels of the thickest structure that still counts as ink. */
export function findInk(grey: Uint8Array, widthPx: number, heightPx: number, radius: number): Mask {
  return inkOf(measureContrast(grey, widthPx, heightPx, radius));
}

/** Turns light into dark in place. */
function negate(values: Uint8Array): Uint8Array {
  for (let i = 0; i < values.length; i++) values[i] = 255 - (values[i] as number);
  return values;
}

/** Whether the commonest luminance, the background's, is nearer to black. */
function isDark(grey: Uint8Array): boolean {
  const bins = new Int32Array(16);
  for (let i = 0; i < grey.length; i++) bins[(grey[i] as number) >> 4]!++;
  return bins.indexOf(Math.max(...bins)) < 7;
}

/** Largest value in a square of `2 * radius + 1` pixels. */
function dilate(source: Uint8Array, w: number, h: number, radius: number): Uint8Array {
  return dilateColumns(dilateRows(source, w, h, radius), w, h, radius);
}

/**
 * Largest value in a window of `2 * radius + 1` pixels of a row, in time independent of the radius: the running maxima
 * of blocks as long as the window, from either side (van Herk 1992, Gil and Werman 1993).
 */
function dilateRows(source: Uint8Array, w: number, h: number, radius: number): Uint8Array {
  const size = 2 * radius + 1;
  const forward = new Uint8Array(w);
  const backward = new Uint8Array(w);
  const result = new Uint8Array(source.length);
  for (let base = 0; base < h * w; base += w) {
    for (let block = 0; block < w; block += size) {
      const end = Math.min(w, block + size);
      let most = 0;
      for (let x = block; x < end; x++) {
        const value = source[base + x] as number;
        if (value > most) most = value;
        forward[x] = most;
      }
      most = 0;
      for (let x = end - 1; x >= block; x--) {
        const value = source[base + x] as number;
        if (value > most) most = value;
        backward[x] = most;
      }
    }
    for (let x = 0; x < w; x++) {
      const ahead = forward[x + radius < w ? x + radius : w - 1] as number;
      const behind = x < radius ? 0 : (backward[x - radius] as number);
      result[base + x] = behind > ahead ? behind : ahead;
    }
  }
  return result;
}

/** The same for columns, a row at a time for the cache's sake. */
function dilateColumns(source: Uint8Array, w: number, h: number, radius: number): Uint8Array {
  const size = 2 * radius + 1;
  const forward = source.slice();
  const backward = source.slice();
  const result = new Uint8Array(source.length);
  for (let y = 1; y < h; y++)
    if (y % size) takeLarger(forward, y * w, forward, (y - 1) * w, forward, y * w, w);
  for (let y = h - 2; y >= 0; y--)
    if ((y + 1) % size) takeLarger(backward, y * w, backward, (y + 1) * w, backward, y * w, w);
  for (let y = 0; y < h; y++) {
    const ahead = Math.min(h - 1, y + radius) * w;
    if (y < radius) result.set(forward.subarray(ahead, ahead + w), y * w);
    else takeLarger(backward, (y - radius) * w, forward, ahead, result, y * w, w);
  }
  return result;
}

/** `count` times the larger of two values, each list from its own place. */
function takeLarger(
  a: Uint8Array,
  atA: number,
  b: Uint8Array,
  atB: number,
  into: Uint8Array,
  at: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const one = a[atA + i] as number;
    const other = b[atB + i] as number;
    into[at + i] = one > other ? one : other;
  }
}
