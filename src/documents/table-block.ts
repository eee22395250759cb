/** A table in documents, as each language writes one. */
import type { Table, TableCell } from '../protocol';
import { blockWriter, type DocumentText, eachLine } from './block-place';
import { escapeMarkup, escapeTypstMarkup } from './escape';
import type { DocumentLanguage, ImageReference, TextEdit } from './types';

/** What is needed of a table to write it in any language. */
export type TableText = Pick<Table, 'rows' | 'columns' | 'cells' | 'markdown' | 'csv' | 'latex'>;

type Writer = (table: TableText) => string;

const WRITERS: Readonly<Record<DocumentLanguage, Writer>> = {
  markdown: ({ markdown }) => markdown,
  jupyter: ({ markdown }) => markdown,
  mdx: ({ markdown }) => markdown.replace(/^<!-- (.*) -->$/m, '{/* $1 */}'),
  html: (table) => markupTable(table, 'html'),
  vue: (table) => markupTable(table, 'html'),
  svelte: (table) => markupTable(table, 'svelte'),
  jsx: (table) => markupTable(table, 'jsx'),
  asciidoc: ({ csv }) => `[%header,format=csv]\n|===\n${unixLines(csv)}\n|===`,
  restructuredtext: ({ csv }) =>
    `.. csv-table::\n   :header-rows: 1\n\n${eachLine(csvWithoutEmptyLines(csv), '   ')}`,
  typst: typstTable,
  latex: ({ latex }) => latex,
  org: orgTable,
};

/**
 * The table for a document: as its language writes one, and for files of values as such.
 *
 * @param languageId VS Code's name of the language, for documents that hold no pictures.
 */
export function tableBlock(
  language: DocumentLanguage | undefined,
  table: TableText,
  languageId?: string,
): string {
  if (language) return WRITERS[language](table);
  if (languageId === 'csv') return unixLines(table.csv);
  if (languageId === 'tsv') return tabSeparated(table);
  return table.markdown;
}

/** Below the paragraph of the reference; undefined in front matter, which holds no tables. */
export function placeTable(
  document: DocumentText,
  reference: ImageReference,
  table: TableText,
): TextEdit[] | undefined {
  if (reference.syntax === 'front-matter') return undefined;
  return [blockWriter(document, reference).below(tableBlock(document.language, table))];
}

const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');

/** A row of one empty field would be an empty line, which ends the directive's content. */
const csvWithoutEmptyLines = (csv: string): string => unixLines(csv).replace(/^$/gm, '""');

/** The cells that start in each row; the fields of a merged cell besides its first have none. */
function rowsOf({ rows, cells }: TableText): TableCell[][] {
  return Array.from({ length: rows }, (_, row) =>
    cells.filter((cell) => cell.row === row).sort((a, b) => a.column - b.column),
  );
}

/** Every field's text, that of a merged cell in its first. */
function fieldsOf({ rows, columns, cells }: TableText): string[][] {
  const fields = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ''));
  for (const { row, column, text } of cells) fields[row]![column] = text;
  return fields;
}

function tabSeparated(table: TableText): string {
  return fieldsOf(table)
    .map((row) => row.map((text) => text.replace(/\s+/g, ' ')).join('\t'))
    .join('\n');
}

/** Fields where no cell was read are part of the table, too. */
function withEmptyCells(table: TableText): TableCell[][] {
  const covered = fieldsOf(table).map((row) => row.map(() => false));
  for (const { row, column, rowSpan, columnSpan } of table.cells)
    for (let y = row; y < Math.min(table.rows, row + rowSpan); y++)
      for (let x = column; x < Math.min(table.columns, column + columnSpan); x++) covered[y]![x] = true;
  const empty = { rowSpan: 1, columnSpan: 1, text: '', confidence: 1 };
  return rowsOf(table).map((cells, row) => {
    const missing = covered[row]!.flatMap((known, column) => (known ? [] : [{ row, column, ...empty }]));
    return [...cells, ...missing].sort((a, b) => a.column - b.column);
  });
}

function markupTable(table: TableText, form: 'html' | 'jsx' | 'svelte'): string {
  const [columns, rows] = form === 'jsx' ? ['colSpan', 'rowSpan'] : ['colspan', 'rowspan'];
  const write = ({ text, columnSpan, rowSpan }: TableCell, name: string): string => {
    const spans = [columnSpan > 1 && ` ${columns}="${columnSpan}"`, rowSpan > 1 && ` ${rows}="${rowSpan}"`];
    const inner = escapeMarkup(text, { braces: form !== 'html' });
    return `<${name}${spans.filter(Boolean).join('')}>${inner}</${name}>`;
  };
  const lines = withEmptyCells(table).map(
    (cells, row) => `  <tr>${cells.map((cell) => write(cell, row === 0 ? 'th' : 'td')).join('')}</tr>`,
  );
  const [head, ...body] = lines;
  return `<table>\n<thead>\n${head}\n</thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

function typstTable(table: TableText): string {
  const write = ({ text, columnSpan, rowSpan }: TableCell): string => {
    const spans = [columnSpan > 1 && `colspan: ${columnSpan}`, rowSpan > 1 && `rowspan: ${rowSpan}`];
    const merged = spans.filter(Boolean).join(', ');
    return `${merged ? `table.cell(${merged})` : ''}[${escapeTypstMarkup(text)}]`;
  };
  const rows = withEmptyCells(table).map((cells) => `  ${cells.map(write).join(', ')},`);
  return `#table(\n  columns: ${table.columns},\n${rows.join('\n')}\n)`;
}

/** A bar in a field is an entity, since Org knows no escape for it. */
function orgTable(table: TableText): string {
  const [head = '', ...body] = fieldsOf(table).map(
    (row) => `| ${row.map((text) => text.replaceAll('|', '\\vert{}')).join(' | ')} |`,
  );
  return [head, `|${Array.from({ length: table.columns }, () => '---').join('+')}|`, ...body].join('\n');
}
