/** Finds out whether a shape has letters beside those that were read. */
import { type Box, boxHeight, boxWidth, components, contains, grow } from './grid';

/** Lowest and highest letter, and the widest one or several that touch, in font sizes. */
const [LOWEST_EM, HIGHEST_EM, WIDEST_EM] = [0.35, 1.5, 3];
/** How far from its box a text may reach, in font sizes. */
const BESIDE_EM = 0.2;

/**
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
