/** Finds out whether a shape has letters beside those that were read. */
import { luminanceAt } from '../image/luminance';
import type { Raster } from '../image/raster';
import { type Area, INK } from './cut-out';
import { type Box, boxHeight, boxWidth, components, contains, grow } from './grid';

/** Lowest and highest letter, and the widest one or several that touch, in font sizes. */
const [LOWEST_EM, HIGHEST_EM, WIDEST_EM] = [0.35, 1.5, 3];
/** How far from its box a text may reach, in font sizes. */
const BESIDE_EM = 0.2;

/**
 * Whether there is anything at all beside the text that was read: far quicker to see than whether it is letters.
 * @param lines The text that was read, in pixels of the picture as the area is.
 */
export function hasInkBeside(
  raster: Raster,
  { box, row }: Area,
  lines: readonly Box[],
  emPx: number,
): boolean {
  const read = lines.map((line) => grow(line, Math.round(BESIDE_EM * emPx)));
  const [all, beside] = [new Int32Array(256), new Int32Array(256)];
  for (let y = box.y0; y <= box.y1; y++) {
    const [left, right] = row(y);
    const level = read.filter(({ y0, y1 }) => y >= y0 && y <= y1);
    for (let x = Math.max(left, box.x0); x <= Math.min(right, box.x1); x++) {
      const value = luminanceAt(raster.data, (y * raster.widthPx + x) * 3);
      all[value]!++;
      if (!level.some(({ x0, x1 }) => x >= x0 && x <= x1)) beside[value]!++;
    }
  }
  const ground = all.indexOf(Math.max(...all));
  const strongest = (bins: Int32Array): number =>
    bins.reduce((most, count, value) => (count > 0 ? Math.max(most, Math.abs(value - ground)) : most), 0);
  return strongest(beside) > INK * strongest(all);
}

/**
 * Whether some of it is letters.
 * @param grey Luminance of a shape's inside, row by row: text, black on white.
 * @param area Where the shape's inside lies, in the picture.
 * @param lines The text that was read there.
 */
export function hasLettersBeside(grey: Uint8Array, area: Box, lines: readonly Box[], emPx: number): boolean {
  const data = grey.map((value) => (value < 128 ? 1 : 0));
  const read = lines.map((line) => grow(line, Math.round(BESIDE_EM * emPx)));
  return components({ data, widthPx: boxWidth(area), heightPx: boxHeight(area) }).list.some(({ box }) => {
    const [wide, high] = [boxWidth(box) / emPx, boxHeight(box) / emPx];
    if (high < LOWEST_EM || high > HIGHEST_EM || wide > WIDEST_EM) return false;
    const [x, y] = [area.x0 + (box.x0 + box.x1) / 2, area.y0 + (box.y0 + box.y1) / 2];
    return !read.some((line) => contains(line, x, y));
  });
}
