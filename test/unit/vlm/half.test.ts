import assert from 'node:assert/strict';
import fc from 'fast-check';
import { floatToHalf, halfToFloat } from '../../../src/engine/vlm/half';

const toHalf = (value: number) => {
  const half = new Uint16Array(1);
  floatToHalf(Float32Array.of(value), half);
  return half[0]!;
};
const toFloat = (half: number) => {
  const value = new Float32Array(1);
  halfToFloat(Uint16Array.of(half), value);
  return value[0]!;
};

describe('half precision', () => {
  it('knows its landmarks', () => {
    const landmarks: [number, number][] = [
      [0, 0],
      [1, 0x3c00],
      [-2, 0xc000],
      [65504, 0x7bff],
      [2 ** -14, 0x0400],
      [2 ** -24, 0x0001],
      [0.333251953125, 0x3555],
      [Number.POSITIVE_INFINITY, 0x7c00],
    ];
    for (const [value, half] of landmarks) {
      assert.equal(toHalf(value), half);
      assert.equal(toFloat(half), value);
    }
    assert.ok(Number.isNaN(toFloat(toHalf(Number.NaN))));
    assert.equal(toHalf(1e6), 0x7c00);
    assert.equal(toHalf(1e-9), 0);
  });

  it('brings every half back unchanged', () => {
    for (let half = 0; half < 65536; half++) {
      const value = toFloat(half);
      if (!Number.isNaN(value)) assert.equal(toHalf(value), half);
    }
  });

  it('rounds to the nearest', () => {
    fc.assert(
      fc.property(fc.float({ min: -60000, max: 60000, noNaN: true }), (value) => {
        const half = toHalf(value);
        const error = Math.abs(toFloat(half) - value);
        for (const other of [half - 1, half + 1]) {
          const neighbour = toFloat(other & 0xffff);
          if (Number.isFinite(neighbour)) assert.ok(error <= Math.abs(neighbour - value) + 1e-12);
        }
      }),
    );
  });
});
