/**
 * Reading order: a page is cut into panes and columns, which are read one after the other, and the rows of
 * a pane are read across. The cuts are a recursive XY cut (Nagy and Seth 1984) whose vertical cuts need
 * evidence: the gaps between the columns of a table or a terminal listing are not cut.
 */
import { median } from './geometry';
import type { Fragment } from './page';
import { type Row, toRows } from './rows';

/** Says which share of the height from `top` to `bottom` has an edge (a border or another background) between. */
export type SeparatorProbe = (left: number, right: number, top: number, bottom: number) => number;

/** Fragments of one column or pane, in reading order of panes. */
export type Pane = readonly Fragment[];

/** A gutter is at least this many text heights wide. */
const MIN_GUTTER = 0.9;
/** With a visible border this much is enough. */
const MIN_BORDERED_GUTTER = 0.5;
/** Side by side for less than this many text heights is no pair of panes. */
const MIN_PANE_HEIGHT = 3;
/** Fewer rows on the same lines may as well be cells. */
const MIN_PROSE_ROWS = 4;
/** Rows of so many characters are rarely cells. */
const LONG_ROW = 22;
const MAX_DEPTH = 12;

export function cutIntoPanes(fragments: readonly Fragment[], separator: SeparatorProbe, depth = 0): Pane[] {
  if (fragments.length < 4 || depth > MAX_DEPTH) return fragments.length > 0 ? [fragments] : [];
  const gutter = bestGutter(fragments, separator);
  if (gutter !== undefined) return splitAt(fragments, gutter, separator, depth);
  const cut = bestHorizontalCut(fragments, separator);
  if (cut !== undefined) {
    const above = fragments.filter(({ cy }) => cy < cut);
    const below = fragments.filter(({ cy }) => cy >= cut);
    return [...cutIntoPanes(above, separator, depth + 1), ...cutIntoPanes(below, separator, depth + 1)];
  }
  return [fragments];
}

function splitAt(
  fragments: readonly Fragment[],
  x: number,
  separator: SeparatorProbe,
  depth: number,
): Pane[] {
  const left = fragments.filter((fragment) => fragment.right <= x);
  const right = fragments.filter((fragment) => fragment.right > x);
  return [...cutIntoPanes(left, separator, depth + 1), ...cutIntoPanes(right, separator, depth + 1)];
}

interface Gutter {
  readonly left: number;
  readonly right: number;
}

/** Intervals of x that no fragment reaches into, inside the extent of all of them. */
function gutters(fragments: readonly Fragment[], minWidth: number): Gutter[] {
  const sorted = [...fragments].sort((a, b) => a.left - b.left);
  const out: Gutter[] = [];
  let reach = sorted[0]!.right;
  for (const { left, right } of sorted) {
    if (left - reach >= minWidth) out.push({ left: reach, right: left });
    reach = Math.max(reach, right);
  }
  return out;
}

/** Where to cut from top to bottom, if anywhere. */
function bestGutter(fragments: readonly Fragment[], separator: SeparatorProbe): number | undefined {
  const height = median(fragments.map(({ heightPx }) => heightPx));
  let best: number | undefined;
  let bestScore = 0;
  for (const gutter of gutters(fragments, MIN_BORDERED_GUTTER * height)) {
    const x = (gutter.left + gutter.right) / 2;
    const score = paneScore(
      fragments.filter(({ right }) => right <= x),
      fragments.filter(({ right }) => right > x),
      gutter,
      height,
      separator,
    );
    if (score > bestScore) {
      bestScore = score;
      best = x;
    }
  }
  return best;
}

/** Above 0 if the two sides are read one after the other, the higher the surer. */
function paneScore(
  left: readonly Fragment[],
  right: readonly Fragment[],
  gutter: Gutter,
  height: number,
  separator: SeparatorProbe,
): number {
  const a = toRows(left);
  const b = toRows(right);
  if (a.length < 2 || b.length < 2) return 0;
  const top = Math.max(a[0]!.cy, b[0]!.cy) - height;
  const bottom = Math.min(a.at(-1)!.cy, b.at(-1)!.cy) + height;
  if (bottom - top < MIN_PANE_HEIGHT * height) return 0;
  // The numbers of an editor's lines belong to the lines.
  if (left.every(({ glyphs }) => glyphs.every(({ char }) => /[\d+\-~]/.test(char)))) return 0;
  const aligned = alignedShare(a, b, top, bottom, height);
  const wide = (gutter.right - gutter.left) / height;
  // Not so near the text that the stems of its letters count.
  const margin = 0.15 * height;
  const edge = separator(gutter.left + margin, gutter.right - margin, top, bottom);
  const lengthA = median(a.map(rowLength));
  const lengthB = median(b.map(rowLength));
  if (edge > 0.9) {
    const table = aligned > 0.8 && Math.min(lengthA, lengthB) < 12 && a.length > 2;
    return table ? 0 : 2 + wide;
  }
  if (wide < MIN_GUTTER) return 0;
  if (aligned < 0.5) return 1 + wide;
  const shorter = Math.min(lengthA, lengthB);
  // Lines of two columns meet by chance; the cells of a table nearly always.
  if (aligned < 0.85 && shorter >= LONG_ROW && Math.min(a.length, b.length) >= MIN_PROSE_ROWS)
    return 1 + wide;
  // Columns of prose set on the same lines: both sides run to the full width of their column.
  const prose =
    Math.min(a.length, b.length) >= MIN_PROSE_ROWS &&
    fullShare(a) > 0.5 &&
    fullShare(b) > 0.5 &&
    shorter >= LONG_ROW;
  return prose ? 1 : 0;
}

const rowLength = ({ fragments }: Row): number =>
  fragments.reduce((sum, { glyphs }) => sum + glyphs.length, 0);

/** The share of the fewer rows that has a row of the other side on its line. */
function alignedShare(
  a: readonly Row[],
  b: readonly Row[],
  top: number,
  bottom: number,
  height: number,
): number {
  const inside = (rows: readonly Row[]): Row[] => rows.filter(({ cy }) => cy >= top && cy <= bottom);
  const [few, many] = [inside(a), inside(b)].sort((p, q) => p.length - q.length) as [Row[], Row[]];
  if (few.length === 0) return 0;
  const hits = few.filter(({ cy }) => many.some((row) => Math.abs(row.cy - cy) < 0.22 * height));
  return hits.length / few.length;
}

/** The share of rows with one piece of text that runs over most of their column's width, as prose does. */
function fullShare(rows: readonly Row[]): number {
  const left = Math.min(...rows.map((row) => row.left));
  const right = Math.max(...rows.map((row) => row.right));
  const full = rows.filter(({ fragments }) =>
    fragments.some((f) => f.right - f.left > 0.75 * (right - left)),
  );
  return full.length / rows.length;
}

/** A y between rows such that one of the parts can then be cut from top to bottom. */
function bestHorizontalCut(fragments: readonly Fragment[], separator: SeparatorProbe): number | undefined {
  const gaps = rowGaps(fragments);
  for (const { y } of gaps) {
    for (const part of [fragments.filter(({ cy }) => cy >= y), fragments.filter(({ cy }) => cy < y)]) {
      if (part.length >= 4 && bestGutter(part, separator) !== undefined) return y;
    }
  }
  return undefined;
}

/** Heights that no fragment reaches into, the widest first; only the widest are tried. */
function rowGaps(fragments: readonly Fragment[]): { y: number; size: number }[] {
  const sorted = [...fragments].sort((a, b) => a.cy - a.heightPx / 2 - (b.cy - b.heightPx / 2));
  const gaps: { y: number; size: number }[] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const { cy, heightPx } of sorted) {
    // Detected boxes are taller than their ink and may touch.
    const top = cy - 0.35 * heightPx;
    if (reach > Number.NEGATIVE_INFINITY && top > reach)
      gaps.push({ y: (top + reach) / 2, size: top - reach });
    reach = Math.max(reach, cy + 0.35 * heightPx);
  }
  return gaps.sort((a, b) => b.size - a.size).slice(0, 24);
}
