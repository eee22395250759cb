import assert from 'node:assert/strict';
import type { Cut } from '../../../src/engine/diagram/classes/ends';
import { feetOf } from '../../../src/engine/diagram/classes/feet';
import { findStars } from '../../../src/engine/diagram/classes/stars';

const EM = 14;
/** Cuts from the box outwards by their widths, with a line beyond the signs. */
const cuts = (widths: readonly number[], hollow: readonly number[] = []): Cut[] =>
  [...widths, ...new Array<number>(20).fill(1)].map((width, i) => ({
    width,
    reach: width,
    hollow: hollow[i] ?? 0,
    foot: 0,
    uneven: 0,
  }));
const BAR = [1, 1, 1, 18, 18, 1, 1, 1];
const THICK_BAR = [4, 15, 15, 15, 6];
const FOOT = [15, 14, 13, 11, 10, 8, 7, 5, 3];
const RING = [5, 8, 10, 12, 13, 13, 13, 12, 10, 8, 5];

describe('signs at the ends of entities’ relations', () => {
  const read = (...signs: readonly (readonly number[])[]) => feetOf(cuts(signs.flat()), 1, EM);

  it('are bars, feet and rings, thin or thick', () => {
    assert.equal(read(BAR, BAR).cardinality, 'exactly-one');
    assert.equal(read(THICK_BAR, [1, 1], THICK_BAR).cardinality, 'exactly-one');
    assert.equal(read(BAR, RING).cardinality, 'zero-or-one');
    assert.equal(read(FOOT, [1, 1], THICK_BAR).cardinality, 'one-or-more');
    assert.equal(read(FOOT, [1, 1], RING).cardinality, 'zero-or-more');
  });

  it('may touch each other', () => {
    assert.equal(read(THICK_BAR, RING).cardinality, 'zero-or-one');
    assert.equal(read(FOOT, RING).cardinality, 'zero-or-more');
  });

  it('are not sought in lines without any', () => {
    assert.deepEqual(read([1, 1, 3, 4, 3, 1]), { cardinality: 'exactly-one', footed: false });
  });

  it('tell of a ring even where the border hides the bar', () => {
    const hollow = [0, 0, 3, 6, 8, 9, 8, 6, 3];
    assert.equal(feetOf(cuts(RING, hollow), 1, EM).cardinality, 'zero-or-one');
  });
});

describe('stars at the ends of classes’ relations', () => {
  const [widthPx, heightPx] = [60, 30];
  const drawn = (x: number, y: number, rows: readonly string[]) => {
    const data = new Uint8Array(widthPx * heightPx);
    rows.forEach((row, dy) => {
      [...row].forEach((letter, dx) => {
        data[(y + dy) * widthPx + x + dx] = letter === '#' ? 1 : 0;
      });
    });
    return { data, widthPx, heightPx };
  };
  const STAR = ['..#..', '#.#.#', '.###.', '.###.', '#.#.#'];
  const none = new Int16Array(widthPx * heightPx);

  it('are found by their shape', () => {
    const [star] = findStars(drawn(20, 10, STAR), none, [], EM);
    assert.equal(star?.text, '*');
    assert.deepEqual(star?.box, { x0: 20, y0: 10, x1: 24, y1: 14 });
  });

  it('are no dashes, and no rings', () => {
    const dash = ['##...', '###..', '.###.', '..###', '...##'];
    const ring = ['.####.', '##..##', '#....#', '#....#', '##..##', '.####.'];
    assert.deepEqual(findStars(drawn(20, 10, dash), none, [], EM), []);
    assert.deepEqual(findStars(drawn(20, 10, ring), none, [], EM), []);
  });

  it('are left to the words they stand beside', () => {
    const word = { text: '1..', confidence: 1, box: { x0: 2, y0: 6, x1: 16, y1: 18 } };
    assert.deepEqual(findStars(drawn(20, 10, STAR), none, [word], EM), []);
  });
});
