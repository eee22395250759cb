/**
 * How much of a drawn diagram is read back.
 *
 *   npm run bench:diagram -- [--set dev|heldOut|unseen] [--count N] [--ocr] [--show] [--only NAME,…] [--parse]
 *
 * Without `--ocr` the text boxes come from the drawing itself; with it, from the bundled text extraction.
 * `--show` writes every case with a mistake as a picture with what was read drawn over it.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { analyseDiagram, type Diagram } from '../../src/engine/diagram';
import type { Raster } from '../../src/engine/image/raster';
import type { TextLine } from '../../src/protocol';
import { type Counts, compare, f1, type Score } from './measure';
import { writeOverlay } from './overlay';
import { CACHE, type Case, cases, openPage, type SetName } from './render';
import { TextCache } from './text';

const RESULTS = path.join(import.meta.dirname, 'results');

async function load(file: string): Promise<Raster> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

function trueLines(item: Case): TextLine[] {
  return item.truth.text.map(({ text, box }) => {
    // Text extraction draws its boxes a little wider and higher than the browser.
    const [x0, y0, x1, y1] = [
      box.x - 2,
      box.y - box.height / 8,
      box.x + box.width + 2,
      box.y + box.height * 1.125,
    ];
    return {
      text,
      confidence: 1,
      polygon: [
        { x: x0, y: y0 },
        { x: x1, y: y0 },
        { x: x1, y: y1 },
        { x: x0, y: y1 },
      ],
    };
  });
}

interface Row {
  readonly item: Case;
  readonly score: Score;
  readonly result: Diagram | undefined;
  readonly ms: number;
}

function sum(rows: readonly Row[], of: (score: Score) => Counts | { hit: number; drawn: number }): Counts {
  const total = { hit: 0, found: 0, drawn: 0 };
  for (const { score } of rows) {
    const counts = of(score);
    total.hit += counts.hit;
    total.found += 'found' in counts ? counts.found : 0;
    total.drawn += counts.drawn;
  }
  return total;
}

function report(name: string, rows: readonly Row[]): string {
  const score = (of: (score: Score) => Counts): string => f1(sum(rows, of)).toFixed(3);
  const share = (of: (score: Score) => { hit: number; drawn: number }): string => {
    const { hit, drawn } = sum(rows, of);
    return (drawn ? hit / drawn : 1).toFixed(3);
  };
  const times = rows.map(({ ms }) => ms).sort((a, b) => a - b);
  const cells = [
    name,
    rows.length,
    score((s) => s.nodes),
    score((s) => s.edges),
    score((s) => s.links),
    score((s) => s.labels),
    share((s) => s.shapes),
    share((s) => s.styles),
    score((s) => s.groups),
    times[times.length >> 1]?.toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'heldOut' },
    count: { type: 'string', default: '80' },
    only: { type: 'string' },
    ocr: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    parse: { type: 'boolean', default: false },
  },
});
const text = values.ocr ? new TextCache() : undefined;
const rows: Row[] = [];
for (const item of await cases(values.set as SetName, Number(values.count))) {
  if (values.only && !values.only.split(',').some((part) => item.name.includes(part))) continue;
  const raster = await load(path.join(CACHE, item.file));
  const lines = text ? await text.read(item, raster) : trueLines(item);
  const started = performance.now();
  const result = analyseDiagram(raster, lines);
  rows.push({ item, result, score: compare(result, item.truth), ms: performance.now() - started });
}

console.log(
  '| set | pictures | nodes F1 | edges F1 | undirected | labels F1 | shapes | styles | groups F1 | ms |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
const kinds = new Map<string, Row[]>();
for (const row of rows) {
  const { renderer, theme, look } = row.item;
  const names = [
    `all`,
    `${renderer}${look === 'classic' ? '' : ` ${look}`}`,
    `${renderer} ${theme}${look === 'classic' ? '' : ` ${look}`}`,
    row.item.file.endsWith('jpg') ? 'jpeg' : 'png',
    `${row.item.scale}×`,
  ];
  if (renderer === 'graphviz' || renderer === 'drawio') names.push(`${renderer} ${row.item.layout}`);
  for (const name of names) kinds.set(name, [...(kinds.get(name) ?? []), row]);
}
for (const [name, group] of [...kinds].sort(([a], [b]) =>
  a === 'all' ? -1 : b === 'all' ? 1 : a.localeCompare(b),
))
  console.log(report(name, group));

if (values.show) {
  const confusions = new Map<string, number>();
  for (const { item, score } of rows)
    for (const pair of score.confusions) {
      const name = `${item.look} ${pair}`;
      confusions.set(name, (confusions.get(name) ?? 0) + 1);
    }
  console.log(
    `shapes: ${[...confusions]
      .sort((a, b) => b[1] - a[1])
      .map(([pair, n]) => `${pair} ${n}`)
      .join(', ')}`,
  );
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
    if (error) {
      failed++;
      console.log(`${item.name}: ${error.slice(0, 300)}`);
    }
  }
  await close();
  console.log(`Mermaid output that does not parse: ${failed} of ${rows.length}`);
}

if (values.show) {
  const folder = path.join(RESULTS, `${values.set}${values.ocr ? '-ocr' : ''}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { item, result, score } of rows) {
    const wrong =
      score.missedNodes.length + score.extraNodes.length + score.missedEdges.length + score.extraEdges.length;
    const groups = score.groups.drawn - score.groups.hit + score.groups.found - score.groups.hit;
    if (wrong + groups + score.wrongLabels.length === 0 && !values.only) continue;
    console.log(
      `${item.name} (${item.layout}, ${item.theme}, ${item.scale}×): missed [${score.missedNodes.join('; ')}] extra [${score.extraNodes.join('; ')}] missed edges [${score.missedEdges.join('; ')}] extra edges [${score.extraEdges.join('; ')}] labels [${score.wrongLabels.join('; ')}] groups ${score.groups.hit}/${score.groups.drawn}`,
    );
    await writeOverlay(item, result, score, folder);
  }
  console.log(`overlays in ${path.relative(process.cwd(), folder)}`);
}
await text?.dispose();
