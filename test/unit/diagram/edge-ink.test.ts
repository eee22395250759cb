import assert from 'node:assert/strict';
import { connectorInk } from '../../../src/engine/diagram/edge-ink';
import type { Mask } from '../../../src/engine/diagram/grid';
import type { TextBox } from '../../../src/engine/diagram/labels';

const WIDTH = 120;
const HEIGHT = 60;
const EM = 12;
/** Where the line is, one pixel high. */
const LINE = 20;

/** A level line with three letters below or on it, and the box that was read around them. */
function drawing(top: number): { ink: Mask; label: TextBox } {
  const data = new Uint8Array(WIDTH * HEIGHT);
  data.fill(1, LINE * WIDTH, (LINE + 1) * WIDTH);
  for (const left of [40, 50, 60])
    for (let y = top; y < top + 9; y++)
      for (let x = left; x < left + 7; x++)
        if (y === top || y === top + 8 || x === left || x === left + 6) data[y * WIDTH + x] = 1;
  const box = { x0: 38, y0: top - 5, x1: 68, y1: top + 13 };
  return { ink: { data, widthPx: WIDTH, heightPx: HEIGHT }, label: { text: 'uno', confidence: 1, box } };
}

function inked(top: number): number[] {
  const { ink, label } = drawing(top);
  const { data } = connectorInk(ink, new Int16Array(WIDTH * HEIGHT), [], [label], [label], EM);
  return [...data].flatMap((value, p) => (value ? [p] : []));
}

describe('the ink of connectors', () => {
  it('keeps a line beside a label, even where the label’s box reaches over it', () => {
    assert.deepEqual(
      inked(LINE + 4),
      Array.from({ length: WIDTH }, (_, x) => LINE * WIDTH + x),
    );
  });

  it('is cleared where letters stand on the line', () => {
    const left = inked(LINE - 4).map((p) => p % WIDTH);
    assert.ok(left.every((x) => x < 40 || x > 66));
    assert.ok(left.includes(30) && left.includes(80));
  });
});
