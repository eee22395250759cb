/**
 * Fits how far the formula model may be trusted to what it does on pictures it was not trained on, and writes
 * its confidence.json. To be run again after new weights:
 *
 *   npm run fit:formula -- --formulas FOLDER… [--others FOLDER…] [--unlabelled FOLDER…] [--limit 300]
 *     [--model formula-handwritten] [--out FILE]
 *
 * `--formulas`: pictures with labels.jsonl; `--unlabelled`: pictures of formulas whose LaTeX is not known; `--others`:
 * pictures without a formula; without those, what tells formulas from them stays as it is. At most `--limit` of each kind are taken, evenly spread. What is printed is measured on
 * every second picture after a fit to the others; what is written is fitted to all. The evaluation's sets are not to be used here.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { equal, matched } from '../../bench/formula/scores';
import { labelled, open, picturesBelow, spread } from '../../bench/formula/sets';
import {
  READING_FEATURES,
  readingEvidence,
  SIGHT_FEATURES,
  TOKEN_FEATURES,
  tokenEvidence,
  WEIGHED_FEATURES,
  WHOLE_FEATURES,
  weighedEvidence,
  wholeEvidence,
} from '../../src/engine/formula/evidence';
import { HANDWRITING_MODEL, PRINT_MODEL } from '../../src/engine/formula/formula-reader';
import { canonicalTokens, type Hypothesis, latexOf } from '../../src/engine/formula/hypothesis';
import { type Draft, ModelReader, SURE } from '../../src/engine/formula/model-reader';
import type { Opinion } from '../../src/engine/formula/second-looks';
import { splitToken } from '../../src/engine/formula/tokens';
import {
  type LogisticGate,
  type LogisticModel,
  probability,
  TRUST_FILE,
  type Trust,
} from '../../src/engine/formula/trust';
import { BEAMS } from '../../src/engine/tasks/formula-to-latex';
import { fitLogistic, qualityOf, type Row } from './logistic';
import { normalise } from './normalise.mjs';

/** So many formulas a gate may turn away. */
const REFUSED_FORMULAS = 0.01;
/** A doubtful reading is marked as one and does less harm than a formula turned away, such as a handwritten one. */
const HIGHEST_THRESHOLD = 0.3;

const root = join(__dirname, '../..');
const { values } = parseArgs({
  options: {
    formulas: { type: 'string', multiple: true, default: [] },
    unlabelled: { type: 'string', multiple: true, default: [] },
    others: { type: 'string', multiple: true, default: [] },
    limit: { type: 'string', default: '300' },
    model: { type: 'string', default: PRINT_MODEL },
    out: { type: 'string' },
  },
});
const limit = Number(values.limit);
const folder = join(root, 'models', values.model);
const handwriting = values.model === HANDWRITING_MODEL;
if (values.formulas.length === 0) {
  throw new Error('Name folders of pictures with --formulas; the head of this file says which.');
}

interface Example {
  readonly draft: Draft;
  readonly formula: boolean;
  /** Canonical tokens, where they are known. */
  readonly reference?: readonly string[];
}

/** An example of which the LaTeX is known. */
type Labelled = Example & Required<Pick<Example, 'reference'>>;

async function collect(reader: ModelReader): Promise<Example[]> {
  const examples: Example[] = [];
  const formulas = spread(values.formulas.flatMap(labelled), limit);
  const others = spread(values.others.flatMap(picturesBelow), limit);
  for (const [i, { file, latex }] of formulas.entries()) {
    if (i % 50 === 0) console.error(`formulas: ${i} of ${formulas.length}`);
    const reference = normalise(latex);
    const draft = reference && (await reader.examine(await open(file)));
    if (draft) examples.push({ draft, formula: true, reference });
  }
  const unlabelled = spread(values.unlabelled.flatMap(picturesBelow), limit);
  const rest = [
    ...unlabelled.map((file) => ({ file, formula: true })),
    ...others.map((file) => ({ file, formula: false })),
  ];
  for (const [i, { file, formula }] of rest.entries()) {
    if (i % 50 === 0) console.error(`without labels: ${i} of ${rest.length}`);
    const raster = await open(file);
    // The reader of handwriting does not get to see the others.
    if (!formula && handwriting && !(await reader.mayBePenned(raster))) continue;
    const draft = await reader.examine(raster);
    if (draft) examples.push({ draft, formula });
  }
  return examples;
}

/** What other looks say of the examples whose first draft is in doubt. */
async function reconsidered(
  reader: ModelReader,
  examples: readonly Labelled[],
  doubtful: (example: Labelled) => boolean,
): Promise<Map<Labelled, Opinion>> {
  const opinions = new Map<Labelled, Opinion>();
  for (const [i, example] of examples.entries()) {
    if (i % 50 === 0) console.error(`looked at again: ${i} of ${examples.length}`);
    if (!doubtful(example)) continue;
    const [opinion] = await reader.reconsider(example.draft, () => true, { beams: BEAMS });
    if (opinion) opinions.set(example, opinion);
  }
  return opinions;
}

/** What tells formulas from other pictures, before and after they are read. */
function gates(examples: readonly Example[]): Pick<Trust, 'sight' | 'reading'> {
  const share = examples.filter(({ formula }) => formula).length / examples.length;
  const balance = (truth: boolean) => 0.5 / (truth ? share : 1 - share);
  const found = examples.map(({ draft, formula }) => ({
    draft,
    truth: formula,
    weight: balance(formula),
  }));
  const sight = gate(
    'sight',
    SIGHT_FEATURES,
    found.map(({ draft, ...rest }) => ({ evidence: draft.sight, ...rest })),
  );
  const reading = gate(
    'reading',
    READING_FEATURES,
    found.map(({ draft, ...rest }) => ({
      evidence: readingEvidence(draft.sight, draft.hypotheses[0]!),
      ...rest,
    })),
  );
  return { sight, reading };
}

async function main(): Promise<void> {
  const reader = new ModelReader(folder);
  const examples = await collect(reader);
  const { sight, reading } =
    values.others.length > 0
      ? gates(examples)
      : (JSON.parse(readFileSync(join(folder, TRUST_FILE), 'utf8')) as Trust);
  const read = examples.filter((example): example is Labelled => example.reference !== undefined);
  const first = ({ draft }: Labelled) => draft.hypotheses[0]!;
  const draft = model(
    'draft',
    WHOLE_FEATURES,
    read.map((example) => ({
      evidence: wholeEvidence(example.draft.sight, first(example)),
      truth: isRight(first(example), example),
    })),
  );
  const opinions = await reconsidered(
    reader,
    read,
    (example) => probability(draft, wholeEvidence(example.draft.sight, first(example))) < SURE,
  );
  await reader.dispose();
  const weighed = model(
    'weighed',
    WEIGHED_FEATURES,
    [...opinions].map(([example, { hypothesis, agreement }]) => ({
      evidence: weighedEvidence(example.draft.sight, hypothesis, agreement),
      truth: isRight(hypothesis, example),
    })),
  );
  const token = model(
    'token',
    TOKEN_FEATURES,
    read.flatMap((example) => tokenRows(opinions.get(example)?.hypothesis ?? first(example), example)),
  );

  const file = values.out ?? join(folder, TRUST_FILE);
  writeFileSync(file, `${JSON.stringify({ sight, reading, draft, weighed, token }, undefined, 1)}\n`);
  console.log(
    `${examples.filter(({ formula }) => formula).length} formulas, ${examples.filter(({ formula }) => !formula).length} other pictures → ${file}`,
  );
}

function model<Name extends string>(
  name: string,
  features: readonly Name[],
  rows: readonly Row<Name>[],
): LogisticModel<Name> {
  const half = (parity: number) => rows.filter((_, i) => i % 2 === parity);
  const tried = qualityOf(fitLogistic(features, half(0)), half(1));
  console.log(
    `${name}: ${rows.length} rows, ${rows.filter(({ truth }) => truth).length} true; fitted to one half, on the other: ` +
      `Brier ${tried.brier.toFixed(3)}, ranking ${tried.ranking.toFixed(3)}, calibration error ${tried.calibrationError.toFixed(3)}`,
  );
  return fitLogistic(features, rows);
}

function gate<Name extends string>(
  name: string,
  features: readonly Name[],
  rows: readonly Row<Name>[],
): LogisticGate<Name> {
  const odd = rows.filter((_, i) => i % 2 === 1);
  const tried = fitLogistic(
    features,
    rows.filter((_, i) => i % 2 === 0),
  );
  const limitOfHalf = threshold(
    tried,
    rows.filter((_, i) => i % 2 === 0),
  );
  const refused = (truth: boolean) => {
    const those = odd.filter((row) => row.truth === truth);
    return those.filter(({ evidence }) => probability(tried, evidence) < limitOfHalf).length / those.length;
  };
  const fitted = model(name, features, rows);
  console.log(
    `  on the other half: ${(100 * refused(true)).toFixed(1)} % of the formulas refused, ${(100 * refused(false)).toFixed(1)} % of the other pictures`,
  );
  return { ...fitted, threshold: Number(threshold(fitted, rows).toPrecision(4)) };
}

/** The probability that so few formulas stay below. */
function threshold<Name extends string>(fitted: LogisticModel<Name>, rows: readonly Row<Name>[]): number {
  const formulas = rows
    .filter(({ truth }) => truth)
    .map(({ evidence }) => probability(fitted, evidence))
    .sort((a, b) => a - b);
  return Math.min(HIGHEST_THRESHOLD, formulas[Math.floor(REFUSED_FORMULAS * formulas.length)]!);
}

function isRight(hypothesis: Hypothesis, { reference }: Labelled): boolean {
  return equal(normalise(latexOf(hypothesis)) ?? [], reference);
}

/** One row a token of the decoder; it is right where all its canonical tokens are. */
function tokenRows(best: Hypothesis, { reference }: Labelled): Row<(typeof TOKEN_FEATURES)[number]>[] {
  const right = matched(canonicalTokens(best), reference);
  let at = 0;
  return best.tokens.map((text, i) => {
    const { length } = splitToken(text);
    const truth = right.slice(at, at + length).every(Boolean);
    at += length;
    return { evidence: tokenEvidence(best, i), truth };
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
