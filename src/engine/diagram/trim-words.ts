/** Words' boxes without the connectors, arrow heads and borders that text extraction took in beside them. */
import type { Quad } from '../../protocol';
import type { Raster } from '../image/raster';
import type { ReadLine } from './labels';

/** Share of the box's contrast that makes a pixel ink: a label's own background is fainter. */
const CONTRAST = 0.35;
/** Ink whose columns are no higher than this share of the box is a line, a dash or a dot. */
const THIN = 0.17;
/** Columns without letters for this share of the height part a word from what is beside it. */
const GAP = 0.45;
/** The same for words with dashes and underscores of their own. */
const WIDE_GAP = 0.8;
/** Least mean width of a letter, as a share of the height. */
const NARROW = 0.2;
/** Shorter overhangs are left alone. */
const LEAST = 0.3;
/** Space left at either end. */
const MARGIN = 0.08;

type Word = Omit<ReadLine, 'words'>;

/** The lines with every word's box cut down to its letters; turned text is left as it is. */
export function trimWords(lines: readonly ReadLine[], raster: Raster): ReadLine[] {
  return lines.map((line) => {
    if (!line.words) return trim(line, raster);
    return { ...line, words: line.words.map((word) => trim(word, raster)) };
  });
}

function trim<W extends Word>(word: W, raster: Raster): W {
  const [a, b, , d] = word.polygon;
  const [width, height] = [b.x - a.x, d.y - a.y];
  const level = Math.abs(a.y - b.y) < 0.15 * height && Math.abs(a.x - d.x) < 0.15 * height;
  if (!level || height < 6 || width < 1.2 * height) return word;
  const x0 = Math.max(0, Math.round(a.x));
  const x1 = Math.min(raster.widthPx, Math.round(b.x));
  const extents = columnExtents(raster, x0, x1, a.y + 0.08 * height, d.y - 0.08 * height);
  const inner = word.text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const letters = lettersIn(extents, height, /[_–—-]/.test(inner) ? WIDE_GAP : GAP);
  // Narrower than letters can be: the rest of the word is somewhere else.
  if (!letters || letters.to - letters.from < NARROW * height * inner.length) return word;
  const from = letters.from > LEAST * height ? x0 + letters.from - MARGIN * height : a.x;
  const to = x1 - x0 - letters.to > LEAST * height ? x0 + letters.to + MARGIN * height : b.x;
  if (from === a.x && to === b.x) return word;
  return { ...word, polygon: level4(from, to, a.y, d.y) };
}

function level4(left: number, right: number, top: number, bottom: number): Quad {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

/** Height of the ink in each column, in pixels; 0 without ink. */
function columnExtents(raster: Raster, x0: number, x1: number, top: number, bottom: number): number[] {
  const { data, widthPx } = raster;
  const y0 = Math.max(0, Math.round(top));
  const y1 = Math.min(raster.heightPx, Math.round(bottom));
  const brightness = (x: number, y: number): number => {
    const at = (y * widthPx + x) * 3;
    return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  };
  const all: number[] = [];
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) all.push(brightness(x, y));
  const ground = [...all].sort((a, b) => a - b)[all.length >> 1] ?? 255;
  let most = 0;
  for (const value of all) most = Math.max(most, Math.abs(value - ground));
  const extents: number[] = [];
  for (let x = 0; x < x1 - x0; x++) {
    let first = -1;
    let last = -1;
    for (let y = 0; y < y1 - y0; y++) {
      if (Math.abs(all[y * (x1 - x0) + x]! - ground) < CONTRAST * most) continue;
      if (first < 0) first = y;
      last = y;
    }
    extents.push(first < 0 ? 0 : last - first + 1);
  }
  return extents;
}

/** The stretch of columns with most letters; columns of letters close to one another are one stretch. */
function lettersIn(
  extents: readonly number[],
  height: number,
  gap: number,
): { readonly from: number; readonly to: number } | undefined {
  const thin = Math.max(2, THIN * height);
  let best: { from: number; to: number; columns: number } | undefined;
  let stretch: { from: number; to: number; columns: number } | undefined;
  extents.forEach((extent, x) => {
    if (extent <= thin) return;
    if (stretch && x - stretch.to <= gap * height) {
      stretch.to = x + 1;
      stretch.columns++;
    } else stretch = { from: x, to: x + 1, columns: 1 };
    if (!best || stretch.columns > best.columns) best = { ...stretch };
  });
  return best;
}
