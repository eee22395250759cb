/**
 * How much of a drawn class or entity diagram is read back, with the bundled text extraction.
 *
 *   npm run bench:classes -- [--set dev|heldOut|unseen] [--count N] [--only NAME] [--show] [--parse]
 *
 * `--show` names every mistake and draws what was read over the pictures that have some; `--parse` lets Mermaid's parser
 * read the output.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyseDiagram, type Diagram } from '../../../src/engine/diagram';
import { drawOver } from '../overlay';
import { CACHE } from '../pages';
import { loadRaster, printReport, printUnparsed } from '../report';
import { TextCache } from '../text';
import { compareModel, type ModelScore } from './measure';
import { type ModelCase, type ModelSet, modelCases } from './render';

const RESULTS = path.join(import.meta.dirname, '..', 'results');

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'heldOut' },
    count: { type: 'string', default: '30' },
    only: { type: 'string' },
    show: { type: 'boolean', default: false },
    parse: { type: 'boolean', default: false },
  },
});
const text = new TextCache();

interface Row {
  readonly item: ModelCase;
  readonly score: ModelScore;
  readonly result: Diagram | undefined;
}

const rows: Row[] = [];
for (const item of await modelCases(values.set as ModelSet, Number(values.count))) {
  if (values.only && !item.name.endsWith(values.only)) continue;
  const raster = await loadRaster(path.join(CACHE, item.file));
  const result = await analyseDiagram(raster, await text.read(item, raster));
  rows.push({ item, result, score: compareModel(result, item.truth) });
}
await text.dispose();

printReport(
  rows,
  ({ item: { renderer, theme, scale, file } }) => [
    `${renderer}`,
    `${renderer} ${theme}`,
    `${scale}×`,
    file.endsWith('jpg') ? 'jpeg' : 'png',
  ],
  [
    { title: 'type', of: (s) => s.type },
    { title: 'boxes F1', of: (s) => s.boxes },
    { title: 'members F1', of: (s) => s.members },
    { title: 'relations F1', of: (s) => s.relations },
    { title: 'of any kind', of: (s) => s.links },
    { title: 'multiplicities F1', of: (s) => s.multiplicities },
    { title: 'labels F1', of: (s) => s.labels },
    { title: 'stereotypes F1', of: (s) => s.stereotypes },
  ],
);

if (values.show) {
  const folder = path.join(RESULTS, `${values.set}-classes`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { item, result, score } of rows) {
    if (score.mistakes.length === 0 && !values.only) continue;
    console.log(`\n${item.file} (${item.theme}, ${item.scale}×)`);
    for (const mistake of score.mistakes) console.log(`  ${mistake}`);
    if (values.only && result) console.log(result.mermaid, result.outline);
    await drawOver(item, result, score.mistakes, folder);
  }
  console.log(`overlays in ${path.relative(process.cwd(), folder)}`);
}

if (values.parse)
  await printUnparsed(
    rows.flatMap(({ item, result }) => (result ? [{ name: item.name, mermaid: result.mermaid }] : [])),
  );
