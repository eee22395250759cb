import assert from 'node:assert/strict';
import { averaged } from '../../../src/engine/formula/weigh';

describe('averaged', () => {
  const reading = { tokens: ['x', '+'], logProbs: [-1, -1, -1], finished: true };

  it('gives each token the mean of its probabilities', () => {
    const opinions = [[0.5, 1, 0.2].map(Math.log), [0.1, 1, 0.4].map(Math.log)];
    const found = averaged(reading, opinions).logProbs.map(Math.exp);
    for (const [i, expected] of [0.3, 1, 0.3].entries()) assert.ok(Math.abs(found[i]! - expected) < 1e-9);
  });

  it('stays finite where no look thinks a token possible', () => {
    const impossible = [Number.NEGATIVE_INFINITY, -800, 0];
    assert.ok(averaged(reading, [impossible]).logProbs.every(Number.isFinite));
  });

  it('leaves out the end of a reading that was cut short', () => {
    const cut = { ...reading, logProbs: [-1, -1], finished: false };
    assert.equal(averaged(cut, [[-1, -1, -9]]).logProbs.length, 2);
  });

  it('keeps what was thought where there is no opinion', () => {
    assert.equal(averaged(reading, []), reading);
  });
});
