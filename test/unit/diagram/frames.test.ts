import assert from 'node:assert/strict';
import { eraseFrame } from '../../../src/engine/diagram/frames';
import type { Mask } from '../../../src/engine/diagram/grid';

const WIDTH = 120;
const HEIGHT = 90;
const FRAME = { x0: 10, y0: 10, x1: 100, y1: 60 };

/** A frame one pixel wide, with the lines of `draw` over it. */
function framed(draw: (dot: (x: number, y: number) => void) => void): Mask {
  const data = new Uint8Array(WIDTH * HEIGHT);
  const dot = (x: number, y: number): void => {
    data[y * WIDTH + x] = 1;
  };
  for (let x = FRAME.x0; x <= FRAME.x1; x++) for (const y of [FRAME.y0, FRAME.y1]) dot(x, y);
  for (let y = FRAME.y0; y <= FRAME.y1; y++) for (const x of [FRAME.x0, FRAME.x1]) dot(x, y);
  draw(dot);
  return { data, widthPx: WIDTH, heightPx: HEIGHT };
}

/** Numbers of the inked columns in each row from `y0` to `y1`. */
function rows({ data }: Mask, y0: number, y1: number): number[][] {
  return Array.from({ length: y1 - y0 + 1 }, (_, i) => {
    const row = data.subarray((y0 + i) * WIDTH, (y0 + i + 1) * WIDTH);
    return [...row].flatMap((value, x) => (value ? [x] : []));
  });
}

describe('the border of a group', () => {
  it('goes without a trace', () => {
    const mask = framed(() => undefined);
    eraseFrame(mask, FRAME, 1);
    assert.equal(mask.data.indexOf(1), -1);
  });

  it('leaves a line that crosses it as wide as it was: a stump of border would look like a head', () => {
    const mask = framed((dot) => {
      for (let y = 40; y < 80; y++) for (const x of [50, 51]) dot(x, y);
    });
    eraseFrame(mask, FRAME, 1);
    assert.deepEqual(
      rows(mask, 40, 79),
      Array.from({ length: 40 }, () => [50, 51]),
    );
  });

  it('leaves a slanting line that crosses it in one piece', () => {
    const mask = framed((dot) => {
      for (let i = 0; i < 40; i++) for (const x of [40 + i, 41 + i]) dot(x, 40 + i);
    });
    eraseFrame(mask, FRAME, 1);
    rows(mask, 40, 79).forEach((columns, i) => {
      assert.ok(columns.length >= 1 && columns.length <= 3, `${columns} in row ${40 + i}`);
      assert.ok(columns.every((x) => Math.abs(x - 40 - i) <= 2));
    });
  });

  it('takes a line along with it that only ends at it', () => {
    const mask = framed((dot) => {
      for (let y = 61; y < 80; y++) dot(50, y);
    });
    eraseFrame(mask, FRAME, 1);
    assert.deepEqual(rows(mask, 57, 63), [[], [], [], [], [], [], [50]]);
  });
});
