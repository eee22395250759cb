import type { RelationKind } from '../../../src/protocol';
import type { ClassSpec } from './spec';

const LINKS: Readonly<Record<RelationKind, string>> = {
  inheritance: '-:>',
  realization: '--:>',
  composition: '-+',
  aggregation: '-o',
  association: '->',
  dependency: '-->',
  link: '-',
};

/** The classes in nomnoml's notation, which has no labels on relations and draws no stereotypes. */
export function nomnomlClasses({ direction, classes, relations }: ClassSpec): string {
  const lines = [`#direction: ${direction === 'LR' ? 'right' : 'down'}`];
  for (const { name, attributes, methods } of classes)
    lines.push(`[${[name, attributes.join(';'), methods.join(';')].join('|')}]`);
  for (const { from, to, kind, fromMultiplicity: a, toMultiplicity: b } of relations)
    lines.push(`[${classes[from]!.name}] ${a} ${LINKS[kind]} ${b} [${classes[to]!.name}]`);
  return lines.join('\n');
}
