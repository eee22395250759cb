/** Calibrated probabilities from evidence, by the logistic models that models/train/fit-confidence.ts fitted. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PixelScribeError } from '../../errors';
import {
  type Evidence,
  READING_FEATURES,
  SIGHT_FEATURES,
  TOKEN_FEATURES,
  WEIGHED_FEATURES,
  WHOLE_FEATURES,
} from './evidence';

export const TRUST_FILE = 'confidence.json';

/** Logistic regression over standardised evidence. */
export interface LogisticModel<Name extends string = string> {
  readonly features: readonly Name[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
}

/** A model whose answer is yes or no. */
export interface LogisticGate<Name extends string = string> extends LogisticModel<Name> {
  /** Probability below which the answer is no. */
  readonly threshold: number;
}

export interface Trust {
  /** Whether there is a formula, before it is read. */
  readonly sight: LogisticGate<(typeof SIGHT_FEATURES)[number]>;
  /** Whether there is a formula, once it was read. */
  readonly reading: LogisticGate<(typeof READING_FEATURES)[number]>;
  /** Whether a first draft is right as a whole. */
  readonly draft: LogisticModel<(typeof WHOLE_FEATURES)[number]>;
  /** Whether a reading is that several looks have weighed. */
  readonly weighed: LogisticModel<(typeof WEIGHED_FEATURES)[number]>;
  /** Whether one of its tokens is right. */
  readonly token: LogisticModel<(typeof TOKEN_FEATURES)[number]>;
}

/** No outlier decides alone. */
const LIMIT = 4;

export function probability<Name extends string>(
  model: LogisticModel<Name>,
  evidence: Evidence<Name>,
): number {
  const score = standardise(model, evidence).reduce(
    (sum, value, i) => sum + value * model.weights[i]!,
    model.bias,
  );
  return 1 / (1 + Math.exp(-score));
}

/** Values in units of their spread, as the weights expect them. */
export function standardise<Name extends string>(
  { features, mean, std }: Pick<LogisticModel<Name>, 'features' | 'mean' | 'std'>,
  evidence: Evidence<Name>,
): number[] {
  return features.map((name, i) => Math.max(-LIMIT, Math.min(LIMIT, (evidence[name] - mean[i]!) / std[i]!)));
}

/** @throws PixelScribeError `model-missing` or `model-damaged` */
export async function readTrust(dir: string): Promise<Trust> {
  const file = join(dir, TRUST_FILE);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new PixelScribeError('model-missing', `${file} is missing. Reinstall PixelScribe.`, { cause });
  });
  try {
    const trust = JSON.parse(text) as Trust;
    const known =
      same(trust.sight.features, SIGHT_FEATURES) &&
      same(trust.reading.features, READING_FEATURES) &&
      same(trust.draft.features, WHOLE_FEATURES) &&
      same(trust.weighed.features, WEIGHED_FEATURES) &&
      same(trust.token.features, TOKEN_FEATURES);
    if (!known) throw new Error('fitted to other evidence');
    return trust;
  } catch (cause) {
    throw new PixelScribeError('model-damaged', `${file} is damaged. Reinstall PixelScribe.`, { cause });
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
