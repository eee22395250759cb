import type { ReadLine } from '../ocr';

export interface LineBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Words with no more than a word space between them. */
export interface Cell {
  readonly text: string;
  readonly confidence: number;
  readonly box: LineBounds;
}

/** Cells side by side, from left to right, whatever column or pane they were read in. */
export type Row = readonly Cell[];

/** What a line must have to be laid out; its words, where it has them, place its parts more exactly. */
export type PlacedLine = Pick<ReadLine, 'text' | 'confidence' | 'polygon'> & Partial<Pick<ReadLine, 'words'>>;

/** Gaps wider than this share of the text's height part cells. */
const CELL_GAP = 0.55;

/** The upright rectangle around a line, in pixels of the picture. */
export function bounds({ polygon }: Pick<ReadLine, 'polygon'>): LineBounds {
  const xs = polygon.map((p) => p.x);
  const ys = polygon.map((p) => p.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * The text as rows of cells, by where it stands alone: reading order takes columns one after the other,
 * a table or a row of buttons has to be read across.
 */
export function gridOf(lines: readonly PlacedLine[]): Row[] {
  const words = lines
    .flatMap((line): readonly PlacedLine[] => (line.words && line.words.length > 0 ? line.words : [line]))
    .filter((word) => word.text.trim() !== '')
    .map((word) => ({ text: word.text.trim(), confidence: word.confidence, box: bounds(word) }))
    .sort((a, b) => middle(a.box) - middle(b.box));
  const rows: { cells: Cell[]; middle: number; height: number }[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row && Math.abs(middle(word.box) - row.middle) < 0.5 * Math.min(row.height, word.box.height)) {
      row.cells.push(word);
      row.middle += (middle(word.box) - row.middle) / row.cells.length;
    } else rows.push({ cells: [word], middle: middle(word.box), height: word.box.height });
  }
  return rows.map((row) => join(row.cells));
}

const middle = (box: LineBounds): number => box.y + box.height / 2;

function join(words: readonly Cell[]): Cell[] {
  const cells: Cell[] = [];
  for (const word of [...words].sort((a, b) => a.box.x - b.box.x)) {
    const last = cells.at(-1);
    const gap = last ? word.box.x - (last.box.x + last.box.width) : Number.POSITIVE_INFINITY;
    const height = last ? Math.min(last.box.height, word.box.height) : 1;
    if (last && gap < CELL_GAP * height) {
      cells[cells.length - 1] = {
        text: `${last.text} ${word.text}`,
        confidence: Math.min(last.confidence, word.confidence),
        box: around(last.box, word.box),
      };
    } else cells.push(word);
  }
  return cells;
}

export function around(a: LineBounds, b: LineBounds): LineBounds {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
