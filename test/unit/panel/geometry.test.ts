import assert from 'node:assert/strict';
import type { Point, Quad, TextLine } from '../../../src/protocol';
import { boundingBox, LineIndex, outline } from '../../../webview/geometry';

const quad = (...corners: [number, number][]): Quad =>
  corners.map(([x, y]): Point => ({ x, y })) as unknown as Quad;
const line = (polygon: Quad): TextLine => ({ text: 'x', confidence: 1, polygon });

const upright = quad([10, 10], [110, 10], [110, 30], [10, 30]);
/** Turned by 45 degrees: its bounding box reaches far beyond it. */
const turned = quad([200, 0], [300, 100], [290, 110], [190, 10]);

describe('boxes of text', () => {
  const index = new LineIndex([line(upright), line(turned)]);

  it('finds the line under a point, edges included', () => {
    assert.equal(index.at({ x: 10, y: 10 }), 0);
    assert.equal(index.at({ x: 60, y: 20 }), 0);
    assert.equal(index.at({ x: 60, y: 31 }), undefined);
  });

  it('follows the corners of turned text, not its bounding box', () => {
    assert.equal(index.at({ x: 245, y: 55 }), 1);
    assert.equal(index.at({ x: 290, y: 10 }), undefined);
    assert.deepEqual(boundingBox(turned), { left: 190, top: 0, right: 300, bottom: 110 });
  });

  it('prefers the smaller of two boxes on top of each other', () => {
    const inner = quad([20, 12], [40, 12], [40, 28], [20, 28]);
    for (const quads of [
      [upright, inner],
      [inner, upright],
    ]) {
      assert.equal(new LineIndex(quads.map(line)).at({ x: 30, y: 20 }), quads.indexOf(inner));
    }
  });

  it('works for text that is upside down', () => {
    const upsideDown = quad([110, 30], [10, 30], [10, 10], [110, 10]);
    assert.equal(new LineIndex([line(upsideDown)]).at({ x: 60, y: 20 }), 0);
  });

  it('draws all boxes as one path', () => {
    assert.equal(outline([upright]), 'M10 10L110 10L110 30L10 30Z');
    assert.equal(outline([upright, turned]).match(/Z/g)?.length, 2);
  });
});
