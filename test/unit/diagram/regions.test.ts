import assert from 'node:assert/strict';
import { type Region, type RegionLimit, RegionMap } from '../../../src/engine/diagram/regions';
import { silhouetteOf } from '../../../src/engine/diagram/silhouette';

/** A picture from rows of letters, each a grey level; `#` is ink. */
function drawn(rows: readonly string[]) {
  const levels: Record<string, number> = { '.': 255, a: 250, b: 243, c: 100, '#': 0 };
  const [widthPx, heightPx] = [rows[0]!.length, rows.length];
  const grey = [...rows.join('')].map((letter) => levels[letter]!);
  const raster = { data: Uint8Array.from(grey.flatMap((level) => [level, level, level])), widthPx, heightPx };
  const ink = { data: Uint8Array.from(grey, (level) => (level === 0 ? 1 : 0)), widthPx, heightPx };
  return new RegionMap(raster, ink);
}

const pixels = ({ spans }: Region): string[] => {
  const out: string[] = [];
  for (let i = 0; i < spans.length; i += 3)
    for (let x = spans[i + 1]!; x < spans[i + 2]!; x++) out.push(`${x},${spans[i]}`);
  return out.sort();
};
const areas = (rows: readonly string[], limit: RegionLimit) =>
  drawn(rows)
    .within(limit)
    .map(({ areaPx }) => areaPx);

describe('areas of a picture', () => {
  it('end at ink, whatever their colours', () => {
    assert.deepEqual(areas(['..c#.', '..c#.', '..c#.'], 'ink'), [9, 3]);
  });

  it('end where the colour changes, and not where it shades off a little', () => {
    assert.deepEqual(areas(['..c#.', 'aac#.', '..c#.'], 'inkOrColour'), [6, 3, 3]);
    // Each step is small, but the last colour is too far from the first.
    assert.deepEqual(areas(['.ab.', '....'], 'inkOrColour'), [7, 1]);
  });

  it('take lines for areas of their own where colour alone counts', () => {
    assert.deepEqual(areas(['..#..', '..#..'], 'colour'), [4, 2, 4]);
  });

  it('go round corners and not over them', () => {
    const rows = ['.#.', '#..', '...'];
    assert.deepEqual(areas(rows, 'ink'), [1, 6]);
    const region = drawn(rows).within('ink')[1]!;
    assert.deepEqual(region.box, { x0: 0, y0: 0, x1: 2, y1: 2 });
    assert.deepEqual(pixels(region), ['0,2', '1,1', '1,2', '2,0', '2,1', '2,2']);
  });

  it('are found once', () => {
    const map = drawn(['.#.']);
    assert.equal(map.within('ink'), map.within('ink'));
  });
});

describe('the silhouette of an area', () => {
  it('is the area with its holes filled, and tells how far it is hollowed out', () => {
    const ring = ['.....', '.###.', '.#c#.', '.###.', '.....'];
    const around = silhouetteOf(drawn(ring).within('ink')[0]!);
    assert.equal(around.areaPx, 25);
    assert.equal(around.solidity, 1);
    const cup = silhouetteOf(drawn(['c#c', 'c#c', 'ccc']).within('ink')[0]!);
    assert.deepEqual(
      [[...cup.left], [...cup.right]],
      [
        [0, 0, 0],
        [2, 2, 2],
      ],
    );
    assert.equal(cup.areaPx, 7);
    assert.equal(cup.solidity, 7 / 9);
  });
});
