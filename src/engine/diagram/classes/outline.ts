/** Tells class and entity diagrams in sentences. */
import type {
  Cardinality,
  ClassDetails,
  ClassRelation,
  DiagramEdge,
  DiagramNode,
  EntityDetails,
  RelationKind,
} from '../../../protocol';

const VERBS: Readonly<Record<RelationKind, string>> = {
  inheritance: 'inherits from',
  realization: 'implements',
  composition: 'is part of',
  aggregation: 'belongs to',
  association: 'refers to',
  dependency: 'depends on',
  link: 'is linked with',
};
const COUNTS: Readonly<Record<Cardinality, string>> = {
  'exactly-one': 'exactly one',
  'zero-or-one': 'at most one',
  'one-or-more': 'one or more',
  'zero-or-more': 'any number of',
};

/** @example classOutline(…) // 'A class diagram of 2 classes and 1 relation.\nAnimal (interface): attributes age; …' */
export function classOutline(
  nodes: readonly DiagramNode[],
  edges: readonly DiagramEdge[],
  { classes, relations }: ClassDetails,
): string {
  const name = namesOf(nodes, 'class');
  const lines = [
    `A class diagram of ${count(classes.length, 'class', 'classes')} and ${count(relations.length, 'relation')}.`,
  ];
  for (const { id, stereotype, attributes, methods } of classes) {
    const parts = [
      attributes.length > 0 ? `attributes ${attributes.join(', ')}` : '',
      methods.length > 0 ? `methods ${methods.join(', ')}` : '',
    ].filter(Boolean);
    const kind = stereotype ? ` (${stereotype})` : '';
    lines.push(`${name.get(id)}${kind}${parts.length > 0 ? `: ${parts.join('; ')}` : ', without members'}.`);
  }
  for (const relation of relations) lines.push(sentence(relation, edges[relation.edge]!, name));
  return lines.join('\n');
}

function sentence(
  { kind, fromMultiplicity, toMultiplicity }: ClassRelation,
  { from, to, label }: DiagramEdge,
  name: ReadonlyMap<string, string>,
): string {
  const counted = (id: string, many: string): string => `${name.get(id)}${many ? ` (${many})` : ''}`;
  const said = label ? `, "${label}"` : '';
  return `${counted(from, fromMultiplicity)} ${VERBS[kind]} ${counted(to, toMultiplicity)}${said}.`;
}

export function entityOutline(
  nodes: readonly DiagramNode[],
  edges: readonly DiagramEdge[],
  { entities, relations }: EntityDetails,
): string {
  const name = namesOf(nodes, 'entity');
  const lines = [
    `An entity diagram of ${count(entities.length, 'entity', 'entities')} and ${count(relations.length, 'relation')}.`,
  ];
  for (const { id, attributes } of entities) {
    const listed = attributes.map(({ type, name: column, keys, comment }) =>
      [column, type ? `(${type})` : '', ...keys.map((key) => KEYS[key]), comment ? `"${comment}"` : '']
        .filter(Boolean)
        .join(' '),
    );
    lines.push(`${name.get(id)}${listed.length > 0 ? `: ${listed.join(', ')}` : ', without attributes'}.`);
  }
  for (const { edge, fromCardinality, toCardinality } of relations) {
    const { from, to, label } = edges[edge]!;
    const said = label ? ` (${label})` : '';
    lines.push(
      `${upper(COUNTS[fromCardinality])} ${name.get(from)} to ${COUNTS[toCardinality]} ${name.get(to)}${said}.`,
    );
  }
  return lines.join('\n');
}

const KEYS = { PK: 'primary key', FK: 'foreign key', UK: 'unique key' } as const;

const namesOf = (nodes: readonly DiagramNode[], noun: string): Map<string, string> =>
  new Map(nodes.map(({ id, label }, i) => [id, label || `unnamed ${noun} ${i + 1}`]));
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
