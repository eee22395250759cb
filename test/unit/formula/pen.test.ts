/** The lines of a pen: their width, how even they are, and that thin ones survive a smaller picture. */
import assert from 'node:assert/strict';
import type { Ink } from '../../../src/engine/formula/ink';
import { evenPen, mayBePenned, penWidth, unevenness } from '../../../src/engine/formula/pen';

/** Ink from rows of `#` and `.`. */
function drawn(...rows: string[]): Ink {
  const data = Float32Array.from(rows.join(''), (char) => Number(char === '#'));
  return { data, widthPx: rows[0]!.length, heightPx: rows.length };
}

/** A horizontal bar of each thickness, px, 60 px long. */
function bars(...thicknesses: number[]): Ink {
  const blank = '.'.repeat(80);
  const line = `${'.'.repeat(10)}${'#'.repeat(60)}${'.'.repeat(10)}`;
  const rows = thicknesses.flatMap((px) => [...Array(8).fill(blank), ...Array(px).fill(line)]);
  return drawn(...rows, ...Array(8).fill(blank));
}

const PEN = { pen_px: 2, max_growth_px: 8 };

describe('the lines of a pen', () => {
  it('have a width', () => {
    for (const px of [1, 2, 3, 5]) {
      assert.ok(Math.abs(penWidth(bars(px)) - px) < 0.12 * px, `${px} px: ${penWidth(bars(px))}`);
    }
  });

  it('are of one width; those of print are not', () => {
    assert.ok(unevenness(bars(3, 3, 3)) < 0.1);
    assert.ok(mayBePenned(bars(3, 3, 3), 20));
    assert.ok(unevenness(bars(2, 8, 2, 8)) > 0.4);
    assert.ok(!mayBePenned(bars(2, 8, 2, 8), 20));
  });

  it('are not to be told from those of print in small letters', () => {
    assert.ok(!mayBePenned(bars(1, 1, 1), 20));
    assert.ok(mayBePenned(bars(1, 1, 1), 40));
  });

  it('become as wide as the model likes them in a smaller picture', () => {
    const even = evenPen(bars(1), 0.25, PEN);
    // 2 px at a quarter of the size are 8 px: 3 or 4 more on each side of 1.
    assert.ok(Math.abs(penWidth(even) - 8) < 1.6, `${penWidth(even)}`);
    assert.deepEqual([even.widthPx, even.heightPx], [80, bars(1).heightPx]);
  });

  it('stay as they are where they are wide enough, and for a model of print', () => {
    assert.deepEqual(evenPen(bars(4), 1, PEN), bars(4));
    assert.deepEqual(evenPen(bars(1), 0.25, {}), bars(1));
  });

  it('grow by so much and no more', () => {
    const even = evenPen(drawn('.....', '.....', '..#..', '.....', '.....'), 0.01, {
      ...PEN,
      max_growth_px: 1,
    });
    assert.deepEqual(even, drawn('.....', '.###.', '.###.', '.###.', '.....'));
  });
});
