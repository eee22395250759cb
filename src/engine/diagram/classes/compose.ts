/** Puts boxes and relations together as a class or an entity diagram. */
import type {
  ClassRelation,
  Diagram,
  DiagramClass,
  DiagramDirection,
  DiagramEdge,
  DiagramEntity,
  DiagramNode,
  EntityRelation,
  Point,
  RelationKind,
} from '../../../protocol';
import type { Box } from '../grid';
import { columnsOf, isMarked, membersOf, namedBy, namesOf } from './members';
import { toClassDiagram, toEntityDiagram } from './mermaid';
import { identifiers } from './names';
import { classOutline, entityOutline } from './outline';
import type { Relation } from './relations';
import type { FilledBox } from './text';

/** What was found, in the pixels of a picture reduced by `factor`. */
export interface Model {
  readonly boxes: readonly FilledBox[];
  readonly relations: readonly Relation[];
  readonly widthPx: number;
  readonly factor: number;
}

export function toClasses(model: Model): Diagram {
  const boxes = inReadingOrder(model.boxes);
  const marked = isMarked(boxes);
  const named = namesOf(boxes).map(namedBy);
  const ids = identifiers(
    named.map(({ name }) => name),
    'Class',
  );
  const nodes = nodesOf(
    boxes,
    ids,
    named.map(({ name }) => name),
    model.factor,
  );
  const classes = boxes.map(
    (box, i): DiagramClass => ({ id: ids[i]!, stereotype: named[i]!.stereotype, ...membersOf(box, marked) }),
  );
  const directed = model.relations.map(withHeadAtEnd);
  const edges = edgesOf(directed, model, boxes, ids, ({ fromEnd, toEnd }) =>
    toEnd.shape === 'none'
      ? 'none'
      : fromEnd.shape === 'arrow' && toEnd.shape === 'arrow'
        ? 'both'
        : 'forward',
  );
  const relations = directed.map(
    (relation, edge): ClassRelation => ({
      edge,
      kind: kindOf(relation),
      fromMultiplicity: relation.fromMultiplicity,
      toMultiplicity: relation.toMultiplicity,
    }),
  );
  const details = { classes, relations };
  const direction = directionOf(model);
  return {
    type: 'class',
    direction,
    nodes,
    edges,
    groups: [],
    classes: details,
    mermaid: toClassDiagram(direction, nodes, edges, details),
    outline: classOutline(nodes, edges, details),
    confidence: meanConfidence([...nodes, ...edges]),
  };
}

export function toEntities(model: Model): Diagram {
  const boxes = inReadingOrder(model.boxes);
  const names = boxes.map(({ lines }) => namedBy(lines[0]!.flat()).name);
  const ids = identifiers(names, 'Entity');
  const nodes = nodesOf(boxes, ids, names, model.factor);
  const entities = boxes.map((box, i): DiagramEntity => ({ id: ids[i]!, attributes: columnsOf(box) }));
  const rank = (index: number): number => boxes.indexOf(model.boxes[index]!);
  const directed = model.relations.map((relation) =>
    rank(relation.from) <= rank(relation.to) ? relation : reversed(relation),
  );
  const edges = edgesOf(directed, model, boxes, ids, () => 'none');
  const relations = directed.map(
    ({ fromEnd, toEnd, dashed }, edge): EntityRelation => ({
      edge,
      fromCardinality: fromEnd.cardinality,
      toCardinality: toEnd.cardinality,
      identifying: !dashed,
    }),
  );
  const details = { entities, relations };
  const direction = directionOf(model);
  return {
    type: 'entity',
    direction,
    nodes,
    edges,
    groups: [],
    entities: details,
    mermaid: toEntityDiagram(direction, nodes, edges, details),
    outline: entityOutline(nodes, edges, details),
    confidence: meanConfidence([...nodes, ...edges]),
  };
}

/** From the top down, and of boxes at one height from the left. */
function inReadingOrder(boxes: readonly FilledBox[]): FilledBox[] {
  return [...boxes].sort(({ box: a }, { box: b }) => {
    if (a.y1 < b.y0) return -1;
    if (b.y1 < a.y0) return 1;
    return a.x0 - b.x0;
  });
}

function nodesOf(
  boxes: readonly FilledBox[],
  ids: readonly string[],
  names: readonly string[],
  factor: number,
): DiagramNode[] {
  return boxes.map(({ box, lines }, i) => {
    const read = lines.flat(2).map(({ confidence }) => confidence);
    return {
      id: ids[i]!,
      label: names[i]!,
      shape: 'rectangle',
      polygon: corners(box, factor),
      confidence: read.reduce((sum, one) => sum + one, 0) / Math.max(1, read.length),
    };
  });
}

function edgesOf(
  relations: readonly Relation[],
  { boxes: found, widthPx, factor }: Model,
  boxes: readonly FilledBox[],
  ids: readonly string[],
  arrow: (relation: Relation) => DiagramEdge['arrow'],
): DiagramEdge[] {
  const id = (index: number): string => ids[boxes.indexOf(found[index]!)]!;
  return relations.map((relation) => ({
    from: id(relation.from),
    to: id(relation.to),
    label: relation.label?.text ?? '',
    arrow: arrow(relation),
    style: relation.dashed ? 'dashed' : 'solid',
    confidence: relation.confidence * (relation.label?.confidence ?? 1),
    path: pathOf(relation.pixels, widthPx, factor),
  }));
}

const STRENGTH = { none: 0, arrow: 1, diamond: 2, 'filled-diamond': 2, triangle: 3 } as const;

/** A relation is told towards the end that says its kind. */
function withHeadAtEnd(relation: Relation): Relation {
  return STRENGTH[relation.fromEnd.shape] > STRENGTH[relation.toEnd.shape] ? reversed(relation) : relation;
}

function reversed(relation: Relation): Relation {
  return {
    ...relation,
    from: relation.to,
    to: relation.from,
    fromEnd: relation.toEnd,
    toEnd: relation.fromEnd,
    fromMultiplicity: relation.toMultiplicity,
    toMultiplicity: relation.fromMultiplicity,
    pixels: [...relation.pixels].reverse(),
  };
}

function kindOf({ toEnd, dashed }: Relation): RelationKind {
  if (toEnd.shape === 'triangle') return dashed ? 'realization' : 'inheritance';
  if (toEnd.shape === 'filled-diamond') return 'composition';
  if (toEnd.shape === 'diamond') return 'aggregation';
  if (toEnd.shape === 'arrow') return dashed ? 'dependency' : 'association';
  return 'link';
}

/** Down or to the right, whichever way more relations lead. */
function directionOf({ boxes, relations }: Model): DiagramDirection {
  let [down, right] = [0, 0];
  for (const { from, to } of relations) {
    const [a, b] = [boxes[from]!.box, boxes[to]!.box];
    if (Math.max(b.y0 - a.y1, a.y0 - b.y1) > 0) down++;
    if (Math.max(b.x0 - a.x1, a.x0 - b.x1) > 0) right++;
  }
  return right > down ? 'LR' : 'TD';
}

function pathOf(pixels: readonly number[], widthPx: number, by: number): Point[] {
  const kept = pixels.filter((_, i) => i % 8 === 0 || i === pixels.length - 1);
  return kept.map((p) => ({ x: (p % widthPx) * by, y: Math.floor(p / widthPx) * by }));
}

function corners({ x0, y0, x1, y1 }: Box, by: number): Point[] {
  return [
    { x: x0 * by, y: y0 * by },
    { x: x1 * by, y: y0 * by },
    { x: x1 * by, y: y1 * by },
    { x: x0 * by, y: y1 * by },
  ];
}

function meanConfidence(parts: readonly { readonly confidence: number }[]): number {
  return parts.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, parts.length);
}
