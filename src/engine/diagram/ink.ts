/**
 * Ink: thin structures (lines, borders, glyphs, arrow heads) that stand out from what is around them.
 *
 * On a light background ink is dark, on a dark one light. A pixel is ink where the morphological bottom-hat or
 * top-hat of the luminance is large: that answers to lines on any fill, and not to the straight edge of a filled shape.
 */
import type { Raster } from '../image/raster';
import type { Mask } from './grid';

/** Luminance steps (of 255) below which a line is taken for compression noise. */
const MIN_CONTRAST = 30;

/** JPEG leaves echoes beside lines, weaker than the line by this factor at least. */
const RINGING = 0.22;

export function luminance(raster: Raster): Uint8Array {
  const { data } = raster;
  const result = new Uint8Array(raster.widthPx * raster.heightPx);
  for (let i = 0, p = 0; i < result.length; i++, p += 3)
    result[i] =
      ((data[p] as number) * 77 + (data[p + 1] as number) * 150 + (data[p + 2] as number) * 29) >> 8;
  return result;
}

/**
 * @param radius Half the width in pixels of the thickest structure that still counts as ink.
 * @param faintest Contrast from which it does; lower shows faint lines, and noise with them.
 */
export function findInk(
  grey: Uint8Array,
  widthPx: number,
  heightPx: number,
  radius: number,
  faintest = { contrast: MIN_CONTRAST, ringing: RINGING },
): Mask {
  const dark = isDark(grey);
  const extreme = (source: Uint8Array, highest: boolean): Uint8Array =>
    slide(slide(source, widthPx, heightPx, radius, highest, true), widthPx, heightPx, radius, highest, false);
  const smooth = extreme(extreme(grey, !dark), dark);
  const data = new Uint8Array(grey.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.abs((smooth[i] as number) - (grey[i] as number));
  const strongest = slide(
    slide(data, widthPx, heightPx, radius, true, true),
    widthPx,
    heightPx,
    radius,
    true,
    false,
  );
  for (let i = 0; i < data.length; i++)
    data[i] =
      (data[i] as number) >= Math.max(faintest.contrast, faintest.ringing * (strongest[i] as number)) ? 1 : 0;
  return { data, widthPx, heightPx };
}

/** Whether the commonest luminance, the background's, is nearer to black. */
function isDark(grey: Uint8Array): boolean {
  const bins = new Float64Array(16);
  for (const value of grey) bins[value >> 4]!++;
  return bins.indexOf(Math.max(...bins)) < 7;
}

/**
 * Largest or smallest value in a window of `2 * radius + 1` pixels along rows or columns, in time independent of the
 * radius (van Herk 1992, Gil and Werman 1993).
 */
function slide(
  source: Uint8Array,
  w: number,
  h: number,
  radius: number,
  highest: boolean,
  along: boolean,
): Uint8Array {
  const size = 2 * radius + 1;
  const length = along ? w : h;
  const step = along ? 1 : w;
  const forward = new Uint8Array(source.length);
  const backward = new Uint8Array(source.length);
  const result = new Uint8Array(source.length);
  const better = (a: number, b: number): number => (highest === a > b ? a : b);
  const lines = along ? h : w;
  const lineStep = along ? w : 1;
  // Columns are done row by row for the cache's sake: the loop over lines is the inner one there.
  const each = (t: number, visit: (at: number) => void): void => {
    for (let line = 0; line < lines; line++) visit(line * lineStep + t * step);
  };
  if (along) {
    for (let line = 0; line < lines; line++) {
      const base = line * lineStep;
      for (let t = 0; t < length; t++) {
        const at = base + t;
        forward[at] =
          t % size ? better(source[at] as number, forward[at - 1] as number) : (source[at] as number);
      }
      for (let t = length - 1; t >= 0; t--) {
        const at = base + t;
        const last = t === length - 1 || (t + 1) % size === 0;
        backward[at] = last
          ? (source[at] as number)
          : better(source[at] as number, backward[at + 1] as number);
      }
      for (let t = 0; t < length; t++) {
        const ahead = base + Math.min(length - 1, t + radius);
        result[base + t] =
          t < radius
            ? (forward[ahead] as number)
            : better(backward[base + t - radius] as number, forward[ahead] as number);
      }
    }
    return result;
  }
  for (let t = 0; t < length; t++) {
    if (t % size)
      each(t, (at) => {
        forward[at] = better(source[at] as number, forward[at - step] as number);
      });
    else
      each(t, (at) => {
        forward[at] = source[at] as number;
      });
  }
  for (let t = length - 1; t >= 0; t--) {
    if (t === length - 1 || (t + 1) % size === 0)
      each(t, (at) => {
        backward[at] = source[at] as number;
      });
    else
      each(t, (at) => {
        backward[at] = better(source[at] as number, backward[at + step] as number);
      });
  }
  for (let t = 0; t < length; t++) {
    const ahead = (Math.min(length - 1, t + radius) - t) * step;
    if (t < radius)
      each(t, (at) => {
        result[at] = forward[at + ahead] as number;
      });
    else
      each(t, (at) => {
        result[at] = better(backward[at - radius * step] as number, forward[at + ahead] as number);
      });
  }
  return result;
}
