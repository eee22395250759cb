import assert from 'node:assert/strict';
import { toMermaid } from '../../../src/engine/diagram/mermaid';
import { outlineOf } from '../../../src/engine/diagram/outline';
import type { DiagramEdge, DiagramNode, Graph, NodeShape } from '../../../src/engine/diagram/types';

const node = (id: string, label: string, shape: NodeShape = 'rectangle'): DiagramNode => ({
  id,
  label,
  shape,
  polygon: [],
  confidence: 1,
});
const edge = (from: string, to: string, more: Partial<DiagramEdge> = {}): DiagramEdge => ({
  from,
  to,
  label: '',
  arrow: 'forward',
  style: 'solid',
  confidence: 1,
  path: [],
  ...more,
});
const graph = (nodes: DiagramNode[], edges: DiagramEdge[], groups: Graph['groups'] = []): Graph => ({
  direction: 'TD',
  nodes,
  edges,
  groups,
});

describe('diagram as Mermaid', () => {
  it('writes shapes, labels, heads and line styles', () => {
    const text = toMermaid(
      graph(
        [node('n1', 'Start', 'stadium'), node('n2', 'Valid?', 'diamond'), node('n3', 'Store', 'cylinder')],
        [
          edge('n1', 'n2'),
          edge('n2', 'n3', { label: 'yes', style: 'dashed' }),
          edge('n1', 'n3', { arrow: 'both', style: 'thick' }),
          edge('n3', 'n1', { arrow: 'none' }),
        ],
      ),
    );
    assert.deepEqual(text.trimEnd().split('\n'), [
      'flowchart TD',
      '  n1(["Start"])',
      '  n2{"Valid?"}',
      '  n3[("Store")]',
      '  n1 --> n2',
      '  n2 -.->|"yes"| n3',
      '  n1 <==> n3',
      '  n3 --- n1',
    ]);
  });

  it('puts the nodes of a group into a subgraph, once', () => {
    const groups = ['g1', 'g2'].map((id) => ({
      id,
      label: 'Core',
      nodes: ['n1'],
      polygon: [],
      confidence: 1,
    }));
    const lines = toMermaid(graph([node('n1', 'A'), node('n2', 'B')], [], groups)).split('\n');
    assert.equal(lines.filter((line) => line.includes('n1[')).length, 1);
    assert.equal(lines[1], '  subgraph g1["Core"]');
    assert.equal(lines.at(-2), '  n2["B"]');
  });

  it('encodes what would end or change a label', () => {
    const text = toMermaid(graph([node('n1', 'say "hi" <b> #1 `x`\nend')], []));
    assert.ok(text.includes('n1["say #34;hi#34; #60;b#62; #35;1 #96;x#96; end"]'), text);
    assert.ok(toMermaid(graph([node('n1', '')], [])).includes('n1[" "]'));
  });
});

describe('diagram as an outline', () => {
  it('follows the edges and tells decisions as conditions', () => {
    const outline = outlineOf(
      graph(
        [node('n1', 'Save'), node('n2', 'Start'), node('n3', 'Valid?'), node('n4', 'Alone')],
        [edge('n2', 'n3'), edge('n3', 'n1', { label: 'yes' }), edge('n3', 'n2', { label: 'no' })],
      ),
    );
    assert.deepEqual(outline.split('\n'), [
      'A flowchart of 4 nodes and 3 connections.',
      'Start leads to Valid?.',
      'If Valid? is yes, it leads to Save.',
      'If Valid? is no, it leads to Start.',
      'Not connected: Alone.',
    ]);
  });

  it('names both ends of an edge without one head', () => {
    const outline = outlineOf(
      graph(
        [node('n1', 'A'), node('n2', 'B')],
        [edge('n1', 'n2', { arrow: 'none' }), edge('n1', 'n2', { arrow: 'both', label: 'sync' })],
      ),
    );
    assert.match(outline, /A is connected with B\./);
    assert.match(outline, /A and B lead to each other \(sync\)\./);
  });
});
