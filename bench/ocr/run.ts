/**
 * Accuracy and time of text extraction beside tesseract.js and @gutenye/ocr-node, on the same pictures in one run.
 *
 * npm run bench:ocr -- [--set held-out|tuning|sizes] [--variant png|jpeg|…] [--every N] [--alone] [--kinds code,terminal]
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { degrade, VARIANTS, type Variant } from './degrade';
import { accuracy, type Score, score } from './measure';
import type { SetName } from './render/render';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'held-out' },
    variant: { type: 'string', default: 'png' },
    every: { type: 'string', default: '1' },
    kinds: { type: 'string' },
    alone: { type: 'boolean', default: false },
    cache: { type: 'string', default: join(homedir(), '.cache', 'pixelscribe', 'ocr', 'pictures') },
  },
});

if (!existsSync(join(here, 'node_modules'))) {
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: 'inherit' });
}
const { renderSet, SETS } = await import('./render/render');
const { guten, pixelScribe, tesseract } = await import('./engines');

const variant = values.variant as Variant;
if (!VARIANTS.includes(variant))
  throw new Error(`There is no variant ${variant}; there are ${VARIANTS.join(', ')}.`);
const set = values.set as SetName;
if (!SETS.includes(set)) throw new Error(`There is no set ${values.set}; there are ${SETS.join(', ')}.`);
const kinds = values.kinds?.split(',');
const pictures = (await renderSet(set, root, values.cache))
  .filter(({ kind }) => !kinds || kinds.includes(kind))
  .filter((_, i) => i % Number(values.every) === 0);

const engines = [await pixelScribe(root), ...(values.alone ? [] : [await tesseract(), await guten()])];
interface Result extends Score {
  readonly kind: string;
  readonly ms: number;
}
const results = new Map<string, Result[]>(engines.map(({ name }) => [name, []]));
for (const picture of pictures) {
  const bytes = await degrade(join(values.cache, `${picture.name}.png`), variant);
  const truth = picture.truth.blocks.flatMap((rows) => rows.map(({ text }) => text)).join('\n');
  for (const engine of engines) {
    // The first picture warms each engine up.
    if (picture === pictures[0]) await engine.read(bytes);
    const started = performance.now();
    const text = await engine.read(bytes);
    const ms = performance.now() - started;
    const result = { ...score(truth, text), kind: picture.kind, ms };
    results.get(engine.name)!.push(result);
    console.error(`${picture.name} ${engine.name} ${accuracy([result]).toFixed(4)} ${ms.toFixed(0)} ms`);
  }
}
for (const engine of engines) await engine.close();

console.log(`${values.set} set, ${variant}, ${pictures.length} pictures\n`);
const shown = ['all', ...new Set(pictures.map(({ kind }) => kind))];
console.log(['engine', ...shown, 'ms/picture'].map((cell) => cell.padEnd(18)).join(''));
for (const [name, list] of results) {
  const cells = shown.map((kind) =>
    accuracy(list.filter((r) => kind === 'all' || r.kind === kind)).toFixed(4),
  );
  const ms = list.reduce((sum, r) => sum + r.ms, 0) / list.length;
  console.log([name, ...cells, ms.toFixed(0)].map((cell) => cell.padEnd(18)).join(''));
}
