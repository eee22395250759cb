import assert from 'node:assert/strict';
import { type Box, linePixels } from '../../../src/engine/diagram/grid';
import { bridgeGaps, type Surface } from '../../../src/engine/diagram/links';
import type { Chain } from '../../../src/engine/diagram/strokes';

const WIDTH = 200;
const HEIGHT = 200;
const surface: Surface = {
  owner: new Int16Array(WIDTH * HEIGHT),
  widthPx: WIDTH,
  heightPx: HEIGHT,
  emPx: 12,
};
const LABEL: Box = { x0: 80, y0: 92, x1: 120, y1: 108 };

type Point = readonly [x: number, y: number];

const chain = (from: Point, to: Point): Chain => ({
  pixels: linePixels(...from, ...to).map(([x, y]) => y * WIDTH + x),
  start: -1,
  end: -1,
});

const place = (pixel: number): Point => [pixel % WIDTH, Math.floor(pixel / WIDTH)];

/** The two ends of each line after the gaps under the labels are bridged. */
function ends(chains: readonly Chain[], labels: readonly Box[]): string[] {
  return bridgeGaps(chains, () => false, labels, surface)
    .map(({ pixels }) =>
      [pixels[0], pixels.at(-1)]
        .map((p) => place(p as number).join(','))
        .sort()
        .join(' '),
    )
    .sort();
}

describe('lines that a label interrupts', () => {
  it('go straight on where two cross under it', () => {
    const crossing = [
      chain([20, 40], [82, 88]),
      chain([118, 112], [180, 160]),
      chain([20, 160], [82, 112]),
      chain([118, 88], [180, 40]),
    ];
    assert.deepEqual(ends(crossing, [LABEL]), ['180,160 20,40', '180,40 20,160']);
  });

  it('turn a corner under it where they meet at one', () => {
    const corner = [chain([100, 20], [100, 90]), chain([122, 100], [180, 100])];
    assert.deepEqual(ends(corner, [LABEL]), ['100,20 180,100']);
    const [line] = bridgeGaps(corner, () => false, [LABEL], surface);
    assert.ok(line!.pixels.includes(100 * WIDTH + 100), 'runs through the corner');
  });

  it('stay apart where no label is, or where they run beside each other', () => {
    const corner = [chain([100, 20], [100, 80]), chain([122, 100], [180, 100])];
    assert.equal(ends(corner, []).length, 2);
    const beside = [chain([90, 20], [90, 90]), chain([112, 20], [112, 90])];
    assert.equal(ends(beside, [LABEL]).length, 2);
  });
});
