/**
 * Reads a table from a picture: from its lines where it is ruled, from its columns of text where it is not.
 *
 * @example
 * const { lines } = await new TextReader('models').read(raster);
 * analyseTable(raster, lines)?.markdown; // '| Name | Stock |\n| --- | --- |\n| Bolts | 12 |'
 */
import type { Table, TableCell } from '../../protocol';
import { bounds, gridOf, type LineBounds, type PlacedLine } from '../describe/layout';
import type { Mask } from '../diagram/grid';
import { findInk } from '../diagram/ink';
import { fontSize, toTextBoxes } from '../diagram/labels';
import { trimWords } from '../diagram/trim-words';
import { luminancePlane } from '../image/luminance';
import type { Raster } from '../image/raster';
import { ruledCells } from './ruled';
import { findRules } from './rules';
import { type FoundCell, unruledCells } from './unruled';
import { toCsv, toLatex, toMarkdown } from './write';

export interface Word {
  readonly text: string;
  readonly confidence: number;
  readonly box: LineBounds;
}

/** @returns undefined where the picture shows no table of at least two rows and two columns. */
export function analyseTable(raster: Raster, read: readonly PlacedLine[]): Table | undefined {
  if (read.length === 0) return undefined;
  const lines = trimWords(read, raster)
    .map(withoutBars)
    .filter(({ text }) => text !== '');
  const emPx = fontSize(toTextBoxes(lines));
  const ink: Mask = findInk(
    luminancePlane(raster),
    raster.widthPx,
    raster.heightPx,
    Math.max(4, Math.round(0.4 * emPx)),
  );
  const words = lines.flatMap(wordsOf);
  const ruled = ruledCells(ink, findRules(ink, emPx), words);
  const found = ruled ?? unruledCells(lines, emPx);
  if (!found) return undefined;
  const cells = found.map(toCell).sort((a, b) => a.row - b.row || a.column - b.column);
  const grid = {
    rows: Math.max(...cells.map(({ row, rowSpan }) => row + rowSpan)),
    columns: Math.max(...cells.map(({ column, columnSpan }) => column + columnSpan)),
    cells,
  };
  if (grid.rows < 2 || grid.columns < 2) return undefined;
  const sure = cells.filter(({ text }) => text !== '').map(({ confidence }) => confidence);
  return {
    type: 'table',
    ruled: ruled !== undefined,
    ...grid,
    markdown: toMarkdown(grid),
    csv: toCsv(grid),
    latex: toLatex(grid),
    confidence: sure.reduce((sum, one) => sum + one, 0) / Math.max(1, sure.length),
  };
}

/** Each word by itself, since a line may part two that stand close together. */
function wordsOf(line: PlacedLine): Word[] {
  const words = line.words && line.words.length > 0 ? line.words : [line];
  return words.map((word) => ({ text: word.text, confidence: word.confidence, box: bounds(word) }));
}

/** Lines beside a cell are read as bars. */
function withoutBars(line: PlacedLine): PlacedLine {
  const clean = (text: string): string => text.replace(/^[|¦\s]+|[|¦\s]+$/g, '');
  const words = line.words
    ?.map((word) => ({ ...word, text: clean(word.text) }))
    .filter(({ text }) => text !== '');
  return { ...line, text: clean(line.text), ...(words && { words }) };
}

function toCell({ words, ...place }: FoundCell): TableCell {
  const rows = gridOf(
    words.map(({ text, confidence, box: { x, y, width, height } }) => ({
      text,
      confidence,
      polygon: [
        { x, y },
        { x: x + width, y },
        { x: x + width, y: y + height },
        { x, y: y + height },
      ] as const,
    })),
  );
  return {
    ...place,
    text: rows
      .flat()
      .map(({ text }) => text)
      .join(' '),
    confidence: Math.min(1, ...words.map(({ confidence }) => confidence)),
  };
}
