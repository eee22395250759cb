import assert from 'node:assert/strict';
import { chooseRoutes, type Option } from '../../../src/engine/diagram/choice';
import { linePixels } from '../../../src/engine/diagram/grid';

const WIDTH = 200;
const EM = 10;

type Point = readonly [x: number, y: number];

interface Line {
  readonly from: number;
  readonly to: number;
  readonly chains: readonly number[];
  readonly through: readonly Point[];
  readonly heads?: readonly [atStart: boolean, atEnd: boolean];
  readonly weakTurns?: number;
  readonly sharpest?: number;
  readonly ends?: readonly [string, string];
  readonly passed?: readonly string[];
}

/** A route along the given points; unless told, it runs along its pieces of line from the first one's start. */
function option({ heads, weakTurns = 0, sharpest = 0, passed = [], ...line }: Line): Option {
  const { from, to, chains, through, ends = [`${chains[0]}/0`, `${chains.at(-1)}/1`] } = line;
  const pixels = through.slice(1).flatMap(([x, y], i) => {
    const [fromX, fromY] = through[i] as Point;
    return linePixels(fromX, fromY, x, y).map(([px, py]) => py * WIDTH + px);
  });
  return {
    route: { from, to, chains, ends, pixels, passed, weakTurns, sharpest },
    headAtStart: heads?.[0] ?? false,
    headAtEnd: heads?.[1] ?? false,
  };
}

const HEAD_AT_END = [false, true] as const;
const RIGHT_ANGLE = Math.PI / 2;
const alike = (): boolean => true;

function told(options: readonly Option[], same: (a: number, b: number) => boolean = alike): string[] {
  return chooseRoutes(options, same, WIDTH, EM)
    .map(
      ({ route, headAtStart, headAtEnd }) =>
        `${route.from}${headAtStart ? '<' : '-'}${headAtEnd ? '>' : '-'}${route.to}`,
    )
    .sort();
}

/** A trunk (piece 0) down from node 0 that parts to nodes 1 (piece 1) and 2 (piece 2). */
function fork(headAtTrunk: boolean, headsAtLeaves: boolean): Option[] {
  const heads = [headAtTrunk, headsAtLeaves] as const;
  const [trunk, left, right]: readonly (readonly Point[])[] = [
    [
      [100, 10],
      [100, 50],
    ],
    [
      [50, 50],
      [50, 90],
    ],
    [
      [150, 50],
      [150, 90],
    ],
  ];
  const sharpest = RIGHT_ANGLE;
  return [
    option({ from: 0, to: 1, chains: [0, 1], through: [...trunk!, ...left!], heads, sharpest }),
    option({ from: 0, to: 2, chains: [0, 2], through: [...trunk!, ...right!], heads, sharpest }),
    option({
      from: 1,
      to: 2,
      chains: [1, 2],
      through: [...left!.toReversed(), ...right!],
      heads: [headsAtLeaves, headsAtLeaves],
      ends: ['1/1', '2/1'],
    }),
  ];
}

describe('the choice of routes', () => {
  it('keeps a line that shares nothing', () => {
    const line = option({
      from: 3,
      to: 4,
      chains: [7],
      through: [
        [10, 10],
        [90, 10],
      ],
      heads: HEAD_AT_END,
    });
    assert.deepEqual(told([{ ...line, route: { ...line.route, ends: ['7/0', '7/1'] } }]), ['3->4']);
  });

  it('leads from the trunk to each branch, not from branch to branch', () => {
    assert.deepEqual(told(fork(false, true)), ['0->1', '0->2']);
    assert.deepEqual(told(fork(false, false)), ['0--1', '0--2']);
  });

  it('goes straight on where lines cross', () => {
    const [west, east, north, south] = [0, 1, 2, 3];
    const centre = [100, 100] as const;
    const at: readonly Point[] = [
      [20, 100],
      [180, 100],
      [100, 20],
      [100, 180],
    ];
    const options = [
      [west, east],
      [north, south],
      [west, south],
      [north, east],
    ].map(([from, to]) => {
      const straight = from! + 1 === to;
      return option({
        from: from!,
        to: to!,
        chains: [from!, to!],
        through: [at[from!]!, centre, at[to!]!],
        heads: HEAD_AT_END,
        weakTurns: straight ? 0 : 1,
        sharpest: straight ? 0 : RIGHT_ANGLE,
      });
    });
    assert.deepEqual(told(options), ['0->1', '2->3']);
  });

  it('takes the turns along which the style of a line stays the same', () => {
    // Two lines share the piece 4: from 0 (solid) to 1 (solid), and from 2 (dashed) to 3 (dashed).
    const solid = new Set([0, 1]);
    const same = (a: number, b: number): boolean => solid.has(a) === solid.has(b);
    const way = (from: number, to: number): Option =>
      option({
        from,
        to,
        chains: [from, 4, to],
        through: [
          [20, from === 0 ? 50 : 150],
          [60, 100],
          [140, 100],
          [180, to === 1 ? 150 : 50],
        ],
        heads: HEAD_AT_END,
        sharpest: 0.8,
      });
    assert.deepEqual(told([way(0, 3), way(2, 1), way(0, 1), way(2, 3)], same), ['0->1', '2->3']);
  });

  it('gives a head where lines meet to one of them at least, and to no more than needed', () => {
    assert.deepEqual(told(fork(true, true)), ['0->2', '0<>1']);
  });

  describe('for a line that may run on behind a node', () => {
    const [start, middle, end]: readonly Point[] = [
      [20, 100],
      [100, 100],
      [180, 100],
    ];
    /** Pieces 0 and 1 lie at either side of node 1; with heads as they are seen at nodes 0, 1 and 2. */
    const behind = (...heads: readonly [boolean, boolean, boolean]): Option[] => [
      option({
        from: 0,
        to: 1,
        chains: [0],
        through: [start!, middle!],
        heads: [heads[0], heads[1]],
        ends: ['0/0', '0/1'],
      }),
      option({
        from: 1,
        to: 2,
        chains: [1],
        through: [middle!, end!],
        heads: [heads[1], heads[2]],
        ends: ['1/0', '1/1'],
      }),
      option({
        from: 0,
        to: 2,
        chains: [0, 1],
        through: [start!, end!],
        ends: ['0/0', '1/1'],
        passed: ['0/1', '1/0'],
      }),
    ];

    it('takes it for one line where else a piece would have no head', () => {
      assert.deepEqual(told(behind(false, false, true)), ['0->2']);
    });

    it('takes it for two lines where each piece has a head', () => {
      assert.deepEqual(told(behind(true, false, true)), ['0<-1', '1->2']);
      assert.deepEqual(told(behind(false, true, true)), ['0->1', '1<>2']);
    });
  });
});
