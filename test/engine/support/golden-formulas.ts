/** Readings of fixed pictures beside what was read in them when the weights were shipped. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { similarity } from '../../../bench/formula/scores';
import type { GoldenReading } from '../../../models/train/golden-readings';
import { normalise } from '../../../models/train/normalise.mjs';

/** From this confidence a reading is no toss-up, which another processor's rounding may decide otherwise. */
const DECIDED = 0.6;
const DIFFERING = 1;
/** What a toss-up may move: how sure one is of a reading depends on whether all looks agree on it. */
const CONFIDENCE_RANGE = 0.2;
/** The least mean similarity of all readings, toss-ups included. */
const ALIKE = 0.9;

export function goldenOf(folder: string): GoldenReading[] {
  return JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8'));
}

/** @throws AssertionError unless decided readings are the same, but for one, and all are alike */
export function assertAsShipped(
  golden: readonly GoldenReading[],
  readings: readonly Pick<GoldenReading, 'latex' | 'confidence'>[],
): void {
  assert.equal(readings.length, golden.length);
  const compared = golden.map((expected, i) => {
    const { latex, confidence } = readings[i]!;
    const moved = Math.abs(confidence - expected.confidence);
    return {
      ...expected,
      same: latex === expected.latex && moved <= CONFIDENCE_RANGE,
      alike: similarity(tokensOf(latex), tokensOf(expected.latex)),
      told: `${expected.file}: ${latex} (${confidence}), expected ${expected.latex} (${expected.confidence})`,
    };
  });
  const told = compared.filter(({ same }) => !same).map((reading) => reading.told);
  const decided = compared.filter(({ confidence }) => confidence >= DECIDED);
  assert.ok(decided.length >= golden.length / 4, 'Most of the fixed pictures are toss-ups.');
  assert.ok(decided.filter(({ same }) => !same).length <= DIFFERING, told.join('\n'));
  const alike = compared.reduce((sum, reading) => sum + reading.alike, 0) / compared.length;
  assert.ok(alike >= ALIKE, `Alike by ${alike.toFixed(3)}:\n${told.join('\n')}`);
}

function tokensOf(latex: string): string[] {
  return normalise(latex) ?? [...latex];
}
