import assert from 'node:assert/strict';
import { connectorInk, ownerMap } from '../../../src/engine/diagram/edge-ink';
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

  it('has nothing of the slanting border that a line starts from', () => {
    const [cx, cy, half] = [60, 20, 9];
    const data = new Uint8Array(WIDTH * HEIGHT);
    const [left, right] = [new Int32Array(2 * half + 1), new Int32Array(2 * half + 1)];
    for (let dy = -half - 1; dy <= half + 1; dy++) {
      const reach = 4 * (half - Math.abs(dy));
      // A pixel that is neither lies between the inside and its border.
      for (let x = Math.max(0, reach + 2); x <= reach + 8; x++)
        for (const side of [-1, 1]) data[(cy + dy) * WIDTH + cx + side * x] = 1;
      if (reach < 0) continue;
      left[dy + half] = cx - reach;
      right[dy + half] = cx + reach;
    }
    for (let y = cy + half + 1; y < HEIGHT - 2; y++) data.fill(1, y * WIDTH + cx, y * WIDTH + cx + 2);
    const ink = { data, widthPx: WIDTH, heightPx: HEIGHT };
    const box = { x0: cx - 4 * half, y0: cy - half, x1: cx + 4 * half, y1: cy + half };
    const owner = ownerMap(ink, [{ box, left, right, areaPx: 700, solidity: 1 }], EM);
    const lines = connectorInk(ink, owner, [], [], [], EM).data;
    const columns = new Set([...lines].flatMap((value, p) => (value ? [p % WIDTH] : [])));
    const below = [...columns].filter((x) => Math.abs(x - cx) < 3 * half);
    assert.deepEqual(below.sort(), [cx, cx + 1]);
  });

  it('keeps the line and the head whose lower edge letters touch', () => {
    const data = new Uint8Array(WIDTH * HEIGHT);
    const set = (x: number, y: number) => {
      data[y * WIDTH + x] = 1;
    };
    for (let x = 0; x < 90; x++) {
      const wing = x < 80 ? 0 : (89 - x) >> 1;
      for (let y = LINE - wing; y <= LINE + wing; y++) set(x, y);
    }
    for (const left of [60, 70, 80])
      for (let y = LINE; y < LINE + 12; y++) for (const x of [left, left + 6]) set(x, y);
    const ink = { data, widthPx: WIDTH, heightPx: HEIGHT };
    const label = { text: 'uno', confidence: 1, box: { x0: 58, y0: LINE - 4, x1: 88, y1: LINE + 14 } };
    const owner = new Int16Array(WIDTH * HEIGHT);
    const inked = () => connectorInk(ink, owner, [], [label], [label], EM).data;
    assert.ok(!inked()[LINE * WIDTH + 70], 'a line that stops under its label');
    for (let y = 0; y < HEIGHT; y++) owner.fill(1, y * WIDTH + 92, (y + 1) * WIDTH);
    const lines = inked();
    for (let x = 0; x < 90; x++) assert.ok(lines[LINE * WIDTH + x], `line at ${x}`);
    for (const y of [LINE - 3, LINE + 3]) assert.ok(lines[y * WIDTH + 82], 'head');
    for (const x of [60, 66, 70, 76]) assert.ok(!lines[(LINE + 6) * WIDTH + x], `letter at ${x}`);
  });
});
