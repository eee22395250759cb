import assert from 'node:assert/strict';
import type { TextBox } from '../../../src/engine/ocr/db-postprocess';
import { runsVertically } from '../../../src/engine/ocr/orientation';

const box = (width: number, height: number): TextBox => ({
  score: 0.9,
  rect: { cx: 100, cy: 100, width, height, angle: 0 },
});

describe('the way text runs', () => {
  it('is down the page where its lines do', () => {
    assert.ok(runsVertically([box(20, 300), box(20, 280), box(20, 40)]));
    assert.ok(!runsVertically([box(300, 20), box(280, 20), box(40, 20)]));
  });

  it('is across a chart with short labels and a title that runs up its axis', () => {
    const digits = [box(13, 16), box(14, 17), box(16, 17), box(11, 16)];
    const labels = [box(24, 20), box(22, 18), box(26, 20), box(27, 22), box(28, 21)];
    assert.ok(!runsVertically([...digits, ...labels, box(23, 56)]));
  });
});
