import assert from 'node:assert/strict';
import { slanted } from '../../../src/engine/formula/second-views';

describe('slanted', () => {
  /** A vertical line, 4 px high, in the middle of three columns. */
  const upright = { data: Float32Array.from('010010010010', Number), widthPx: 3, heightPx: 4 };
  const centres = (slant: number): number[] => {
    const { data, widthPx, heightPx } = slanted(upright, slant);
    return Array.from({ length: heightPx }, (_, y) => {
      const row = data.subarray(y * widthPx, (y + 1) * widthPx);
      return row.reduce((sum, value, x) => sum + value * x, 0) / row.reduce((sum, value) => sum + value, 0);
    });
  };

  it('leans to the right by a share of the height, the foot where it was', () => {
    assert.deepEqual(centres(0.5), [2.5, 2, 1.5, 1]);
  });

  it('leans to the left, the top where it was', () => {
    assert.deepEqual(centres(-0.5), [1, 1.5, 2, 2.5]);
  });

  it('loses no ink', () => {
    for (const slant of [0.2, -0.2, 0.37]) {
      const total = slanted(upright, slant).data.reduce((sum, value) => sum + value, 0);
      assert.ok(Math.abs(total - 4) < 1e-6);
    }
  });

  it('leaves an upright picture alone', () => assert.equal(slanted(upright, 0), upright));
});
