/** Stars at the ends of relations, which text extraction hardly ever sees when they stand alone. */
import { type Box, boxHeight, boxWidth, type Component, components, type Mask } from '../grid';
import type { TextBox } from '../labels';

/** Sides of a star in font sizes. */
const SMALLEST = 0.2;
const LARGEST = 0.65;
/** Shares of its box that are ink. */
const MIN_INK = 0.35;
const MAX_INK = 0.92;
/** Its spread along its longest axis and across may differ by this factor: a dash's differs by more. */
const ROUND = 2;
/** A sign nearer to a word than this, in font sizes, belongs to it. */
const APART = 0.6;
/** How sure a sign is that was told by its shape alone. */
const CONFIDENCE = 0.6;

/**
 * @param owner Number of the box plus one for each of its pixels, 0 elsewhere.
 * @param words What was read; their ink is not looked at.
 */
export function findStars(ink: Mask, owner: Int16Array, words: readonly TextBox[], emPx: number): TextBox[] {
  const data = ink.data.slice();
  for (let p = 0; p < data.length; p++) if (owner[p]) data[p] = 0;
  return components({ ...ink, data })
    .list.filter((one) => isStar(one, ink.widthPx, emPx) && !isCut(one, owner, ink.widthPx))
    .filter(({ box }) => !words.some((word) => isBeside(word.box, box, APART * emPx)))
    .map(({ box }) => ({ text: '*', confidence: CONFIDENCE, box }));
}

function isStar({ box, pixels }: Component, widthPx: number, emPx: number): boolean {
  const [w, h] = [boxWidth(box), boxHeight(box)];
  if (Math.min(w, h) < Math.max(4, SMALLEST * emPx) || Math.max(w, h) > LARGEST * emPx) return false;
  const share = pixels.length / (w * h);
  if (share < MIN_INK || share > MAX_INK || Math.max(w, h) > 1.5 * Math.min(w, h)) return false;
  const [cx, cy] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
  let [xx, yy, xy, nearest] = [0, 0, 0, Number.POSITIVE_INFINITY];
  for (const p of pixels) {
    const [dx, dy] = [(p % widthPx) - cx, Math.floor(p / widthPx) - cy];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
    nearest = Math.min(nearest, Math.max(Math.abs(dx), Math.abs(dy)));
  }
  const spread = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  const round = (xx + yy) / 2 + spread <= ROUND * ((xx + yy) / 2 - spread);
  // A ring and a letter are open in the middle.
  return round && nearest <= 0.5;
}

/** Whether a box took a part of the sign: what is left of a digit that touches the border may look like a star. */
function isCut({ pixels }: Component, owner: Int16Array, widthPx: number): boolean {
  return pixels.some((p) => [p - 1, p + 1, p - widthPx, p + widthPx].some((next) => (owner[next] ?? 0) > 0));
}

function isBeside(word: Box, box: Box, apart: number): boolean {
  return box.x0 <= word.x1 + apart && box.x1 >= word.x0 - apart && box.y0 <= word.y1 && box.y1 >= word.y0;
}
