import assert from 'node:assert/strict';
import { cutForks, reachNodes } from '../../../src/engine/diagram/contacts';
import { linePixels, type Mask } from '../../../src/engine/diagram/grid';
import type { Surface } from '../../../src/engine/diagram/links';
import type { Chain } from '../../../src/engine/diagram/strokes';

const WIDTH = 120;
const HEIGHT = 100;
const EM = 12;
/** The lower edge of the only node. */
const EDGE = 20;

type Point = readonly [x: number, y: number];

/** A node across the top of the picture, with no ink below it. */
function picture(): { ink: Mask; surface: Surface } {
  const owner = new Int16Array(WIDTH * HEIGHT).fill(1, 0, EDGE * WIDTH);
  return {
    ink: { data: new Uint8Array(WIDTH * HEIGHT), widthPx: WIDTH, heightPx: HEIGHT },
    surface: { owner, widthPx: WIDTH, heightPx: HEIGHT, emPx: EM },
  };
}

function chain(points: readonly Point[]): Chain {
  const pixels = points.slice(1).flatMap(([x, y], i) => {
    const [fromX, fromY] = points[i] as Point;
    return linePixels(fromX, fromY, x, y).map(([px, py]) => py * WIDTH + px);
  });
  return { pixels: [...new Set(pixels)], start: -1, end: -1 };
}

const row = (pixel: number): number => Math.floor(pixel / WIDTH);

/** The head that a line from below has at the node: full, as wide as half its height. */
function drawHead(ink: Mask, x: number, height: number): void {
  for (let y = EDGE; y < EDGE + height; y++)
    for (let dx = -(y - EDGE) / 2; dx <= (y - EDGE) / 2; dx++) ink.data[y * WIDTH + Math.round(x + dx)] = 1;
}

const count = (points: readonly Point[], ink: Mask, surface: Surface): number =>
  cutForks({ chains: [chain(points)], junctions: [] }, ink, surface, 8).chains.length;

describe('a line that turns at a node', () => {
  it('is two lines that leave from one point, even where they part at a wide angle', () => {
    const { ink, surface } = picture();
    const wide: Point[] = [
      [10, 60],
      [60, EDGE + 3],
      [110, 60],
    ];
    assert.equal(count(wide, ink, surface), 2);
  });

  it('is one line where it turns away from a node that it passes', () => {
    const { ink, surface } = picture();
    const passing: Point[] = [
      [10, EDGE + 5],
      [60, EDGE + 5],
      [100, 90],
    ];
    assert.equal(count(passing, ink, surface), 1);
  });

  it('is two lines that meet in a head, and both go on to its tip', () => {
    const meeting: Point[] = [
      [45, 70],
      [60, EDGE + 13],
      [75, 70],
    ];
    const bare = picture();
    assert.equal(count(meeting, bare.ink, bare.surface), 1);
    const { ink, surface } = picture();
    drawHead(ink, 60, 14);
    const { chains } = cutForks({ chains: [chain(meeting)], junctions: [] }, ink, surface, 8);
    assert.equal(chains.length, 2);
    for (const { pixels } of chains) assert.equal(Math.min(...pixels.map(row)), EDGE);
  });
});

describe('an end before a node', () => {
  const short = (): Chain =>
    chain([
      [60, 80],
      [60, EDGE + 13],
    ]);

  it('is drawn on through the ink of a head', () => {
    const { ink, surface } = picture();
    drawHead(ink, 60, 14);
    const [line] = reachNodes([short()], () => false, ink, surface);
    assert.equal(row(line!.pixels.at(-1)!), EDGE);
    assert.equal(row(line!.pixels[0]!), 80);
  });

  it('stays where nothing leads on, and where it lies at a node already', () => {
    const { ink, surface } = picture();
    assert.deepEqual(
      reachNodes([short()], () => false, ink, surface),
      [short()],
    );
    drawHead(ink, 60, 14);
    assert.deepEqual(
      reachNodes([short()], () => true, ink, surface),
      [short()],
    );
  });
});
