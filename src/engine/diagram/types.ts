import type { DiagramDirection, DiagramEdge, DiagramGroup, DiagramNode } from '../../protocol';

export type {
  ArrowHeads,
  Cardinality,
  ClassRelation,
  Diagram,
  DiagramClass,
  DiagramDirection,
  DiagramEdge,
  DiagramEntity,
  DiagramGroup,
  DiagramNode,
  EntityAttribute,
  EntityRelation,
  LineStyle,
  NodeShape,
  RelationKind,
} from '../../protocol';

/** What a diagram says, before it is written in any notation. */
export interface Graph {
  readonly direction: DiagramDirection;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly groups: readonly DiagramGroup[];
}
