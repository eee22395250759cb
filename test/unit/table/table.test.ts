import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { Raster } from '../../../src/engine/image/raster';
import { analyseTable } from '../../../src/engine/table';
import { toCsv, toLatex, toMarkdown } from '../../../src/engine/table/write';
import type { TableCell, TextLine } from '../../../src/protocol';

/** Draws the lines alone; the text is told, as text extraction would. */
async function picture(lines: string): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="180"><rect width="100%" height="100%" fill="white"/><path d="${lines}" stroke="#444" stroke-width="1.5"/></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

/** A word whose box begins at `x` and has its middle at `y`. */
function word(text: string, x: number, y: number): TextLine {
  const width = text.length * 8;
  return {
    text,
    confidence: 0.97,
    polygon: [
      { x, y: y - 9 },
      { x: x + width, y: y - 9 },
      { x: x + width, y: y + 9 },
      { x, y: y + 9 },
    ],
  };
}

const ROWS = [
  ['Name', 'Stock', 'Price'],
  ['Bolts', '12', '0.10'],
  ['Nuts', '7', '0.05'],
];
const words = (pitch: number): TextLine[] =>
  ROWS.flatMap((row, r) => row.map((text, c) => word(text, 20 + c * 110, 30 + r * pitch)));

describe('table analysis', () => {
  const markdown =
    '| Name | Stock | Price |\n| --- | --- | --- |\n| Bolts | 12 | 0.10 |\n| Nuts | 7 | 0.05 |';

  it('reads a table without any lines', async () => {
    const table = analyseTable(await picture(''), words(40));
    assert.equal(table?.ruled, false);
    assert.equal(table.markdown, markdown);
    assert.deepEqual([table.rows, table.columns], [3, 3]);
  });

  it('reads a ruled table, and joins fields without a line between them', async () => {
    // The line between the first two fields of the last row is missing.
    const lines =
      'M10 10H340 M10 50H340 M10 90H340 M10 130H340 M10 10V130 M120 10V90 M230 10V130 M340 10V130';
    const table = analyseTable(await picture(lines), [
      ...words(40).slice(0, 6),
      word('All the nuts', 70, 110),
      word('0.05', 240, 110),
    ]);
    assert.equal(table?.ruled, true);
    const merged = table.cells.find(({ columnSpan }) => columnSpan === 2);
    assert.deepEqual([merged?.row, merged?.column, merged?.text], [2, 0, 'All the nuts']);
    assert.match(table.markdown, /^<!-- merged cells: row 3, columns 1 to 2 -->\n\n\| Name/);
  });

  it('tells rows apart that stand in one field', async () => {
    const lines = 'M10 10H340 M10 45H340 M10 130H340 M10 10V130 M120 10V130 M230 10V130 M340 10V130';
    const table = analyseTable(await picture(lines), words(36));
    assert.equal(table?.ruled, true);
    assert.equal(table.markdown, markdown);
  });

  it('finds none in lines of prose', async () => {
    const prose = ['It was late', 'and nobody came', 'to the door', 'that night'];
    assert.equal(
      analyseTable(
        await picture(''),
        prose.map((text, i) => word(text, 20, 30 + i * 30)),
      ),
      undefined,
    );
    assert.equal(analyseTable(await picture(''), []), undefined);
  });
});

describe('a table as text', () => {
  const cell = (row: number, column: number, text: string, columnSpan = 1, rowSpan = 1): TableCell => ({
    row,
    column,
    rowSpan,
    columnSpan,
    text,
    confidence: 1,
  });
  const grid = {
    rows: 2,
    columns: 2,
    cells: [cell(0, 0, 'a|b'), cell(0, 1, 'say "hi", 5 %'), cell(1, 0, 'x_1 & y', 2)],
  };

  it('is escaped as each notation wants it', () => {
    assert.equal(
      toMarkdown(grid),
      '<!-- merged cells: row 2, columns 1 to 2 -->\n\n| a\\|b | say "hi", 5 % |\n| --- | --- |\n| x_1 & y |  |',
    );
    assert.equal(toCsv(grid), 'a|b,"say ""hi"", 5 %"\r\nx_1 & y,');
    assert.equal(
      toLatex(grid),
      '\\begin{tabular}{ll}\n  \\hline\n  a|b & say "hi", 5 \\% \\\\\n  \\hline\n  \\multicolumn{2}{c}{x\\_1 \\& y} \\\\\n  \\hline\n\\end{tabular}',
    );
  });
});
