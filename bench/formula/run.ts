/**
 * Accuracy, time and memory of formula reading, through the shipped ONNX files and the runtime that ships.
 *
 *   npm run bench:formula -- [--set printed|handwritten|heldOut] [--pictures FOLDER] [--scale 0.5] [--limit N] [--show N]
 *     [--beams 4] [--first] [--model NAME] [--memory] [--others FOLDER…] [--check PYTHON]
 *
 * Answers and labels are compared in canonical form (models/train/normalise.mjs); labels without one are left out. A formula
 * that is taken for none counts as an empty answer. `--pictures` names another folder with labels.jsonl. `--first` scores
 * the first draft of one model, without the second scale, the lines and the judgement: what PyTorch is compared with;
 * `--model` names that model, or has it alone read and judge. `--others` counts
 * how many pictures without a formula are turned away instead. `--check` compares five pictures with the reference runtime
 * in Python. The evaluation's folder is `../shared/eval`, or FORMULA_EVAL.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { normalise } from '../../models/train/normalise.mjs';
import { FormulaReader, PRINT_MODEL } from '../../src/engine/formula/formula-reader';
import { canonicalTokens, latexOf } from '../../src/engine/formula/hypothesis';
import { type LatexReading, ModelReader } from '../../src/engine/formula/model-reader';
import { splitToken } from '../../src/engine/formula/tokens';
import type { Raster } from '../../src/engine/image/raster';
import { errorCode } from '../../src/errors';
import { checkAgainstPython } from './check';
import { equal, type Pair, scores } from './scores';
import { labelled, open, picturesBelow, SETS, spread } from './sets';

const root = join(__dirname, '../..');
const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'printed' },
    pictures: { type: 'string' },
    scale: { type: 'string', default: '1' },
    limit: { type: 'string', default: '1000000' },
    show: { type: 'string', default: '0' },
    beams: { type: 'string', default: '4' },
    first: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    others: { type: 'string', multiple: true, default: [] },
    check: { type: 'string' },
    model: { type: 'string' },
    models: { type: 'string', default: join(root, 'models') },
  },
});
const beams = Number(values.beams);
const limit = Number(values.limit);

type Reader = FormulaReader | ModelReader;

interface Answer extends Pick<LatexReading, 'latex' | 'confidence'> {
  /** Canonical tokens as they were written. */
  readonly written: readonly string[];
}

/** Undefined where no formula is found. */
async function answer(reader: Reader, raster: Raster): Promise<Answer | undefined> {
  if (values.first && reader instanceof ModelReader) {
    const draft = await reader.examine(raster, { beams: 1 });
    const best = draft?.hypotheses[0];
    return best && { latex: latexOf(best), confidence: Number.NaN, written: canonicalTokens(best) };
  }
  try {
    const reading = await reader.read(raster, { beams });
    if (!reading) return undefined;
    const { latex, confidence, tokens } = reading;
    return { latex, confidence, written: tokens.flatMap(({ text }) => splitToken(text)) };
  } catch (error) {
    if (errorCode(error) === 'no-formula-found') return undefined;
    throw error;
  }
}

interface Result extends Pair {
  readonly file: string;
  readonly confidence: number | undefined;
  readonly ms: number;
}

async function measure(reader: Reader, folder: string): Promise<void> {
  const labels = labelled(folder).slice(0, limit);
  const results: Result[] = [];
  for (const { file, latex } of labels) {
    const reference = normalise(latex);
    if (!reference) continue;
    const raster = await open(file, Number(values.scale));
    // The first picture loads the model.
    if (results.length === 0) await answer(reader, raster);
    const start = performance.now();
    const found = await answer(reader, raster);
    const ms = performance.now() - start;
    const tokens = found ? (normalise(found.latex) ?? found.written) : [];
    results.push({ file, reference, answer: tokens, confidence: found?.confidence, ms });
  }
  for (const { file, answer, reference } of results
    .filter((r) => !equal(r.answer, r.reference))
    .slice(0, Number(values.show))) {
    console.log(`${file}\n  label  ${reference.join(' ')}\n  answer ${answer.join(' ')}`);
  }
  const { exact, similarity, bleu4 } = scores(results);
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))]!);
  console.log(
    JSON.stringify({
      folder,
      pictures: results.length,
      withoutCanonicalLabel: labels.length - results.length,
      scale: Number(values.scale),
      exact: round(exact),
      similarity: round(similarity),
      bleu4: round(bleu4),
      notFound: results.filter(({ confidence }) => confidence === undefined).length,
      medianMs: at(0.5),
      p90Ms: at(0.9),
    }),
  );
  if (!values.first) reliability(results);
}

/** Do promises hold? Mean confidence beside the share that is right. */
function reliability(results: readonly Result[]): void {
  console.log('confidence   pictures   promised   right');
  for (const [from, to] of [
    [0, 0.2],
    [0.2, 0.4],
    [0.4, 0.6],
    [0.6, 0.8],
    [0.8, 1.01],
  ] as const) {
    const those = results.filter(({ confidence = -1 }) => confidence >= from && confidence < to);
    if (those.length === 0) continue;
    const mean = (list: readonly number[]) =>
      round(list.reduce((sum, value) => sum + value, 0) / list.length);
    const right = those.map((result) => Number(equal(result.answer, result.reference)));
    const cells = [
      `${from}–${Math.min(1, to)}`,
      those.length,
      mean(those.map((r) => r.confidence!)),
      mean(right),
    ];
    console.log(cells.map((cell) => String(cell).padEnd(11)).join(''));
  }
}

async function turnedAway(reader: Reader, folders: readonly string[]): Promise<void> {
  const files = spread(folders.flatMap(picturesBelow), limit);
  const kept: string[] = [];
  for (const file of files) {
    const found = await answer(reader, await open(file, Number(values.scale)));
    if (found) kept.push(`${file}: ${found.latex.slice(0, 80)} (${found.confidence.toFixed(2)})`);
  }
  for (const line of kept.slice(0, Number(values.show))) console.log(line);
  const share = round(1 - kept.length / files.length);
  console.log(JSON.stringify({ folders, pictures: files.length, turnedAway: share }));
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

async function main(): Promise<void> {
  const mebibytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
  const folderOf = SETS[values.set];
  if (!folderOf) throw new Error(`There is no set ${values.set}, only ${Object.keys(SETS).join(', ')}.`);
  const folder = values.pictures ?? folderOf(process.env.FORMULA_EVAL ?? join(root, '..', 'shared', 'eval'));
  const model = join(values.models, values.model ?? PRINT_MODEL);
  if (values.check) return checkAgainstPython(values.check, model, folder, root);
  const before = mebibytes();
  const alone = values.first || values.model !== undefined;
  const reader = alone ? new ModelReader(model) : new FormulaReader(values.models);
  if (values.others.length > 0) await turnedAway(reader, values.others);
  else await measure(reader, folder);
  if (values.memory)
    console.log(JSON.stringify({ memoryBeforeMiB: before, memoryAddedMiB: mebibytes() - before }));
  await reader.dispose();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
