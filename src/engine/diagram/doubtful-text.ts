/** Which text of a drawing was read doubtfully: unsurely, over the edge of a shape, off its middle, or not at all. */
import type { Area } from './cut-out';
import { type Box, boxHeight, boxWidth, contains, grow, overlap } from './grid';
import { isHead, joinLines, type TextBox, withoutOutline } from './labels';
import { encloses, isTight, plausibleShapes, type ShapeCandidate } from './nodes';
import { insideSilhouette } from './silhouette';

/** Text read with less confidence is looked at again. */
const SURE = 0.96;
/** A capital letter apart from the word that it begins, "D one"; some are words. */
const LOOSE_CAPITAL = /(?<![\p{L}\p{N}])(?![AI])\p{Lu} \p{Ll}/u;
/** Text reaches over the edge of a shape by more than this, in font sizes, when it is not only its box that does. */
const OVER_EM = 0.5;
/** A word of which more than this lies at either side of an edge is whole, in font sizes. */
const WORD_EM = 0.5;
/** Farther from the middle of its shape, in font sizes, a label lacks letters. */
const OFF_CENTRE_EM = 0.4;
/** Highest shape without text, in font sizes, that is looked at: higher ones are faces between connectors. */
const HIGHEST_EM = 7;
/** How far around a text its missing letters are looked for, in font sizes. */
const [BESIDE_EM, ABOVE_EM] = [0.8, 0.15];
/** How far within its outline a shape is free of its border, in font sizes. */
const INSET_EM = 0.25;
/** A piece of text narrower than this is left out, in font sizes. */
const NARROW_EM = 0.6;

/**
 * Why: `cut`: what was read runs over the edge of the area; `unsure`: it was read with little confidence, is hardly all, or
 * nothing was read; `none`: it seems to be right, unless there are more letters.
 */
export type Doubt = 'cut' | 'unsure' | 'none';

/** A part of the drawing that is looked at again. */
export interface Look {
  readonly area: Area;
  /** What was read there at first. */
  readonly before: readonly TextBox[];
  /** Where the text stands, if it is known better than by the area. */
  readonly text: Box | undefined;
  readonly doubt: Doubt;
}

/** What is looked at again, and the text that is not. */
export function planLooks(
  text: readonly TextBox[],
  words: readonly TextBox[],
  shapes: readonly ShapeCandidate[],
  emPx: number,
): { looks: Look[]; sure: TextBox[] } {
  /** Whether an edge of a box runs between the words of a row, if at all. */
  const parts = (row: Box, box: Box): boolean =>
    !words.some(
      ({ box: word }) =>
        widthWithin(word, row) > 0.5 * boxWidth(word) &&
        [box.x0, box.x1].some((x) => Math.min(x - word.x0, word.x1 - x) > WORD_EM * emPx),
    );
  const over = (line: TextBox, { silhouette: { box } }: ShapeCandidate): boolean =>
    boxWidth(line.box) - widthWithin(line.box, box) > OVER_EM * emPx;
  const plausible = plausibleShapes(shapes);
  const homes = new Map(text.map((line) => [line, plausible.find((shape) => owns(shape, line))]));
  const isWithin = (line: TextBox): boolean => {
    const home = homes.get(line);
    return home !== undefined && !over(line, home);
  };
  const looks: Look[] = [];
  const used = new Set<TextBox>();
  const looked: Box[] = [];
  for (const { shape, own } of leavesOf(plausible, homes, emPx)) {
    const { box } = shape.silhouette;
    const others = text.filter(
      (line) => !own.includes(line) && !isWithin(line) && widthWithin(line.box, box) > OVER_EM * emPx,
    );
    const reaching = others.filter((line) => parts(line.box, box));
    // A piece of a shape that hatching or its own text cuts up.
    if (own.some((line) => over(line, shape) && !parts(line.box, box))) continue;
    const label = own.length ? joinLines(own) : undefined;
    const cut = reaching.length > 0 || own.some((line) => over(line, shape));
    const aside =
      label !== undefined &&
      Math.abs(label.box.x0 + label.box.x1 - box.x0 - box.x1) / 2 > OFF_CENTRE_EM * emPx;
    const isSure = label !== undefined && !aside && label.confidence >= SURE && !own.some(isMisread);
    if (!label && boxHeight(box) > HIGHEST_EM * emPx) continue;
    if (!label && others.some((line) => !reaching.includes(line) || !reachesMiddle(line.box, box))) continue;
    for (const line of own) used.add(line);
    const doubt = cut ? 'cut' : isSure ? 'none' : 'unsure';
    if (doubt !== 'none') looked.push(box);
    looks.push({ area: insideOf(shape, emPx), before: own, text: undefined, doubt });
  }
  for (const line of text) {
    if (isWithin(line) && (used.has(line) || homes.get(line) !== undefined)) continue;
    const cutting = looked.filter((box) => parts(line.box, box));
    const pieces = outside(line.box, cutting, OVER_EM * emPx);
    const whole = pieces.length === 1 && boxWidth(pieces[0]!) === boxWidth(line.box);
    if (whole && (used.has(line) || line.confidence >= SURE || isHead(line, emPx))) continue;
    used.add(line);
    for (const piece of pieces) {
      if (boxWidth(piece) < NARROW_EM * emPx) continue;
      const doubt = whole ? 'unsure' : 'cut';
      looks.push({ area: around(piece, emPx), before: whole ? [line] : [], text: piece, doubt });
    }
  }
  return { looks, sure: text.filter((line) => !used.has(line)) };
}

/** Whether a text cannot be all of a label and nothing else, however surely it was read. */
function isMisread({ text }: TextBox): boolean {
  return withoutOutline(text) !== text || LOOSE_CAPITAL.test(text);
}

interface Leaf {
  readonly shape: ShapeCandidate;
  readonly own: readonly TextBox[];
}

/** The shapes that hold no other ones with text and have room around their own, apart from one another. */
function leavesOf(
  shapes: readonly ShapeCandidate[],
  homes: ReadonlyMap<TextBox, ShapeCandidate | undefined>,
  emPx: number,
): Leaf[] {
  const all = shapes.map((shape): Leaf => {
    return { shape, own: [...homes].flatMap(([line, home]) => (home === shape ? [line] : [])) };
  });
  const named = all.filter(({ own }) => own.length > 0);
  const leaves: Leaf[] = [];
  for (const leaf of [...named, ...all.filter(({ own }) => own.length === 0)]) {
    const { shape, own } = leaf;
    const { box } = shape.silhouette;
    const holds = named.some((other) => other !== leaf && encloses(shape, other.shape));
    const apart = leaves.every((other) => overlap(other.shape.silhouette.box, box) === 0);
    if (holds || (own.length === 0 && !apart)) continue;
    leaves.push(leaf);
  }
  return leaves.filter(
    ({ shape, own }) => !isTight(shape.silhouette, own.length ? joinLines(own) : undefined, emPx),
  );
}

function owns({ silhouette }: ShapeCandidate, { box }: TextBox): boolean {
  return (
    overlap(silhouette.box, box) > 0.5 * boxWidth(box) * boxHeight(box) &&
    insideSilhouette(silhouette, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
  );
}

/** How much of a row of text lies within a box, in pixels; 0 for a row that is not level with it. */
function widthWithin(row: Box, box: Box): number {
  const middle = (row.y0 + row.y1) / 2;
  if (middle < box.y0 || middle > box.y1) return 0;
  return Math.max(0, Math.min(row.x1, box.x1) - Math.max(row.x0, box.x0) + 1);
}

function reachesMiddle(row: Box, box: Box): boolean {
  const [x, y] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
  return contains(row, x, y);
}

/** The stretches of a row of text that lie in none of the boxes it reaches into. */
function outside(row: Box, boxes: readonly Box[], leastPx: number): Box[] {
  let parts = [row];
  for (const box of boxes) {
    if (widthWithin(row, box) <= leastPx) continue;
    parts = parts.flatMap((part) => {
      if (widthWithin(part, box) === 0) return [part];
      return [
        { ...part, x1: box.x0 - 1 },
        { ...part, x0: box.x1 + 1 },
      ].filter(({ x0, x1 }) => x0 <= x1);
    });
  }
  return parts;
}

function insideOf({ silhouette: { box, left, right } }: ShapeCandidate, emPx: number): Area {
  const inset = Math.max(2, Math.round(INSET_EM * emPx));
  return {
    box: grow(box, -inset),
    row: (y) => {
      const from = Math.max(...[-inset, 0, inset].map((by) => left[y + by - box.y0] ?? box.x1)) + inset;
      const to = Math.min(...[-inset, 0, inset].map((by) => right[y + by - box.y0] ?? box.x0)) - inset;
      return [from, to];
    },
  };
}

function around(box: Box, emPx: number): Area {
  const [beside, above] = [Math.round(BESIDE_EM * emPx), Math.round(ABOVE_EM * emPx)];
  const wide = { x0: box.x0 - beside, y0: box.y0 - above, x1: box.x1 + beside, y1: box.y1 + above };
  return { box: wide, row: () => [wide.x0, wide.x1] };
}
