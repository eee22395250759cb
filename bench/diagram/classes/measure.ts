/** How much of a class or entity model was read back. */
import type { Diagram } from '../../../src/protocol';
import { type Counts, editSimilarity } from '../measure';
import type { Share } from '../report';
import type { Model } from './render';

export interface ModelScore {
  /** Whether it was taken for what it is. */
  readonly type: Share;
  /** Classes or entities, by name. */
  readonly boxes: Counts;
  readonly stereotypes: Counts;
  /** Attributes and methods, or columns, of the class or entity they belong to. */
  readonly members: Counts;
  /** Pairs of classes or entities, whatever the kind of relation. */
  readonly links: Counts;
  /** With kind and direction; of entities, with both cardinalities and the style of the line. */
  readonly relations: Counts;
  readonly multiplicities: Counts;
  readonly labels: Counts;
  readonly mistakes: readonly string[];
}

/** A model with names for ids, so that both sides compare. */
interface Plain {
  readonly boxes: readonly { name: string; stereotype: string; members: readonly string[] }[];
  readonly relations: readonly PlainRelation[];
}
interface PlainRelation {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** Kind seen from the other end; the same where the relation has no direction. */
  readonly back: string | undefined;
  readonly label: string;
  readonly counts: readonly [from: string, to: string];
}

const same = (a: string, b: string): boolean => editSimilarity(a, b) >= 0.9;
/** Spaces around colons and brackets are no content. */
const plainText = (text: string): string => text.replace(/\s*([:<>[\](),])\s*/g, '$1');

const column = (one: { type: string; name: string; keys: readonly string[]; comment: string }): string =>
  [one.type, one.name, one.keys.join(','), one.comment].join('|');

function drawn(truth: Model): Plain {
  if (truth.type === 'class') {
    const name = (i: number): string => truth.classes[i]!.name;
    return {
      boxes: truth.classes.map(({ name: own, stereotype, attributes, methods }) => ({
        name: own,
        stereotype,
        members: [...attributes.map((text) => `a ${text}`), ...methods.map((text) => `m ${text}`)],
      })),
      relations: truth.relations.map(({ from, to, kind, label, fromMultiplicity, toMultiplicity }) => ({
        from: name(from),
        to: name(to),
        kind,
        back: kind === 'link' ? kind : undefined,
        label,
        counts: [fromMultiplicity, toMultiplicity],
      })),
    };
  }
  const name = (i: number): string => truth.entities[i]!.name;
  return {
    boxes: truth.entities.map(({ name: own, attributes }) => ({
      name: own,
      stereotype: '',
      members: attributes.map(column),
    })),
    relations: truth.relations.map(({ from, to, fromCardinality, toCardinality, identifying, label }) => ({
      from: name(from),
      to: name(to),
      kind: `${fromCardinality} ${toCardinality} ${identifying}`,
      back: `${toCardinality} ${fromCardinality} ${identifying}`,
      label,
      counts: ['', ''],
    })),
  };
}

function read(result: Diagram): Plain {
  const name = new Map(result.nodes.map(({ id, label }) => [id, label]));
  const ends = (edge: number) => {
    const { from, to, label } = result.edges[edge]!;
    return { from: name.get(from) ?? '', to: name.get(to) ?? '', label };
  };
  if (result.classes)
    return {
      boxes: result.classes.classes.map(({ id, stereotype, attributes, methods }) => ({
        name: name.get(id) ?? '',
        stereotype,
        members: [...attributes.map((text) => `a ${text}`), ...methods.map((text) => `m ${text}`)],
      })),
      relations: result.classes.relations.map(({ edge, kind, fromMultiplicity, toMultiplicity }) => ({
        ...ends(edge),
        kind,
        back: kind === 'link' ? kind : undefined,
        counts: [fromMultiplicity, toMultiplicity],
      })),
    };
  return {
    boxes: (result.entities?.entities ?? []).map(({ id, attributes }) => ({
      name: name.get(id) ?? '',
      stereotype: '',
      members: attributes.map(column),
    })),
    relations: (result.entities?.relations ?? []).map(
      ({ edge, fromCardinality, toCardinality, identifying }) => ({
        ...ends(edge),
        kind: `${fromCardinality} ${toCardinality} ${identifying}`,
        back: `${toCardinality} ${fromCardinality} ${identifying}`,
        counts: ['', ''] as const,
      }),
    ),
  };
}

/** Index pairs of what agrees, each item once. */
function pairs<A, B>(a: readonly A[], b: readonly B[], equal: (x: A, y: B) => boolean): [number, number][] {
  const taken = new Set<number>();
  return a.flatMap((x, i): [number, number][] => {
    const at = b.findIndex((y, k) => !taken.has(k) && equal(x, y));
    if (at < 0) return [];
    taken.add(at);
    return [[i, at]];
  });
}

export function compareModel(result: Diagram | undefined, truth: Model): ModelScore {
  const right = result?.type === truth.type;
  const a = drawn(truth);
  const b = right ? read(result) : { boxes: [], relations: [] };
  const mistakes: string[] = right ? [] : [`type ${truth.type} > ${result?.type ?? 'none'}`];
  const boxes = pairs(a.boxes, b.boxes, (x, y) => same(x.name, y.name));
  mistakes.push(...missing(a.boxes, b.boxes, boxes, ({ name }) => `box ${name}`));
  const members = { hit: 0, found: 0, drawn: 0 };
  const stereotypes = { hit: 0, found: 0, drawn: 0 };
  for (const box of a.boxes) {
    members.drawn += box.members.length;
    if (box.stereotype) stereotypes.drawn++;
  }
  for (const box of b.boxes) {
    members.found += box.members.length;
    if (box.stereotype) stereotypes.found++;
  }
  for (const [i, k] of boxes) {
    const [x, y] = [a.boxes[i]!, b.boxes[k]!];
    const hits = pairs(x.members, y.members, (m, n) => same(plainText(m), plainText(n)));
    members.hit += hits.length;
    mistakes.push(...missing(x.members, y.members, hits, (m) => `in ${x.name}: ${m}`));
    if (x.stereotype && x.stereotype === y.stereotype) stereotypes.hit++;
    else if (x.stereotype !== y.stereotype) mistakes.push(`stereotype ${x.stereotype} > ${y.stereotype}`);
  }
  const along = (x: PlainRelation, y: PlainRelation): boolean => same(x.from, y.from) && same(x.to, y.to);
  const against = (x: PlainRelation, y: PlainRelation): boolean => same(x.from, y.to) && same(x.to, y.from);
  const links = pairs(a.relations, b.relations, (x, y) => along(x, y) || against(x, y));
  const exact = links.filter(([i, k]) => {
    const [x, y] = [a.relations[i]!, b.relations[k]!];
    return along(x, y) ? x.kind === y.kind : x.back === y.kind;
  });
  const told = ({ from, kind, to }: PlainRelation): string => `${from} ${kind} ${to}`;
  mistakes.push(...missing(a.relations, b.relations, links, told));
  for (const [i, k] of links.filter((pair) => !exact.includes(pair)))
    mistakes.push(`kind ${told(a.relations[i]!)} > ${told(b.relations[k]!)}`);
  const counts = { hit: 0, ...sizes(a, b, ({ counts: both }) => both.filter(Boolean).length) };
  const labels = { hit: 0, ...sizes(a, b, ({ label }) => (label ? 1 : 0)) };
  for (const [i, k] of links) {
    const [x, y] = [a.relations[i]!, b.relations[k]!];
    const turned = along(x, y) ? y.counts : [y.counts[1], y.counts[0]];
    x.counts.forEach((count, side) => {
      if (count && count === turned[side]) counts.hit++;
      else if (count || turned[side]) mistakes.push(`count ${told(x)}: ${count} > ${turned[side]}`);
    });
    if (x.label && same(x.label, y.label)) labels.hit++;
    else if (x.label || y.label) mistakes.push(`label ${told(x)}: ${x.label} > ${y.label}`);
  }
  return {
    type: { hit: right ? 1 : 0, drawn: 1 },
    boxes: { hit: boxes.length, found: b.boxes.length, drawn: a.boxes.length },
    stereotypes,
    members,
    links: { hit: links.length, found: b.relations.length, drawn: a.relations.length },
    relations: { hit: exact.length, found: b.relations.length, drawn: a.relations.length },
    multiplicities: counts,
    labels,
    mistakes,
  };
}

function sizes(
  a: Plain,
  b: Plain,
  of: (relation: PlainRelation) => number,
): { found: number; drawn: number } {
  const sum = (all: Plain): number => all.relations.reduce((total, one) => total + of(one), 0);
  return { found: sum(b), drawn: sum(a) };
}

function missing<T>(
  a: readonly T[],
  b: readonly T[],
  hits: readonly [number, number][],
  told: (item: T) => string,
): string[] {
  return [
    ...a.filter((_, i) => !hits.some(([x]) => x === i)).map((item) => `missed ${told(item)}`),
    ...b.filter((_, i) => !hits.some(([, y]) => y === i)).map((item) => `extra ${told(item)}`),
  ];
}
