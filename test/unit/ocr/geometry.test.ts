import assert from 'node:assert/strict';
import { convexHull, minAreaRect, rectToQuad, rotatePoint } from '../../../src/engine/ocr/geometry';

describe('geometry of text boxes', () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 20 },
    { x: 0, y: 20 },
  ];

  it('finds the outline of a cloud of points', () => {
    const inside = [
      { x: 50, y: 10 },
      { x: 10, y: 10 },
      { x: 50, y: 0 },
    ];
    assert.deepEqual(new Set(convexHull([...inside, ...corners])), new Set(corners));
  });

  for (const degrees of [-40, -3, 0, 1, 12, 44]) {
    it(`encloses a line of text that slopes by ${degrees} degrees tightly`, () => {
      const angle = (degrees * Math.PI) / 180;
      const rect = minAreaRect(convexHull(corners.map((corner) => rotatePoint(corner, angle))));
      assert.ok(Math.abs(rect.width - 100) < 1e-6, `width ${rect.width}`);
      assert.ok(Math.abs(rect.height - 20) < 1e-6, `height ${rect.height}`);
      assert.ok(Math.abs(rect.angle - angle) < 1e-6, `angle ${rect.angle}`);
    });
  }

  it('keeps a narrow upright character upright', () => {
    const bar = [
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 30 },
      { x: 0, y: 30 },
    ];
    const { width, height, angle } = minAreaRect(convexHull(bar));
    assert.deepEqual([width, height, Math.abs(angle)], [4, 30, 0]);
  });

  it('names corners clockwise from the top left of the text, also upside down', () => {
    const quad = rectToQuad({ cx: 50, cy: 10, width: 100, height: 20, angle: Math.PI });
    assert.deepEqual(
      quad.map(({ x, y }) => [Math.round(x) + 0, Math.round(y) + 0]),
      [
        [100, 20],
        [0, 20],
        [0, 0],
        [100, 0],
      ],
    );
  });
});
