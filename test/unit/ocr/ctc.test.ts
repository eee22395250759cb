import assert from 'node:assert/strict';
import { decodeCtc } from '../../../src/engine/ocr/ctc';

describe('CTC decoding', () => {
  const decode = (labels: number[], probabilities = labels.map(() => 0.9)) =>
    decodeCtc(labels, probabilities, 0, labels.length);

  it('joins repeats and drops blanks', () => {
    assert.deepEqual(
      decode([0, 5, 5, 0, 7, 7, 7, 0]).map(({ label }) => label),
      [5, 7],
    );
  });

  it('keeps a doubled letter that has a blank between', () => {
    assert.deepEqual(
      decode([5, 0, 5]).map(({ label }) => label),
      [5, 5],
    );
  });

  it('places a character in the middle of its steps, by weight', () => {
    const [even, uneven] = [decode([0, 5, 5, 0]), decode([0, 5, 5, 0], [1, 0.9, 0.3, 1])];
    assert.equal(even[0]!.step, 2);
    assert.ok(uneven[0]!.step > 1.5 && uneven[0]!.step < 2);
    assert.equal(uneven[0]!.probability, 0.9);
  });

  it('reads nothing from blanks', () => {
    assert.deepEqual(decode([0, 0, 0]), []);
  });

  it('reads one line out of a batch', () => {
    const read = decodeCtc([1, 1, 0, 2, 0, 3], [1, 1, 1, 1, 1, 1], 3, 3);
    assert.deepEqual(
      read.map(({ label, step }) => [label, step]),
      [
        [2, 0.5],
        [3, 2.5],
      ],
    );
  });
});
