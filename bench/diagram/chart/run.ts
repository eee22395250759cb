/**
 * How much of a drawn chart is read back, with the bundled text extraction.
 *
 *   npm run bench:chart -- [--set dev|heldOut|unseen] [--count N] [--only NAME] [--show] [--parse] [--negatives]
 *
 * `--show` names every mistake and writes pictures with what was measured to bench/diagram/results/chart;
 * `--parse` lets Mermaid's parser read the output; `--negatives` instead counts the diagrams of the other benchmarks
 * that are taken for charts: those that were drawn into `PIXELSCRIBE_BENCH_CACHE` and read there. matplotlib is that of `PIXELSCRIBE_PYTHON`, else of
 * python3.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { analyseDiagram, type Diagram } from '../../../src/engine/diagram';
import type { Raster } from '../../../src/engine/image/raster';
import { type Counts, f1 } from '../measure';
import { CACHE, openPage } from '../pages';
import { TextCache } from '../text';
import { type ChartScore, compareChart } from './measure';
import { falseCharts } from './negatives';
import { writeChartOverlay } from './overlay';
import { type ChartCase, type ChartSet, chartCases } from './render';

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'heldOut' },
    count: { type: 'string', default: '24' },
    only: { type: 'string' },
    show: { type: 'boolean', default: false },
    parse: { type: 'boolean', default: false },
    negatives: { type: 'boolean', default: false },
  },
});
const text = new TextCache();

interface Row {
  readonly item: ChartCase;
  readonly score: ChartScore;
  readonly result: Diagram | undefined;
}

async function load(file: string): Promise<Raster> {
  const picture = sharp(file).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

if (values.negatives) {
  const { looked, taken } = await falseCharts(load);
  console.log(`taken for charts: ${taken.length} of ${looked} other diagrams ${taken.join(' ')}`);
  process.exit(0);
}

const rows: Row[] = [];
for (const item of await chartCases(values.set as ChartSet, Number(values.count))) {
  if (values.only && !item.name.endsWith(values.only)) continue;
  const raster = await load(path.join(CACHE, item.file));
  const lines = await text.read(item, raster);
  const result = await analyseDiagram(raster, lines);
  rows.push({ item, result, score: compareChart(result, item) });
  if (values.only)
    for (const line of lines)
      console.log(
        JSON.stringify(line.text),
        line.polygon.map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`).join(' '),
      );
}
await text.dispose();

function report(name: string, group: readonly Row[]): string {
  const sum = (of: (score: ChartScore) => Counts): Counts =>
    group.reduce(
      (total, { score }) => {
        const { hit, found, drawn } = of(score);
        return { hit: total.hit + hit, found: total.found + found, drawn: total.drawn + drawn };
      },
      { hit: 0, found: 0, drawn: 0 },
    );
  const marks = sum((s) => s.values);
  const kinds = group.filter(({ score }) => score.kind).length;
  const covered = group.reduce((total, { score }) => total + score.covered.hit, 0);
  const cells = [
    name,
    group.length,
    (kinds / group.length).toFixed(3),
    f1(sum((s) => s.labels)).toFixed(3),
    (marks.drawn ? marks.hit / marks.drawn : 1).toFixed(3),
    (marks.found ? marks.hit / marks.found : 1).toFixed(3),
    (marks.found ? covered / marks.found : 1).toFixed(3),
  ];
  return `| ${cells.join(' | ')} |`;
}

console.log(
  '| pictures | number | kind | labels F1 | marks within 2 % | of those told | within their uncertainty |',
);
console.log('|---|---|---|---|---|---|---|');
const groups = new Map<string, Row[]>();
for (const row of rows) {
  const { renderer, truth, scale, file } = row.item;
  const kind = `${truth.stacked ? 'stacked ' : ''}${truth.horizontal ? 'lying ' : ''}${truth.mark}`;
  for (const name of ['all', renderer, kind, `${scale}×`, file.endsWith('jpg') ? 'jpeg' : 'png'])
    groups.set(name, [...(groups.get(name) ?? []), row]);
}
for (const [name, group] of groups) console.log(report(name, group));

if (values.show) {
  const folder = path.join(import.meta.dirname, '..', 'results', 'chart');
  mkdirSync(folder, { recursive: true });
  for (const { item, result, score } of rows) {
    if (score.mistakes.length === 0 && !values.only) continue;
    const { mark, horizontal, stacked } = item.truth;
    console.log(
      `\n${item.file} (${item.theme}, ${item.scale}×, ${mark}${horizontal ? ' lying' : ''}${stacked ? ' stacked' : ''})${result ? `: ${result.type} ${result.confidence.toFixed(2)}` : ': nothing read'}`,
    );
    for (const mistake of score.mistakes.slice(0, 9)) console.log(`  ${mistake}`);
    if (values.only && result) console.log(result.mermaid, result.outline);
    await writeChartOverlay(item, result, folder);
  }
}

if (values.parse) {
  const { page, close } = await openPage();
  let failed = 0;
  for (const { item, result } of rows) {
    if (!result) continue;
    const error = await page.evaluate(
      (source) => (window as never as { draw: { parses(s: string): Promise<string> } }).draw.parses(source),
      result.mermaid,
    );
    if (!error) continue;
    failed++;
    console.log(`${item.name}: ${error.slice(0, 300)}`);
  }
  await close();
  console.log(`Mermaid output that does not parse: ${failed} of ${rows.length}`);
}
