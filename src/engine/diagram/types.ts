import type { Point } from '../../protocol';

export const NODE_SHAPES = [
  'rectangle',
  'rounded',
  'stadium',
  'diamond',
  'circle',
  'ellipse',
  'cylinder',
  'parallelogram',
  'hexagon',
  'subroutine',
] as const;
export type NodeShape = (typeof NODE_SHAPES)[number];

/** Which ends carry an arrow head; an edge with one head is told from its tail to its head. */
export type ArrowHeads = 'none' | 'forward' | 'both';
export type LineStyle = 'solid' | 'dashed' | 'thick';

export interface DiagramNode {
  readonly id: string;
  readonly label: string;
  readonly shape: NodeShape;
  /** Outline in pixels of the picture, clockwise. */
  readonly polygon: readonly Point[];
  readonly confidence: number;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly arrow: ArrowHeads;
  readonly style: LineStyle;
  readonly confidence: number;
  /** The line from its tail to its head, a point every few pixels. */
  readonly path: readonly Point[];
}

export interface DiagramGroup {
  readonly id: string;
  readonly label: string;
  /** Ids of the nodes that lie in it. */
  readonly nodes: readonly string[];
  readonly polygon: readonly Point[];
  readonly confidence: number;
}

export type Direction = 'TD' | 'LR';

export interface Graph {
  readonly direction: Direction;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly groups: readonly DiagramGroup[];
}

export interface DiagramResult extends Graph {
  readonly type: 'flowchart';
  /** The graph as a Mermaid flowchart. */
  readonly mermaid: string;
  /** The graph in sentences, along the edges. */
  readonly outline: string;
}
