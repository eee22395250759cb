import assert from 'node:assert/strict';
import { type Box, linePixels } from '../../../src/engine/diagram/grid';
import type { End, Surface } from '../../../src/engine/diagram/links';
import { findPasses } from '../../../src/engine/diagram/passes';
import type { Chain } from '../../../src/engine/diagram/strokes';

const WIDTH = 200;
const NODE: Box = { x0: 70, y0: 50, x1: 130, y1: 110 };
const surface: Surface = {
  owner: new Int16Array(WIDTH * WIDTH),
  widthPx: WIDTH,
  heightPx: WIDTH,
  emPx: 12,
};

type Point = readonly [x: number, y: number];

const chain = (from: Point, to: Point): Chain => ({
  pixels: linePixels(...from, ...to).map(([x, y]) => y * WIDTH + x),
  start: -1,
  end: -1,
});

/** The node that both lines end at: the first one with its last pixel, the second one with its first. */
const attached = ({ chain: index, side }: End): number => (index === 1 - side ? 0 : -1);

const passes = (first: Chain, second: Chain): number =>
  findPasses([first, second], attached, [NODE], surface).length;

describe('lines that may run on behind a node', () => {
  it('go on in the same direction at its other side, off its middle', () => {
    const [pass] = findPasses(
      [chain([10, 95], [69, 95]), chain([131, 95], [190, 95])],
      attached,
      [NODE],
      surface,
    );
    assert.deepEqual(pass?.ends, [
      { chain: 0, side: 1 },
      { chain: 1, side: 0 },
    ]);
    assert.equal(pass?.gap.length, 61);
  });

  it('do not lead to its middle', () => {
    assert.equal(passes(chain([10, 80], [69, 80]), chain([131, 80], [190, 80])), 0);
  });

  it('do not go on in another direction or beside themselves', () => {
    assert.equal(passes(chain([10, 95], [69, 95]), chain([131, 95], [190, 130])), 0);
    assert.equal(passes(chain([10, 95], [69, 95]), chain([131, 103], [190, 103])), 0);
  });
});
