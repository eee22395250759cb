import assert from 'node:assert/strict';
import type { TextBox } from '../../../src/engine/ocr/db-postprocess';
import { separateVertical } from '../../../src/engine/ocr/vertical';

const box = (cx: number, cy: number, width: number, height: number): TextBox => ({
  score: 0.9,
  rect: { cx, cy, width, height, angle: 0 },
});
const LEVEL = [0, 1, 2, 3, 4].map((i) => box(200, 40 + 60 * i, 60, 20));

describe('text that runs up beside level text', () => {
  it('may be a short word', () => {
    const { level, vertical } = separateVertical([...LEVEL, box(30, 160, 19, 40)]);
    assert.deepEqual(level, LEVEL);
    assert.equal(vertical.length, 1);
  });

  it('is one line where it was found in two pieces', () => {
    const { vertical } = separateVertical([...LEVEL, box(30, 190, 20, 90), box(30, 125, 20, 30)]);
    assert.equal(vertical.length, 1);
    const { cx, cy, width, height } = vertical[0]!;
    assert.deepEqual([cx, cy, width, height], [30, 172.5, 125, 20]);
  });

  it('is no single letter of a larger type', () => {
    assert.deepEqual(separateVertical([...LEVEL, box(30, 160, 14, 36)]).vertical, []);
  });
});
