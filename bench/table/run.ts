/**
 * How much of a drawn table is read back: `npm run bench:table -- [--count N] [--show]`.
 *
 * Tables are drawn as HTML in Chromium: ruled, ruled between columns only, with lines below rows, striped or plain; light
 * and dark, several fonts, one and two pixels a point. A cell counts when its text is at least 90 % the same and stands in
 * the same row and column over as many of them.
 */

import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { TextReader } from '../../src/engine/ocr';
import { analyseTable } from '../../src/engine/table';
import { launchBrowser } from '../../test/vscode/browser';
import { editSimilarity } from '../diagram/measure';
import { pick, type Random, random } from '../diagram/spec';

const MODELS = path.join(import.meta.dirname, '..', '..', 'models');
const STYLES = ['ruled', 'columns', 'rows', 'striped', 'plain'] as const;
type Style = (typeof STYLES)[number];

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
}

const HEADS = 'Name Country Price Quantity Status Date Owner Version Size Total Region Share'.split(' ');
const COLUMNS: ((next: Random) => string)[] = [
  (next) => pick(next, 'France Japan Kenya Peru Norway Canada Brazil Spain Poland Chile'.split(' ')),
  (next) => `${(next() * 900 + 10).toFixed(2)}`,
  (next) => String(Math.floor(next() * 9000)),
  (next) => pick(next, ['open', 'in progress', 'done', 'on hold', 'waiting for review']),
  (next) => `2026-0${1 + Math.floor(next() * 9)}-${10 + Math.floor(next() * 18)}`,
  (next) => pick(next, ['Ada Marsh', 'Ben Okafor', 'Chen Wei', 'Dora Lind', 'Emil Novak']),
  (next) => `${Math.floor(next() * 20)}.${Math.floor(next() * 30)}.${Math.floor(next() * 10)}`,
  (next) => `${(next() * 99).toFixed(1)} %`,
];

function makeTable(seed: number): { cells: Cell[]; html: string; style: Style; scale: number } {
  const next = random(seed);
  const columns = 2 + Math.floor(next() * 5);
  const rows = 3 + Math.floor(next() * 10);
  const style = STYLES[seed % STYLES.length]!;
  const makers = Array.from({ length: columns }, () => pick(next, COLUMNS));
  const first = Math.floor(next() * HEADS.length);
  const cells: Cell[] = [];
  const lines: string[] = [];
  const merged = style === 'ruled' && next() < 0.4 && columns > 2 && rows > 4;
  for (let row = 0; row < rows; row++) {
    const line: string[] = [];
    for (let column = 0; column < columns; column++) {
      if (merged && row === 2 && column === 1) continue;
      if (merged && row === 4 && column === 0) continue;
      const columnSpan = merged && row === 2 && column === 0 ? 2 : 1;
      const rowSpan = merged && row === 3 && column === 0 ? 2 : 1;
      const text = row === 0 ? HEADS[(first + column) % HEADS.length]! : makers[column]!(next);
      cells.push({ row, column, rowSpan, columnSpan, text });
      const tag = row === 0 ? 'th' : 'td';
      line.push(`<${tag} colspan=${columnSpan} rowspan=${rowSpan}>${text}</${tag}>`);
    }
    lines.push(`<tr>${line.join('')}</tr>`);
  }
  const dark = next() < 0.3;
  const [ink, ground, edge, stripe] = dark
    ? ['#ddd', '#1e1e1e', '#666', '#2a2a2a']
    : ['#222', '#fff', '#999', '#eef1f5'];
  const borders = {
    ruled: `th, td { border: 1px solid ${edge} }`,
    columns: `table { border: 1px solid ${edge} } th, td { border-left: 1px solid ${edge} } th { border-bottom: 1px solid ${edge} }`,
    rows: `th, td { border-bottom: 1px solid ${edge} }`,
    striped: `tr:nth-child(even) td { background: ${stripe} }`,
    plain: '',
  }[style];
  const font = pick(next, ['DejaVu Sans', 'Liberation Sans', 'Liberation Serif', 'DejaVu Sans Mono']);
  const html = `<style>body { margin: 0; background: ${ground}; color: ${ink}; font: ${12 + Math.floor(next() * 6)}px '${font}' }
    table { border-collapse: collapse; margin: 20px } th, td { padding: ${4 + Math.floor(next() * 6)}px 14px; text-align: ${pick(next, ['left', 'center', 'right'])} }
    ${borders}</style><table>${lines.join('')}</table>`;
  return { cells, html, style, scale: next() < 0.4 ? 2 : 1 };
}

const { values } = parseArgs({
  options: { count: { type: 'string', default: '40' }, show: { type: 'boolean', default: false } },
});
const browser = await launchBrowser();
const reader = new TextReader(MODELS);
const totals = new Map<string, { hit: number; found: number; drawn: number; pictures: number }>();
for (let i = 0; i < Number(values.count); i++) {
  const { cells, html, style, scale } = makeTable(7_000 + i);
  const page = await browser.newPage({ viewport: { width: 1400, height: 800 }, deviceScaleFactor: scale });
  await page.setContent(html);
  const box = (await page.locator('table').boundingBox())!;
  const clip = { x: 0, y: 0, width: box.x + box.width + 20, height: box.y + box.height + 20 };
  const png = await page.screenshot({ clip });
  await page.close();
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const raster = { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
  const table = analyseTable(
    raster,
    (await reader.read(raster, undefined, undefined, { drawing: true })).lines,
  );
  const read = (table?.cells ?? []).filter(({ text }) => text !== '');
  const hit = cells.filter((cell) =>
    read.some(
      (other) =>
        other.row === cell.row &&
        other.column === cell.column &&
        other.rowSpan === cell.rowSpan &&
        other.columnSpan === cell.columnSpan &&
        editSimilarity(other.text, cell.text) >= 0.9,
    ),
  ).length;
  for (const name of ['all', style, `${scale}×`]) {
    const total = totals.get(name) ?? { hit: 0, found: 0, drawn: 0, pictures: 0 };
    totals.set(name, {
      hit: total.hit + hit,
      found: total.found + read.length,
      drawn: total.drawn + cells.length,
      pictures: total.pictures + 1,
    });
  }
  if (values.show && hit < cells.length)
    console.log(
      `${i} (${style}, ${scale}×): ${hit} of ${cells.length}\n${table?.markdown ?? 'no table'}\ndrawn: ${cells.map(({ text }) => text).join(' | ')}`,
    );
}
await reader.dispose();
await browser.close();
console.log('| tables | pictures | cell F1 |\n|---|---|---|');
for (const [name, { hit, found, drawn, pictures }] of totals)
  console.log(`| ${name} | ${pictures} | ${((2 * hit) / Math.max(1, found + drawn)).toFixed(3)} |`);
