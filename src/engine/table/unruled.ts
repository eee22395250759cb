/** Cells of a table without lines between its columns: rows of words that stand in columns. */
import { around, gridOf, type LineBounds, type PlacedLine, type Row } from '../describe/layout';
import { median } from '../diagram/grid';
import type { Word } from './index';

export interface FoundCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly words: readonly Word[];
}

/** Share of the rows that may cross the space between two columns: headings over several columns do. */
const CROSSING = 0.12;
/** Rows with more than one cell, as a share of all, for text to be a table. */
const IN_COLUMNS = 0.7;
/** Fields that hold something, as a share of all. */
const FILLED = 0.5;
/** Cells of a column that are aligned, as a share of all. */
const ALIGNED = 0.7;

/** @returns undefined where the text stands in no columns. */
export function unruledCells(lines: readonly PlacedLine[], emPx: number): FoundCell[] | undefined {
  const all = gridOf(lines);
  const several = (row: Row): boolean => row.length > 1;
  const first = all.findIndex(several);
  const last = all.findLastIndex(several);
  const rows = all.slice(Math.max(0, first), last + 1);
  if (rows.length < 2 || rows.filter(several).length < IN_COLUMNS * rows.length) return undefined;
  const columns = columnsOf(rows, emPx);
  if (columns.length < 2) return undefined;
  const cells: FoundCell[] = [];
  let number = -1;
  let before: Row | undefined;
  for (const row of rows) {
    if (!before || !goesOn(row, before, columns)) number++;
    for (const word of row) {
      const [from, to] = spanOf(word.box, columns);
      const known = cells.findIndex((cell) => cell.row === number && cell.column === from);
      if (known >= 0) cells[known] = { ...cells[known]!, words: [...cells[known]!.words, word] };
      else cells.push({ row: number, column: from, rowSpan: 1, columnSpan: to - from + 1, words: [word] });
    }
    before = row;
  }
  const looksLikeTable =
    number >= 1 &&
    cells.length >= FILLED * (number + 1) * columns.length &&
    columns.every((_, column) => isAligned(cells, column, emPx));
  return looksLikeTable ? cells : undefined;
}

/** Whether most of a column's cells begin, end or have their middle at one place: chance gaps in text do not. */
function isAligned(cells: readonly FoundCell[], column: number, emPx: number): boolean {
  const boxes = cells
    .filter((cell) => cell.column === column && cell.columnSpan === 1)
    .map(({ words }) => words.map(({ box }) => box).reduce(around));
  if (boxes.length < 2) return false;
  const places = [
    boxes.map(({ x }) => x),
    boxes.map(({ x, width }) => x + width),
    boxes.map(({ x, width }) => x + width / 2),
  ];
  return places.some((xs) => {
    const usual = median(xs);
    return xs.filter((x) => Math.abs(x - usual) <= 0.6 * emPx).length >= ALIGNED * xs.length;
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The stretches between the spaces that hardly any row crosses. */
function columnsOf(rows: readonly Row[], emPx: number): Span[] {
  const boxes = rows.flatMap((row) => row.map(({ box }) => box));
  const left = Math.floor(Math.min(...boxes.map(({ x }) => x)));
  const right = Math.ceil(Math.max(...boxes.map(({ x, width }) => x + width)));
  const crossed = new Int32Array(right - left + 1);
  for (const { x, width } of boxes)
    for (let at = Math.floor(x) - left; at <= Math.ceil(x + width) - left; at++) crossed[at]!++;
  const limit = Math.floor(CROSSING * rows.length);
  const columns: { from: number; to: number }[] = [];
  for (let at = 0; at < crossed.length; at++) {
    if (crossed[at]! <= limit) continue;
    const known = columns.at(-1);
    if (known && at + left - known.to <= Math.max(2, 0.4 * emPx)) known.to = at + left;
    else columns.push({ from: at + left, to: at + left });
  }
  return columns;
}

/** First and last column a box stands in; the nearest where it stands between two. */
function spanOf({ x, width }: LineBounds, columns: readonly Span[]): readonly [number, number] {
  const common = columns.map(({ from, to }) => Math.min(to, x + width) - Math.max(from, x));
  const touched = common.flatMap((overlap, i) => (overlap > Math.min(4, 0.2 * width) ? [i] : []));
  if (touched.length > 0) return [touched[0]!, touched.at(-1)!];
  const nearest = common.indexOf(Math.max(...common));
  return [nearest, nearest];
}

/** A row close below another, without anything in the first column, is the second line of its cells. */
function goesOn(row: Row, before: Row, columns: readonly Span[]): boolean {
  const top = Math.min(...row.map(({ box }) => box.y));
  const bottom = Math.max(...before.map(({ box }) => box.y + box.height));
  const height = Math.min(...row.map(({ box }) => box.height));
  const starts = row.some(({ box }) => spanOf(box, columns)[0] === 0);
  return !starts && row.length < before.length && top - bottom < 0.25 * height;
}
