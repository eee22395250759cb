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
import { analyseDiagram, type Diagram } from '../../src/engine/diagram';
import type { TextLine } from '../../src/protocol';
import { compare, type Score } from './measure';
import { writeOverlay } from './overlay';
import { CACHE } from './pages';
import { type Case, cases, type SetName } from './render';
import { loadRaster, printReport, printUnparsed } from './report';
import { TextCache } from './text';

const RESULTS = path.join(import.meta.dirname, 'results');

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
  const raster = await loadRaster(path.join(CACHE, item.file));
  const lines = text ? await text.read(item, raster) : trueLines(item);
  const result = await analyseDiagram(raster, lines, undefined, text?.rereadFor(item));
  rows.push({ item, result, score: compare(result, item.truth) });
}

printReport(
  rows,
  ({ item: { renderer, theme, look, file, scale, layout } }) => {
    const drawn = look === 'classic' ? '' : ` ${look}`;
    return [
      `${renderer}${drawn}`,
      `${renderer} ${theme}${drawn}`,
      file.endsWith('jpg') ? 'jpeg' : 'png',
      `${scale}×`,
      ...(renderer === 'graphviz' || renderer === 'drawio' ? [`${renderer} ${layout}`] : []),
    ];
  },
  [
    { title: 'nodes F1', of: (s) => s.nodes },
    { title: 'edges F1', of: (s) => s.edges },
    { title: 'undirected', of: (s) => s.links },
    { title: 'labels F1', of: (s) => s.labels },
    { title: 'shapes', of: (s) => s.shapes },
    { title: 'styles', of: (s) => s.styles },
    { title: 'groups F1', of: (s) => s.groups },
  ],
);

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

if (values.parse)
  await printUnparsed(
    rows.flatMap(({ item, result }) => (result ? [{ name: item.name, mermaid: result.mermaid }] : [])),
  );

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
