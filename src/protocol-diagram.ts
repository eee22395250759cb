/** Diagrams and charts as they are read: one part of the protocol. */
import type { Point } from './protocol';

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
  /** Outline, clockwise. */
  readonly polygon: readonly Point[];
  readonly confidence: number;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** Empty where the edge has none. */
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

/** Top down or left to right. */
export type DiagramDirection = 'TD' | 'LR';

/** How a message ends: a filled or an open arrow, a cross (a lost message), or nothing. */
export type MessageHead = 'filled' | 'open' | 'cross' | 'none';

/** What happens in a sequence diagram, from the top down. */
export type SequenceStep =
  /** `edge` is the index of the message in `edges`. */
  | { readonly kind: 'message'; readonly edge: number; readonly head: MessageHead }
  /** `over` has ids of participants: one, or the first and the last of those the note spans. */
  | {
      readonly kind: 'note';
      readonly position: 'over' | 'left of' | 'right of';
      readonly over: readonly string[];
      readonly text: string;
    }
  | { readonly kind: 'activate' | 'deactivate'; readonly participant: string }
  /** A frame's beginning: `keyword` is Mermaid's, such as "loop" or "alt". */
  | { readonly kind: 'frame'; readonly keyword: string; readonly label: string }
  | { readonly kind: 'else'; readonly label: string }
  | { readonly kind: 'end' };

/** What a sequence diagram has beyond participants (its nodes) and messages (its edges). */
export interface SequenceDetails {
  /** Empty where it has none. */
  readonly title: string;
  readonly steps: readonly SequenceStep[];
}

export type RelationKind =
  | 'inheritance'
  | 'realization'
  | 'composition'
  | 'aggregation'
  | 'association'
  | 'dependency'
  | 'link';

export interface DiagramClass {
  /** Of its node, whose label is the name. */
  readonly id: string;
  /** Such as "interface", without its marks; empty where the class has none. */
  readonly stereotype: string;
  /** As written in the picture, from the top down. */
  readonly attributes: readonly string[];
  readonly methods: readonly string[];
}

export interface ClassRelation {
  /** Index in `edges`; that edge leads to the end with the triangle, the diamond or the arrow. */
  readonly edge: number;
  readonly kind: RelationKind;
  /** Such as "1" or "0..*"; empty where there is none. */
  readonly fromMultiplicity: string;
  readonly toMultiplicity: string;
}

/** What a class diagram has beyond its nodes and edges, one entry for each of them. */
export interface ClassDetails {
  readonly classes: readonly DiagramClass[];
  readonly relations: readonly ClassRelation[];
}

/** How many of an entity take part in a relation, as crow's feet say it. */
export type Cardinality = 'exactly-one' | 'zero-or-one' | 'one-or-more' | 'zero-or-more';

export interface EntityAttribute {
  /** Empty where none is given. */
  readonly type: string;
  readonly name: string;
  readonly keys: readonly ('PK' | 'FK' | 'UK')[];
  readonly comment: string;
}

export interface DiagramEntity {
  /** Of its node, whose label is the name. */
  readonly id: string;
  readonly attributes: readonly EntityAttribute[];
}

export interface EntityRelation {
  /** Index in `edges`. */
  readonly edge: number;
  readonly fromCardinality: Cardinality;
  readonly toCardinality: Cardinality;
  /** Drawn with a solid line. */
  readonly identifying: boolean;
}

/** What an entity diagram has beyond its nodes and edges, one entry for each of them. */
export interface EntityDetails {
  readonly entities: readonly DiagramEntity[];
  readonly relations: readonly EntityRelation[];
}

/** A number of a chart's mark. */
export interface ChartValue {
  readonly value: number;
  /** The true value lies within `value` ± `uncertainty` as far as the picture can tell; 0 for printed numbers. */
  readonly uncertainty: number;
  /** Measured along the axis or as an angle, or printed at the mark. */
  readonly source: 'measured' | 'printed';
  readonly confidence: number;
  /** The mark: a bar, the surroundings of a line's point, a slice. */
  readonly polygon: readonly Point[];
}

export interface ChartAxis {
  /** Empty where the axis has none. */
  readonly title: string;
}

export interface ChartScale {
  readonly kind: 'linear' | 'logarithmic';
  /** Of the tick labels that were read. */
  readonly lowest: number;
  readonly highest: number;
  /** Written at the tick labels, such as "%" or "$"; empty for plain numbers. */
  readonly unit: string;
}

export interface ChartSeries {
  /** From the legend; empty where the picture names none. */
  readonly name: string;
  readonly mark: 'bar' | 'line';
  /** As `#rrggbb`. */
  readonly colour: string;
  /** One for each category; null where the series shows none there, or the scale is not readable. */
  readonly values: readonly (ChartValue | null)[];
}

export interface AxisChart {
  readonly kind: 'bar' | 'line';
  /** Empty where it has none. */
  readonly title: string;
  /** Bars that stand, or bars that lie. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Whether the bars of a category stand on one another. */
  readonly stacked: boolean;
  readonly categoryAxis: ChartAxis;
  /** Without a scale, labels alone are told. */
  readonly valueAxis: ChartAxis & { readonly scale?: ChartScale };
  /** Along the category axis; numbers of a numeric axis as they are written. */
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
}

export interface PieSlice {
  /** Empty where the picture names none. */
  readonly label: string;
  readonly colour: string;
  /** In per cent of the whole. */
  readonly share: ChartValue;
}

export interface PieChart {
  readonly kind: 'pie';
  readonly title: string;
  /** A ring instead of a disk. */
  readonly doughnut: boolean;
  /** Clockwise from the top. */
  readonly slices: readonly PieSlice[];
}

export type Chart = AxisChart | PieChart;

export const DIAGRAM_TYPES = ['flowchart', 'sequence', 'class', 'entity', 'chart', 'none'] as const;
export type DiagramType = (typeof DIAGRAM_TYPES)[number];

export interface Diagram {
  /**
   * "none" where the picture shows no diagram: then all lists are empty and `mermaid` is too. A sequence diagram's
   * nodes are its participants from left to right, its edges the messages from the top down; a class or entity
   * diagram's nodes are its classes or entities, its edges their relations.
   */
  readonly type: DiagramType;
  readonly direction: DiagramDirection;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly groups: readonly DiagramGroup[];
  /** Only of sequence diagrams. */
  readonly sequence?: SequenceDetails;
  /** Only of class diagrams. */
  readonly classes?: ClassDetails;
  /** Only of entity diagrams. */
  readonly entities?: EntityDetails;
  /** Only of charts, which have no nodes and edges. */
  readonly chart?: Chart;
  /** The diagram in Mermaid's notation for its type. */
  readonly mermaid: string;
  /** The diagram in sentences, along the edges. */
  readonly outline: string;
  /** Of the whole: the mean over its nodes and edges; 0 without any. */
  readonly confidence: number;
}
