/**
 * How much of a drawn sequence diagram is read back, with the bundled text extraction.
 *
 *   npm run bench:sequence -- [--set dev|heldOut|unseen] [--count N] [--only NAME] [--show] [--parse]
 *
 * `--show` names every mistake; `--parse` lets Mermaid's parser read the output.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyseDiagram, type Diagram } from '../../../src/engine/diagram';
import { CACHE } from '../pages';
import { loadRaster, printReport, printUnparsed } from '../report';
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

const rows: Row[] = [];
for (const item of await sequenceCases(values.set as SequenceSet, Number(values.count))) {
  if (values.only && !item.name.endsWith(values.only)) continue;
  const raster = await loadRaster(path.join(CACHE, item.file));
  const result = await analyseDiagram(raster, await text.read(item, raster));
  const sequence = result?.type === 'sequence' ? result : undefined;
  rows.push({ item, result: sequence, score: compareSequence(sequence, item.truth) });
}
await text.dispose();

printReport(
  rows,
  ({ item: { renderer, theme, scale, file } }) => [
    `${renderer} ${theme}`,
    `${scale}×`,
    file.endsWith('jpg') ? 'jpeg' : 'png',
  ],
  [
    { title: 'participants F1', of: (s) => s.participants },
    { title: 'messages F1', of: (s) => s.messages },
    { title: 'line styles', of: (s) => s.styles },
    { title: 'heads', of: (s) => s.heads },
    { title: 'notes F1', of: (s) => s.notes },
    { title: 'frames F1', of: (s) => s.frames },
  ],
);

if (values.show)
  for (const { item, result, score } of rows) {
    if (score.mistakes.length === 0 && !values.only) continue;
    console.log(
      `\n${item.file} (${item.theme}, ${item.scale}×)${result ? '' : ': not read as a sequence diagram'}`,
    );
    for (const mistake of score.mistakes) console.log(`  ${mistake}`);
    if (values.only && result) console.log(result.mermaid, result.outline);
  }

if (values.parse)
  await printUnparsed(
    rows.flatMap(({ item, result }) => (result ? [{ name: item.name, mermaid: result.mermaid }] : [])),
  );
