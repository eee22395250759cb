import assert from 'node:assert/strict';
import type { Raster } from '../../../src/engine/image/raster';
import { reachLetters } from '../../../src/engine/ocr/reach-letters';

const WIDTH = 200;
const HEIGHT = 60;

/** Black rectangles on white, each from its upper left corner to past its lower right one. */
function picture(ink: readonly (readonly [number, number, number, number])[]): Raster {
  const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(255);
  for (const [x0, y0, x1, y1] of ink)
    for (let y = y0; y < y1; y++) data.fill(0, (y * WIDTH + x0) * 3, (y * WIDTH + x1) * 3);
  return { data, widthPx: WIDTH, heightPx: HEIGHT };
}

const letters = (from: number, count: number): [number, number, number, number][] =>
  Array.from({ length: count }, (_, i) => [from + i * 12, 22, from + i * 12 + 4, 40]);

const box = (x0: number, x1: number, y0 = 18, y1 = 44) => ({
  score: 0.9,
  rect: { cx: (x0 + x1) / 2, cy: (y0 + y1) / 2, width: x1 - x0, height: y1 - y0, angle: 0 },
});

const ends = ({ rect }: ReturnType<typeof box>): [number, number] => [
  rect.cx - rect.width / 2,
  rect.cx + rect.width / 2,
];

describe('boxes of a label in a drawing', () => {
  it('grow over a first letter that was left out', () => {
    const [left, right] = ends(reachLetters([box(70, 110)], picture(letters(60, 4)))[0]!);
    assert.ok(left < 60 && left > 50, `from ${left}`);
    assert.equal(right, 110);
  });

  it('grow over a short last word that was left out', () => {
    const raster = picture([...letters(60, 3), [101, 22, 105, 40]]);
    const [, right] = ends(reachLetters([box(56, 94)], raster)[0]!);
    assert.ok(right > 105 && right < 112, `to ${right}`);
  });

  it('grow over letters that are cut at the top', () => {
    const { rect } = reachLetters([box(30, 136, 25, 44)], picture(letters(60, 4)))[0]!;
    assert.ok(rect.cy - rect.height / 2 < 22);
  });

  it('stop at a border, at a connector, at a patch of colour, at a sign on a ground of its own and at another box', () => {
    const border = picture([...letters(60, 4), [46, 0, 48, HEIGHT]]);
    assert.deepEqual(ends(reachLetters([box(56, 108)], border)[0]!), [56, 108]);
    const connector = picture([...letters(60, 4), [108, 30, WIDTH, 32]]);
    assert.deepEqual(ends(reachLetters([box(56, 108)], connector)[0]!), [56, 108]);
    const patch = picture([...letters(60, 4), [40, 24, 54, 38]]);
    assert.deepEqual(ends(reachLetters([box(56, 108)], patch)[0]!), [56, 108]);
    const sign = picture([...letters(60, 4), [48, 24, 50, 38]]);
    for (let y = 12; y < 50; y++) sign.data.fill(200, (y * WIDTH + 26) * 3, (y * WIDTH + 48) * 3);
    assert.deepEqual(ends(reachLetters([box(56, 108)], sign)[0]!), [56, 108]);
    const pair = reachLetters([box(56, 82), box(84, 108)], picture(letters(60, 4)));
    assert.deepEqual(pair.map(ends), [
      [56, 82],
      [84, 108],
    ]);
  });

  it('stay as they are where nothing is beside them', () => {
    assert.deepEqual(reachLetters([box(56, 108)], picture(letters(60, 4))), [box(56, 108)]);
  });
});
