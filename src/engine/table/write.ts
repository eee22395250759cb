/** Writes a table as Markdown, CSV and LaTeX. */
import type { Table, TableCell } from '../../protocol';

type Grid = Pick<Table, 'rows' | 'columns' | 'cells'>;

/** Texts by row and column; what a merged cell covers besides its first field is empty. */
function texts({ rows, columns, cells }: Grid): string[][] {
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ''));
  for (const { row, column, text } of cells) grid[row]![column] = text;
  return grid;
}

/** Markdown knows no merged cells: a comment above the table says which there were. */
export function toMarkdown(grid: Grid): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|')).join(' | ')} |`;
  const [head = [], ...body] = texts(grid);
  const lines = [row(head), row(head.map(() => '---')), ...body.map(row)];
  const merged = mergedCells(grid);
  return (merged.length > 0 ? [`<!-- merged cells: ${merged.join('; ')} -->`, '', ...lines] : lines).join(
    '\n',
  );
}

/** Which cells are merged, in words and counted from 1. */
export function mergedCells({ cells }: Pick<Grid, 'cells'>): string[] {
  const range = (noun: string, from: number, span: number): string =>
    span > 1 ? `${noun}s ${from + 1} to ${from + span}` : `${noun} ${from + 1}`;
  return cells
    .filter(({ rowSpan, columnSpan }) => rowSpan > 1 || columnSpan > 1)
    .map(
      (cell) => `${range('row', cell.row, cell.rowSpan)}, ${range('column', cell.column, cell.columnSpan)}`,
    );
}

/** Fields in quotes where they need them (RFC 4180). */
export function toCsv(grid: Grid): string {
  const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return texts(grid)
    .map((row) => row.map(field).join(','))
    .join('\r\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const escaped = (text: string): string =>
  text.replace(/[\\~^#$%&_{}]/g, (char) => ESCAPES[char] ?? `\\${char}`);

/** A `tabular` with `\multicolumn`, and `\multirow` of the package of that name, for merged cells. */
export function toLatex({ rows, columns, cells }: Grid): string {
  const at = new Map(cells.map((cell) => [`${cell.row},${cell.column}`, cell]));
  const lines = Array.from({ length: rows }, (_, row) => {
    const parts: string[] = [];
    for (let column = 0; column < columns; column++) {
      const cell = at.get(`${row},${column}`);
      parts.push(cell ? latexCell(cell) : '');
      if (cell) column += cell.columnSpan - 1;
    }
    return `  ${parts.join(' & ')} \\\\`;
  });
  return [
    `\\begin{tabular}{${'l'.repeat(columns)}}`,
    '  \\hline',
    lines[0],
    '  \\hline',
    ...lines.slice(1),
    '  \\hline',
    '\\end{tabular}',
  ].join('\n');
}

function latexCell({ text, rowSpan, columnSpan }: TableCell): string {
  const inner = rowSpan > 1 ? `\\multirow{${rowSpan}}{*}{${escaped(text)}}` : escaped(text);
  return columnSpan > 1 ? `\\multicolumn{${columnSpan}}{c}{${inner}}` : inner;
}
