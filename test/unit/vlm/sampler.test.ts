import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  argmax,
  chooseToken,
  constrain,
  logSumExp,
  repetitionPenalty,
  seededRandom,
} from '../../../src/engine/vlm/sampler';

describe('choosing tokens', () => {
  const logits = () => Float32Array.of(1, 3, 2, -1);

  it('takes the likeliest token without temperature', () => {
    assert.equal(chooseToken(logits(), {}, Math.random), 1);
    assert.equal(chooseToken(logits(), { temperature: 2, topK: 1 }, Math.random), 1);
  });

  it('draws in proportion to probability', () => {
    const random = seededRandom(7);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20000; i++) counts[chooseToken(logits(), { temperature: 1 }, random)]!++;
    const z = logSumExp(logits());
    for (const [id, count] of counts.entries()) {
      const expected = Math.exp(logits()[id]! - z);
      assert.ok(Math.abs(count / 20000 - expected) < 0.015, `token ${id}: ${count}`);
    }
  });

  it('never leaves the top k or the nucleus', () => {
    const values = fc.float32Array({ minLength: 2, maxLength: 40, noNaN: true, min: -20, max: 20 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 5 }), fc.integer(), (row, topK, seed) => {
        const id = chooseToken(row, { temperature: 0.8, topK }, seededRandom(seed));
        const better = [...row].filter((v) => v > row[id]!).length;
        assert.ok(better < topK);
      }),
    );
    // Probabilities 0.66, 0.24, 0.09: 0.6 is reached by the first alone, 0.7 by two.
    const draws = (topP: number) => {
      const random = seededRandom(1);
      return new Set(
        Array.from({ length: 500 }, () => chooseToken(logits(), { temperature: 1, topP }, random)),
      );
    };
    assert.deepEqual(draws(0.6), new Set([1]));
    assert.deepEqual(draws(0.7), new Set([1, 2]));
  });

  it('repeats itself with a seed', () => {
    const draw = () => {
      const random = seededRandom(42);
      return Array.from({ length: 20 }, () => chooseToken(logits(), { temperature: 1.5 }, random));
    };
    assert.deepEqual(draw(), draw());
    assert.ok(new Set(draw()).size > 1);
  });

  it('makes forbidden tokens impossible and repeated ones less likely', () => {
    const row = logits();
    constrain(() => Uint8Array.of(1, 0, 1, 1))([], row);
    assert.equal(argmax(row), 2);
    assert.equal(row[1], Number.NEGATIVE_INFINITY);
    const penalised = logits();
    repetitionPenalty(2)([1, 3, 1], penalised);
    assert.deepEqual([...penalised], [1, 1.5, 2, -2]);
  });

  it('adds exponentials without overflow', () => {
    assert.ok(Math.abs(logSumExp(Float32Array.of(1000, 1000)) - (1000 + Math.log(2))) < 1e-3);
    assert.equal(logSumExp(Float32Array.of(Number.NEGATIVE_INFINITY)), Number.NEGATIVE_INFINITY);
  });
});
