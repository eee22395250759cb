/**
 * How well the kind of a picture is told, on pictures by programs, themes and cameras that the model was
 * not built on.
 *
 *   npm run bench:kind -- PICTURES [--readings FILE]
 *
 * PICTURES holds a folder for each kind, as made by make-pages.ts and make-other.py (see docs/descriptions.md).
 * FILE holds readings of the text by models/train-kind/read.ts, so that the pictures need not be read again.
 * Writes each picture's result to bench/kind/results/held-out.json.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Describer, type DescriptionParts } from '../../src/engine/describe';
import { composeDescription } from '../../src/engine/describe/compose';
import type { Reading } from '../../src/engine/describe/scene';
import { decodeImage } from '../../src/engine/image/decode';
import { TextReader } from '../../src/engine/ocr';
import { IMAGE_KINDS, type ImageKind } from '../../src/protocol';

const modelsDir = join(__dirname, '../../models');

interface Result {
  readonly file: string;
  readonly truth: ImageKind;
  readonly kind: ImageKind;
  readonly confidence: number;
  readonly altText: string;
  readonly ms: number;
}

function storedReadings(file: string | undefined): Map<string, Reading> {
  if (!file) return new Map();
  const rows = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(rows.map((row) => JSON.parse(row) as Reading & { file: string }).map((r) => [r.file, r]));
}

async function measure(pictures: string, readings: Map<string, Reading>): Promise<Result[]> {
  const reader = new TextReader(modelsDir);
  const describer = new Describer(modelsDir);
  const results: Result[] = [];
  for (const truth of IMAGE_KINDS) {
    const dir = join(pictures, truth);
    if (!existsSync(dir)) continue;
    for (const name of readdirSync(dir).sort()) {
      const file = `${truth}/${name}`;
      const raster = await decodeImage({ path: join(dir, name) });
      const reading = readings.get(file) ?? (await reader.read(raster));
      const start = performance.now();
      const parts: DescriptionParts = await describer.examine(raster, reading);
      const ms = performance.now() - start;
      const { kind, confidence } = parts.guess;
      results.push({ file, truth, kind, confidence, altText: composeDescription(parts).altText, ms });
    }
  }
  await reader.dispose();
  await describer.dispose();
  return results;
}

function printConfusion(results: readonly Result[]): void {
  const short = (kind: string) => kind.slice(0, 7).padStart(8);
  console.log(`${'is \\ told'.padEnd(10)}${IMAGE_KINDS.map(short).join('')}   right`);
  for (const truth of IMAGE_KINDS) {
    const row = results.filter((r) => r.truth === truth);
    const counts = IMAGE_KINDS.map((kind) => row.filter((r) => r.kind === kind).length);
    const right = row.filter((r) => r.kind === truth).length;
    const cells = counts.map((n) => (n === 0 ? '·' : String(n)).padStart(8)).join('');
    console.log(`${truth.padEnd(10)}${cells}   ${right}/${row.length}`);
  }
  const right = results.filter((r) => r.kind === r.truth).length;
  console.log(`\naccuracy ${((100 * right) / results.length).toFixed(1)} % of ${results.length} pictures`);
}

/** How often a kind told with some confidence is right. */
function printCalibration(results: readonly Result[]): void {
  console.log('\nconfidence   pictures   right');
  let error = 0;
  for (const [low, high] of [
    [0, 0.5],
    [0.5, 0.75],
    [0.75, 0.9],
    [0.9, 0.97],
    [0.97, 1.01],
  ] as const) {
    const bin = results.filter((r) => r.confidence >= low && r.confidence < high);
    if (bin.length === 0) continue;
    const right = bin.filter((r) => r.kind === r.truth).length / bin.length;
    const mean = bin.reduce((sum, r) => sum + r.confidence, 0) / bin.length;
    error += (bin.length / results.length) * Math.abs(right - mean);
    console.log(
      `${low.toFixed(2)}–${Math.min(1, high).toFixed(2)}   ${String(bin.length).padStart(8)}   ${(100 * right).toFixed(0)} %`,
    );
  }
  console.log(`expected calibration error ${error.toFixed(3)}`);
}

async function main(): Promise<void> {
  const [pictures, flag, file] = process.argv.slice(2);
  if (!pictures) {
    console.error(
      'Say where the pictures are: npm run bench:kind -- PICTURES. docs/descriptions.md tells how to make them.',
    );
    process.exitCode = 2;
    return;
  }
  const results = await measure(pictures, storedReadings(flag === '--readings' ? file : undefined));
  printConfusion(results);
  printCalibration(results);
  for (const r of results.filter((r) => r.kind !== r.truth))
    console.log(`${r.file}: ${r.kind} ${r.confidence.toFixed(2)}`);
  const times = results.map((r) => r.ms).sort((a, b) => a - b);
  console.log(
    `\nkind and description without reading: median ${times[times.length >> 1]!.toFixed(0)} ms, longest ${times.at(-1)!.toFixed(0)} ms`,
  );
  mkdirSync(join(__dirname, 'results'), { recursive: true });
  writeFileSync(join(__dirname, 'results/held-out.json'), JSON.stringify(results, null, 1));
}

void main();
