import assert from 'node:assert/strict';
import { findTextBoxes, unclipDistance } from '../../../src/engine/ocr/db-postprocess';
import { tiles } from '../../../src/engine/ocr/detect';

function mapOf(width: number, height: number, inside: (x: number, y: number) => number) {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = inside(x, y) * 255;
  return { data, width, height };
}

describe('boxes from a map of text probabilities', () => {
  it('finds nothing in an empty map', () => {
    assert.deepEqual(findTextBoxes(mapOf(64, 64, () => 0)), []);
  });

  it('grows a shrunken box by area × ratio / perimeter on each side', () => {
    const boxes = findTextBoxes(
      mapOf(200, 60, (x, y) => (x >= 20 && x < 120 && y >= 20 && y < 30 ? 0.9 : 0)),
    );
    assert.equal(boxes.length, 1);
    const { rect, score } = boxes[0]!;
    const grown = 2 * unclipDistance({ width: 100, height: 10 }, 1.4);
    assert.ok(Math.abs(grown - (2 * 1000 * 1.4) / 220) < 1e-9);
    assert.ok(Math.abs(rect.width - 100 - grown) < 1e-6);
    assert.ok(Math.abs(rect.height - 10 - grown) < 1e-6);
    assert.deepEqual([rect.cx, rect.cy], [70, 25]);
    assert.ok(Math.abs(score - 0.9) < 0.01);
  });

  it('parts two lines that do not touch and joins what touches at a corner', () => {
    const map = mapOf(100, 60, (x, y) => {
      if (y >= 10 && y < 16 && x >= 10 && x < 50) return 0.8;
      if (y >= 16 && y < 22 && x >= 50 && x < 90) return 0.8;
      return y >= 40 && y < 48 && x >= 10 && x < 90 ? 0.8 : 0;
    });
    assert.equal(findTextBoxes(map).length, 2);
  });

  it('drops faint regions', () => {
    assert.deepEqual(
      findTextBoxes(mapOf(100, 40, (x, y) => (x > 10 && x < 90 && y > 10 && y < 20 ? 0.3 : 0))),
      [],
    );
  });

  it('gives a sloping line its slope', () => {
    const slope = Math.tan(0.1);
    const map = mapOf(300, 120, (x, y) => (x > 20 && x < 280 && Math.abs(y - 40 - x * slope) < 6 ? 0.9 : 0));
    assert.ok(Math.abs(findTextBoxes(map)[0]!.rect.angle - 0.1) < 0.02);
  });
});

describe('tiles of a large picture', () => {
  for (const [width, height] of [
    [3840, 2160],
    [20000, 10],
    [10, 20000],
    [1, 1],
    [2480, 3508],
  ] as const) {
    it(`cover ${width}×${height} once`, () => {
      const cut = tiles(width, height);
      const area = cut.reduce((sum, t) => sum + (t.ownRight - t.ownLeft) * (t.ownBottom - t.ownTop), 0);
      assert.equal(area, width * height);
      for (const t of cut) assert.ok((t.right - t.left) * (t.bottom - t.top) < 3.2e6);
    });
  }
});
