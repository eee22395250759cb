/**
 * What the shipped formula models read in fixed pictures, twenty of print and ten of handwriting, for the tests:
 * `npm run golden:formula` after new weights and after fit-confidence.ts. The pictures and their labels stay as they are.
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { equal } from '../../bench/formula/scores';
import { labelled } from '../../bench/formula/sets';
import { FormulaReader } from '../../src/engine/formula/formula-reader';
import { formulaToLatex } from '../../src/engine/tasks/formula-to-latex';
import { normalise } from './normalise.mjs';

export interface GoldenReading {
  readonly file: string;
  readonly latex: string;
  /** Probability that it is right, three decimals. */
  readonly confidence: number;
}

const root = join(__dirname, '../..');
const FOLDERS = ['formulas', 'formulas-handwritten'].map((name) => join(root, 'test/fixtures', name));

async function main(): Promise<void> {
  const reader = new FormulaReader(join(root, 'models'));
  for (const folder of FOLDERS) await readAll(reader, folder);
  await reader.dispose();
}

async function readAll(reader: FormulaReader, pictures: string): Promise<void> {
  const { signal } = new AbortController();
  const readings: GoldenReading[] = [];
  let right = 0;
  for (const { file, latex: label } of labelled(pictures)) {
    const { latex, confidence } = await formulaToLatex({ path: file }, reader, signal);
    if (equal(normalise(latex) ?? [], normalise(label) ?? [])) right++;
    readings.push({ file: basename(file), latex, confidence: Number(confidence.toFixed(3)) });
  }
  writeFileSync(join(pictures, 'golden.json'), `${JSON.stringify(readings, undefined, 1)}\n`);
  console.log(`${basename(pictures)}: ${right} of ${readings.length} are right.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
