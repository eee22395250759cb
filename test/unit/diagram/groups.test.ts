import assert from 'node:assert/strict';
import type { Box } from '../../../src/engine/diagram/grid';
import { mergeFrames } from '../../../src/engine/diagram/groups';
import type { FoundNode } from '../../../src/engine/diagram/nodes';

const EM = 12;
const OUTER: Box = { x0: 10, y0: 10, x1: 300, y1: 200 };
/** The right half of the group: its left side is a connector that runs down behind the node on the left. */
const HALF: Box = { x0: 80, y0: 10, x1: 300, y1: 200 };

function node(box: Box): FoundNode {
  const side = (x: number): Int32Array => new Int32Array(box.y1 - box.y0 + 1).fill(x);
  const areaPx = (box.x1 - box.x0) * (box.y1 - box.y0);
  return {
    silhouette: { box, left: side(box.x0), right: side(box.x1), areaPx, solidity: 1 },
    fit: { shape: 'rectangle', iou: 1, polygon: [] },
    filled: true,
    label: undefined,
  };
}

const NODES = [
  node({ x0: 40, y0: 80, x1: 120, y1: 120 }),
  node({ x0: 180, y0: 60, x1: 260, y1: 100 }),
  node({ x0: 180, y0: 140, x1: 260, y1: 180 }),
];
const TITLE = { text: 'Storage', confidence: 0.9, box: { x0: 130, y0: 14, x1: 190, y1: 30 } };

describe('the groups of a diagram', () => {
  it('have no border that runs through a node; the title goes to the whole group', () => {
    const { groups, free } = mergeFrames(NODES, [{ box: HALF, label: TITLE }], [], [OUTER], EM);
    assert.deepEqual(
      groups.map(({ box, label }) => [box, label?.text]),
      [[OUTER, 'Storage']],
    );
    assert.deepEqual(free, []);
  });

  it('stay as they were found, once', () => {
    const found = [{ box: OUTER, label: TITLE }];
    assert.deepEqual(mergeFrames(NODES, found, [], [OUTER, HALF], EM).groups, found);
  });
});
