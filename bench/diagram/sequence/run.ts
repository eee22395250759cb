/**
 * How much of a drawn sequence diagram is read back, with the bundled text extraction.
 *
 *   npm run bench:sequence -- [--set dev|heldOut|unseen] [--count N] [--only NAME] [--show] [--parse]
 *
 * `--show` names every mistake; `--parse` lets Mermaid's parser read the output.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { analyseDiagram, type Diagram } from '../../../src/engine/diagram';
import type { Raster } from '../../../src/engine/image/raster';
import { type Counts, f1 } from '../measure';
import { CACHE, openPage } from '../render';
import { TextCache } from '../text';
import { compareSequence, type SequenceScore } from './measure';
import { type SequenceCase, type SequenceSet, sequenceCases } from './render';

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'heldOut' },
    count: { type: 'string', default: '40' },
    only: { type: 'string' },
    show: { type: 'boolean', default: false },
    parse: { type: 'boolean', default: false },
  },
});
const text = new TextCache();

interface Row {
  readonly item: SequenceCase;
  readonly score: SequenceScore;
  readonly result: Diagram | undefined;
}

async function load(file: string): Promise<Raster> {
  const picture = sharp(file).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

const rows: Row[] = [];
for (const item of await sequenceCases(values.set as SequenceSet, Number(values.count))) {
  if (values.only && !item.name.endsWith(values.only)) continue;
  const raster = await load(path.join(CACHE, item.file));
  const result = analyseDiagram(raster, await text.read(item, raster));
  const sequence = result?.type === 'sequence' ? result : undefined;
  rows.push({ item, result: sequence, score: compareSequence(sequence, item.truth) });
}
await text.dispose();

function report(name: string, group: readonly Row[]): string {
  const total = (of: (score: SequenceScore) => Counts): string => {
    const sum = { hit: 0, found: 0, drawn: 0 };
    for (const { score } of group) {
      const counts = of(score);
      sum.hit += counts.hit;
      sum.found += counts.found;
      sum.drawn += counts.drawn;
    }
    return f1(sum).toFixed(3);
  };
  const share = (of: (score: SequenceScore) => { hit: number; drawn: number }): string => {
    const hit = group.reduce((sum, { score }) => sum + of(score).hit, 0);
    const drawn = group.reduce((sum, { score }) => sum + of(score).drawn, 0);
    return (drawn ? hit / drawn : 1).toFixed(3);
  };
  const cells = [
    name,
    group.length,
    total((s) => s.participants),
    total((s) => s.messages),
    share((s) => s.styles),
    share((s) => s.heads),
    total((s) => s.notes),
    total((s) => s.frames),
  ];
  return `| ${cells.join(' | ')} |`;
}

console.log(
  '| set | pictures | participants F1 | messages F1 | line styles | heads | notes F1 | frames F1 |',
);
console.log('|---|---|---|---|---|---|---|---|');
const kinds = new Map<string, Row[]>();
for (const row of rows) {
  const { renderer, theme, scale, file } = row.item;
  for (const name of ['all', `${renderer} ${theme}`, `${scale}×`, file.endsWith('jpg') ? 'jpeg' : 'png'])
    kinds.set(name, [...(kinds.get(name) ?? []), row]);
}
for (const [name, group] of kinds) console.log(report(name, group));

if (values.show)
  for (const { item, result, score } of rows) {
    if (score.mistakes.length === 0 && !values.only) continue;
    console.log(
      `\n${item.file} (${item.theme}, ${item.scale}×)${result ? '' : ': not read as a sequence diagram'}`,
    );
    for (const mistake of score.mistakes) console.log(`  ${mistake}`);
    if (values.only && result) console.log(result.mermaid, result.outline);
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
