/** Logistic regression by Newton's method; a handful of features, a few thousand rows. */
import type { Evidence } from '../../src/engine/formula/evidence';
import { type LogisticModel, probability, standardise } from '../../src/engine/formula/trust';

export interface Row<Name extends string> {
  readonly evidence: Evidence<Name>;
  readonly truth: boolean;
  /** 1 unless told; balances classes of different sizes. */
  readonly weight?: number;
}

/** Pulls the weights to zero, as if so many rows said nothing. */
const RIDGE = 2;
const STEPS = 30;

export function fitLogistic<Name extends string>(
  features: readonly Name[],
  rows: readonly Row<Name>[],
): LogisticModel<Name> {
  const columns = features.map((name) => rows.map(({ evidence }) => evidence[name]));
  const mean = columns.map((column) => average(column));
  const std = columns.map((column, k) =>
    Math.max(1e-6, Math.sqrt(average(column.map((value) => (value - mean[k]!) ** 2)))),
  );
  const inputs = rows.map(({ evidence }) => [...standardise({ features, mean, std }, evidence), 1]);
  let weights = new Array<number>(features.length + 1).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, k) => (k < features.length ? -RIDGE * weight : 0));
    const hessian = weights.map((_, k) =>
      weights.map((_, l) => (k === l ? (k < features.length ? RIDGE : 1e-6) : 0)),
    );
    for (const [i, x] of inputs.entries()) {
      const { truth, weight = 1 } = rows[i]!;
      const p = 1 / (1 + Math.exp(-dot(x, weights)));
      for (let k = 0; k < x.length; k++) {
        gradient[k]! += weight * (Number(truth) - p) * x[k]!;
        for (let l = 0; l < x.length; l++) hessian[k]![l]! += weight * p * (1 - p) * x[k]! * x[l]!;
      }
    }
    const change = solve(hessian, gradient);
    weights = weights.map((weight, k) => weight + change[k]!);
    if (Math.max(...change.map(Math.abs)) < 1e-6) break;
  }
  const short = (value: number) => Number(value.toPrecision(6));
  return {
    features,
    mean: mean.map(short),
    std: std.map(short),
    weights: weights.slice(0, -1).map(short),
    bias: short(weights.at(-1)!),
  };
}

export interface Quality {
  /** Mean of (probability − truth)². */
  readonly brier: number;
  /** Chance that a true row gets the higher probability of two. */
  readonly ranking: number;
  /** Mean distance between promise and truth over ten groups of like promises, weighted by size. */
  readonly calibrationError: number;
}

export function qualityOf<Name extends string>(
  model: LogisticModel<Name>,
  rows: readonly Row<Name>[],
): Quality {
  const judged = rows
    .map(({ evidence, truth }) => ({ p: probability(model, evidence), truth }))
    .sort((a, b) => a.p - b.p);
  const positives = judged.filter(({ truth }) => truth).length;
  const ranks = judged.reduce((sum, { truth }, i) => sum + (truth ? i + 1 : 0), 0);
  const pairs = positives * (judged.length - positives);
  const groups = Array.from({ length: 10 }, (_, g) =>
    judged.slice(Math.floor((g * judged.length) / 10), Math.floor(((g + 1) * judged.length) / 10)),
  ).filter((group) => group.length > 0);
  return {
    brier: average(judged.map(({ p, truth }) => (p - Number(truth)) ** 2)),
    ranking: pairs > 0 ? (ranks - (positives * (positives + 1)) / 2) / pairs : Number.NaN,
    calibrationError:
      groups.reduce(
        (sum, group) =>
          sum +
          Math.abs(average(group.map(({ p }) => p)) - average(group.map(({ truth }) => Number(truth)))) *
            group.length,
        0,
      ) / Math.max(1, judged.length),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Gaussian elimination with pivoting; the matrix is positive definite by its ridge. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i : best),
      k,
    );
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= rows.length; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const solution = new Array<number>(rows.length).fill(0);
  for (let k = rows.length - 1; k >= 0; k--) {
    const known = rows[k]!.slice(k + 1, rows.length).reduce(
      (sum, value, j) => sum + value * solution[k + 1 + j]!,
      0,
    );
    solution[k] = (rows[k]!.at(-1)! - known) / rows[k]![k]!;
  }
  return solution;
}
