import assert from 'node:assert/strict';
import { applyEdits, type DocumentLanguage, parseDocument } from '../../../src/documents';
import { placeTable, type TableText, tableBlock } from '../../../src/documents/table-block';
import { toCsv, toLatex, toMarkdown } from '../../../src/engine/table/write';
import type { TableCell } from '../../../src/protocol';

const cell = (row: number, column: number, text: string, more: Partial<TableCell> = {}): TableCell => ({
  row,
  column,
  rowSpan: 1,
  columnSpan: 1,
  text,
  confidence: 1,
  ...more,
});

function table(rows: number, columns: number, cells: TableCell[]): TableText {
  const grid = { rows, columns, cells };
  return { ...grid, markdown: toMarkdown(grid), csv: toCsv(grid), latex: toLatex(grid) };
}

const PLAIN = table(2, 2, [
  cell(0, 0, 'Part'),
  cell(0, 1, 'a < b'),
  cell(1, 0, 'Nut, M8'),
  cell(1, 1, '{x}|1'),
]);
const MERGED = table(3, 2, [
  cell(0, 0, 'Both', { columnSpan: 2 }),
  cell(1, 0, 'Tall', { rowSpan: 2 }),
  cell(1, 1, 'x'),
]);

describe('a table in a document', () => {
  it('is written as each language writes tables', () => {
    const written = (language: DocumentLanguage) => tableBlock(language, PLAIN);
    assert.equal(written('markdown'), '| Part | a < b |\n| --- | --- |\n| Nut, M8 | {x}\\|1 |');
    assert.equal(
      written('html'),
      '<table>\n<thead>\n  <tr><th>Part</th><th>a &lt; b</th></tr>\n</thead>\n<tbody>\n  <tr><td>Nut, M8</td><td>{x}|1</td></tr>\n</tbody>\n</table>',
    );
    assert.match(written('jsx'), /<td>&#123;x&#125;\|1<\/td>/);
    assert.equal(written('asciidoc'), '[%header,format=csv]\n|===\nPart,a < b\n"Nut, M8",{x}|1\n|===');
    assert.equal(
      written('restructuredtext'),
      '.. csv-table::\n   :header-rows: 1\n\n   Part,a < b\n   "Nut, M8",{x}|1',
    );
    assert.equal(written('org'), '| Part | a < b |\n|---+---|\n| Nut, M8 | {x}\\vert{}1 |');
    assert.equal(written('typst'), '#table(\n  columns: 2,\n  [Part], [a \\< b],\n  [Nut, M8], [{x}|1],\n)');
    assert.match(written('latex'), /^\\begin\{tabular\}\{ll\}/);
  });

  it('is a list of values in files of values, and Markdown where the language is not known', () => {
    assert.equal(tableBlock(undefined, PLAIN, 'csv'), 'Part,a < b\n"Nut, M8",{x}|1');
    assert.equal(tableBlock(undefined, PLAIN, 'tsv'), 'Part\ta < b\nNut, M8\t{x}|1');
    assert.equal(tableBlock(undefined, PLAIN, 'plaintext'), PLAIN.markdown);
  });

  it('keeps merged cells where the language has them, and says so in a comment where it has not', () => {
    assert.equal(
      tableBlock('jsx', MERGED),
      '<table>\n<thead>\n  <tr><th colSpan="2">Both</th></tr>\n</thead>\n<tbody>\n  <tr><td rowSpan="2">Tall</td><td>x</td></tr>\n  <tr><td></td></tr>\n</tbody>\n</table>',
    );
    assert.match(tableBlock('html', MERGED), /<th colspan="2">Both<\/th>/);
    assert.match(tableBlock('typst', MERGED), /table\.cell\(colspan: 2\)\[Both\]/);
    assert.match(tableBlock('mdx', MERGED), /^\{\/\* merged cells: row 1, columns 1 to 2; .* \*\/\}\n/);
  });

  it('goes below the paragraph of its picture, in its list item, with the line ends of the document', async () => {
    const text = '- ![](a.png)\r\n  and text.\r\n\r\nNext.\r\n';
    const { references } = await parseDocument({ language: 'markdown', text });
    const edits = placeTable({ language: 'markdown', text }, references[0]!, MERGED);
    assert.equal(
      applyEdits(text, edits!),
      '- ![](a.png)\r\n  and text.\r\n\r\n  <!-- merged cells: row 1, columns 1 to 2; rows 2 to 3, column 1 -->\r\n\r\n  | Both |  |\r\n  | --- | --- |\r\n  | Tall | x |\r\n  |  |  |\r\n\r\nNext.\r\n',
    );
  });
});
