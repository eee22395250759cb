import assert from 'node:assert/strict';
import { bleu4, matched, scores, similarity } from '../../../bench/formula/scores';
import { fitLogistic, qualityOf } from '../../../models/train/logistic';
import { probability } from '../../../src/engine/formula/trust';
import { seededRandom } from '../../../src/engine/vlm/sampler';

const words = (text: string) => text.split(' ');

describe('scores of formulas', () => {
  it('are those of models/train/scores.py', () => {
    // Computed there: report([(h.split(), r.split()) for h, r in …]).
    const pairs = [
      { answer: words('a + b = c'), reference: words('a + b = c') },
      { answer: words('x ^ { 2 } + y'), reference: words('x ^ { 3 } + y + 1') },
    ];
    const { exact, similarity: mean, bleu4: bleu } = scores(pairs);
    assert.equal(exact, 0.5);
    assert.ok(Math.abs(mean - 0.8333333333333334) < 1e-12, String(mean));
    assert.ok(Math.abs(bleu - 0.5292155949706948) < 1e-12, String(bleu));
  });

  it('count an empty answer as wrong', () => {
    assert.equal(similarity([], words('a b')), 0);
    assert.equal(bleu4([{ answer: [], reference: words('a b c d e') }]), 0);
  });

  it('tell which tokens of an answer are right', () => {
    assert.deepEqual(matched(words('a b x d'), words('a b c d')), [true, true, false, true]);
    assert.deepEqual(matched(words('b c'), words('a b c')), [true, true]);
    assert.deepEqual(matched(words('a a b'), words('a b')).filter(Boolean).length, 2);
  });
});

describe('fitLogistic', () => {
  it('finds the probabilities behind the answers', () => {
    const random = seededRandom(7);
    const truth = (x: number, y: number) => 1 / (1 + Math.exp(-(1.5 * x - 2 * y + 0.5)));
    const rows = Array.from({ length: 3000 }, () => {
      const [x, y] = [random() * 4 - 2, random() * 4 - 2];
      return { evidence: { x, y }, truth: random() < truth(x, y) };
    });
    const model = fitLogistic(['x', 'y'], rows);
    for (const [x, y] of [
      [0, 0],
      [1, -1],
      [-1, 0.5],
    ] as const) {
      const p = probability(model, { x, y });
      assert.ok(Math.abs(p - truth(x, y)) < 0.06, `${p} at ${x}, ${y}, expected ${truth(x, y)}`);
    }
    const { ranking, calibrationError } = qualityOf(model, rows);
    assert.ok(ranking > 0.9 && calibrationError < 0.05, `${ranking} ${calibrationError}`);
  });
});
