/** Cells of a table that is ruled throughout: the fields between its lines, joined where a line is missing. */
import type { Mask } from '../diagram/grid';
import type { Word } from './index';
import { partsColumns, partsRows, type Rules } from './rules';
import type { FoundCell } from './unruled';

/** @returns undefined where the lines make no grid of at least two by two fields that hold text. */
export function ruledCells(ink: Mask, { xs, ys }: Rules, words: readonly Word[]): FoundCell[] | undefined {
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  if (columns < 2 || rows < 2) return undefined;
  const parent = Array.from({ length: rows * columns }, (_, i) => i);
  const find = (i: number): number => {
    while (parent[i] !== i) i = parent[i]!;
    return i;
  };
  let parted = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (column + 1 < columns) {
        if (partsColumns(ink, xs[column + 1]!, ys[row]!, ys[row + 1]!)) parted++;
        else parent[find(at + 1)] = find(at);
      }
      if (row + 1 < rows) {
        if (partsRows(ink, ys[row + 1]!, xs[column]!, xs[column + 1]!)) parted++;
        else parent[find(at + columns)] = find(at);
      }
    }
  // Lines that part little are a frame or something in a picture.
  if (parted < 0.5 * ((columns - 1) * rows + (rows - 1) * columns)) return undefined;
  const fields = new Map<number, { row: number; column: number; lastRow: number; lastColumn: number }>();
  for (let i = 0; i < parent.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const field = fields.get(find(i));
    if (!field) fields.set(find(i), { row, column, lastRow: row, lastColumn: column });
    else {
      field.lastRow = Math.max(field.lastRow, row);
      field.column = Math.min(field.column, column);
      field.lastColumn = Math.max(field.lastColumn, column);
    }
  }
  const inside = (word: Word, f: { row: number; column: number; lastRow: number; lastColumn: number }) => {
    const x = word.box.x + word.box.width / 2;
    const y = word.box.y + word.box.height / 2;
    return x > xs[f.column]! && x < xs[f.lastColumn + 1]! && y > ys[f.row]! && y < ys[f.lastRow + 1]!;
  };
  const cells = [...fields.values()].map((field) => ({
    row: field.row,
    column: field.column,
    rowSpan: field.lastRow - field.row + 1,
    columnSpan: field.lastColumn - field.column + 1,
    words: words.filter((word) => inside(word, field)),
  }));
  const filled = cells.filter((cell) => cell.words.length > 0).length;
  return filled >= Math.max(3, 0.55 * cells.length) ? splitRows(cells, rows) : undefined;
}

/** Rows without lines between them stand in one field: where all fields of a row hold as many lines, each is a row. */
function splitRows(cells: readonly FoundCell[], rows: number): FoundCell[] {
  const result: FoundCell[] = [];
  let added = 0;
  for (let row = 0; row < rows; row++) {
    const own = cells.filter((cell) => cell.row === row);
    const lines = own.map(({ words }) => linesOf(words));
    const most = Math.max(0, ...lines.map(({ length }) => length));
    const full = lines.filter(({ length }) => length > 0);
    const even = full.length >= 2 && full.every(({ length }) => length === most);
    const open = cells.some((cell) => cell.rowSpan > 1 && cell.row <= row && cell.row + cell.rowSpan > row);
    const several = most > 2 || (most === 2 && full.length > 2);
    if (!even || !several || open) {
      for (const cell of own) result.push({ ...cell, row: row + added });
      continue;
    }
    own.forEach((cell, i) => {
      for (let line = 0; line < most; line++)
        result.push({ ...cell, row: row + added + line, words: lines[i]![line] ?? [] });
    });
    added += most - 1;
  }
  return result;
}

function linesOf(words: readonly Word[]): Word[][] {
  const lines: Word[][] = [];
  for (const word of [...words].sort((a, b) => a.box.y - b.box.y)) {
    const last = lines.at(-1)?.[0];
    const below = last ? word.box.y - last.box.y : Number.POSITIVE_INFINITY;
    if (last && below < 0.5 * last.box.height) lines.at(-1)!.push(word);
    else lines.push([word]);
  }
  return lines;
}
