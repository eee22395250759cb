/** The text that stands in the compartments, line by line. */
import { type Box, boxHeight, contains } from '../grid';
import type { TextBox } from '../labels';
import type { RuledBox } from './boxes';

export interface CellLine {
  readonly text: string;
  readonly confidence: number;
}

/** A box with its text: for each row, for each of its cells, the lines from the top down. */
export interface FilledBox extends RuledBox {
  readonly lines: readonly (readonly (readonly CellLine[])[])[];
}

/** @param words Every word of the picture, as text extraction read it. */
export function fillBoxes(boxes: readonly RuledBox[], words: readonly TextBox[]): FilledBox[] {
  return boxes.map((box) => {
    const own = words.filter((word) => isIn(box.box, word));
    const lines = box.rows.map(({ cells }) =>
      cells.map((cell) => linesIn(own.filter((word) => isIn(cell, word)))),
    );
    return { ...box, lines };
  });
}

/** Whether the middle of a word is in a box. */
export function isIn(box: Box, { box: word }: TextBox): boolean {
  return contains(box, (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2);
}

function linesIn(words: readonly TextBox[]): CellLine[] {
  const rows: TextBox[][] = [];
  for (const word of [...words].sort((a, b) => a.box.y0 + a.box.y1 - b.box.y0 - b.box.y1)) {
    const row = rows.find((other) => sharesRow(other[0]!.box, word.box));
    if (row) row.push(word);
    else rows.push([word]);
  }
  return rows.map((row) => {
    const sorted = row.sort((a, b) => a.box.x0 - b.box.x0);
    return {
      text: sorted.map(({ text }) => text).join(' '),
      confidence: Math.min(...sorted.map(({ confidence }) => confidence)),
    };
  });
}

function sharesRow(a: Box, b: Box): boolean {
  return Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0) > 0.5 * Math.min(boxHeight(a), boxHeight(b));
}
