/** Cuts text out of a drawing: black on white, without the lines, borders and hatching that it stands between. */
import { luminanceAt } from '../image/luminance';
import type { Raster } from '../image/raster';
import {
  type Box,
  boxHeight,
  boxWidth,
  type Component,
  components,
  contains,
  grow,
  type Mask,
  overlap,
} from './grid';
import { clearPassingDashes } from './passing-dashes';
import { clearPassingLines } from './passing-lines';

/** Luminance steps that no text stands out less by. */
const FAINT = 40;
/** Share of the strongest contrast above which a pixel belongs to a letter or a line; hatching is fainter. */
export const INK = 0.4;
/** Contrast that is white, and that is black: the soft edges of letters lie between. */
const [WHITE, BLACK] = [0.25, 0.75];
/** Ink lower than this share of the text's height is no letter by itself. */
const THIN = 0.2;
/** What is less off the middle of the text than this share of its height is at the height of a hyphen, not of a stop. */
const MIDDLE = 0.14;

/** A part of the picture: the columns of each row that belong to it, as an area within a shape's outline has them. */
export interface Area {
  readonly box: Box;
  /** First and last column of a row; `left > right` where it has none. */
  readonly row: (y: number) => readonly [left: number, right: number];
}

/**
 * @param thinPx Lines are no wider than this.
 * @param text Where the text was seen, if it was: thin ink beside it is a piece of line.
 * @returns Luminance of each pixel of the area's box, row by row; undefined for an area without any contrast.
 */
export function cutOut(
  raster: Raster,
  { box, row }: Area,
  thinPx: number,
  text?: Box,
): Uint8Array | undefined {
  const [w, h] = [boxWidth(box), boxHeight(box)];
  if (w < 1 || h < 1) return undefined;
  const grey = new Int16Array(w * h).fill(-1);
  const bins = new Int32Array(256);
  for (let y = 0; y < h; y++) {
    const [left, right] = row(box.y0 + y);
    for (let x = Math.max(left, box.x0); x <= Math.min(right, box.x1); x++) {
      const at = ((box.y0 + y) * raster.widthPx + x) * 3;
      const value = luminanceAt(raster.data, at);
      grey[y * w + x - box.x0] = value;
      bins[value]!++;
    }
  }
  const ground = bins.indexOf(Math.max(...bins));
  let strongest = 0;
  for (const value of grey) if (value >= 0) strongest = Math.max(strongest, Math.abs(value - ground));
  if (strongest < FAINT) return undefined;
  const contrast = (p: number): number =>
    (grey[p] as number) < 0 ? 0 : Math.abs((grey[p] as number) - ground) / strongest;
  const ink = { data: new Uint8Array(w * h), widthPx: w, heightPx: h };
  for (let p = 0; p < grey.length; p++) if (contrast(p) > INK) ink.data[p] = 1;
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < w && y < h && (grey[y * w + x] as number) >= 0;
  const kept = { ...ink, data: ink.data.slice() };
  const strength = (p: number): number =>
    text && contains(text, box.x0 + (p % w), box.y0 + Math.floor(p / w)) ? contrast(p) : 0;
  if (text) clearPassingDashes(kept, inside, thinPx, strength);
  clearPassingLines(kept, inside, thinPx, strength);
  if (text) removeDashes(kept, box, text);
  // The soft edges of what was taken away go with it.
  const foreign = new Uint8Array(w * h);
  for (let p = 0; p < ink.data.length; p++) {
    if (!ink.data[p] || kept.data[p]) continue;
    for (let y = Math.floor(p / w) - 1; y <= Math.floor(p / w) + 1; y++)
      for (let x = (p % w) - 1; x <= (p % w) + 1; x++)
        if (inside(x, y) && !kept.data[y * w + x]) foreign[y * w + x] = 1;
  }
  return Uint8Array.from(grey, (_, p) => {
    const share = foreign[p] ? 0 : (contrast(p) - WHITE) / (BLACK - WHITE);
    return 255 - Math.round(255 * Math.min(1, Math.max(0, share)));
  });
}

function removeDashes(ink: Mask, area: Box, text: Box): void {
  const { list } = components(ink);
  for (const { pixels, box } of list)
    if (isDash(box, area, text, list)) for (const p of pixels) ink.data[p] = 0;
}

/** Whether ink is a piece of line: thin, and beside the text or, in a gap between words, at half its height. */
function isDash(own: Box, area: Box, text: Box, all: readonly Component[]): boolean {
  const [high, wide] = [boxHeight(own) / boxHeight(text), boxWidth(own) / boxHeight(text)];
  if (high >= THIN) return false;
  const moved = { x0: own.x0 + area.x0, y0: own.y0 + area.y0, x1: own.x1 + area.x0, y1: own.y1 + area.y0 };
  if (overlap(grow(moved, 1), text) === 0) return true;
  const off = Math.abs(moved.y0 + moved.y1 - text.y0 - text.y1) / 2 / boxHeight(text);
  // A hyphen is wider, and of a colon's dots none is by itself.
  return (
    wide < THIN && off < MIDDLE && !all.some(({ box }) => box !== own && box.x0 <= own.x1 && box.x1 >= own.x0)
  );
}
