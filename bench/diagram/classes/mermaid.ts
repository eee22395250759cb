import type { Cardinality, RelationKind } from '../../../src/protocol';
import type { ClassSpec, EntitySpec } from './spec';

const LINKS: Readonly<Record<RelationKind, string>> = {
  inheritance: '--|>',
  realization: '..|>',
  composition: '--*',
  aggregation: '--o',
  association: '-->',
  dependency: '..>',
  link: '--',
};
const LEFT: Readonly<Record<Cardinality, string>> = {
  'exactly-one': '||',
  'zero-or-one': '|o',
  'one-or-more': '}|',
  'zero-or-more': '}o',
};
const RIGHT: Readonly<Record<Cardinality, string>> = {
  'exactly-one': '||',
  'zero-or-one': 'o|',
  'one-or-more': '|{',
  'zero-or-more': 'o{',
};

export function classSource({ direction, classes, relations }: ClassSpec): string {
  const lines = ['classDiagram', `  direction ${direction}`];
  for (const { name, stereotype, attributes, methods } of classes) {
    const body = [...(stereotype ? [`<<${stereotype}>>`] : []), ...attributes, ...methods];
    if (body.length === 0) lines.push(`  class ${name}`);
    else lines.push(`  class ${name} {`, ...body.map((line) => `    ${line}`), '  }');
  }
  for (const { from, to, kind, label, fromMultiplicity: a, toMultiplicity: b } of relations)
    lines.push(
      `  ${classes[from]!.name}${a ? ` "${a}"` : ''} ${LINKS[kind]}${b ? ` "${b}"` : ''} ${classes[to]!.name}${label ? ` : ${label}` : ''}`,
    );
  return lines.join('\n');
}

/** What Mermaid draws for a member in its notation. */
export function drawnMember(member: string): string {
  return member.replace(/~(\w+)~/g, '<$1>').replace(/\) (?=\S)/, ') : ');
}

export function entitySource({ direction, entities, relations }: EntitySpec): string {
  const lines = ['erDiagram', `  direction ${direction === 'TD' ? 'TB' : direction}`];
  for (const { name, attributes } of entities) {
    if (attributes.length === 0) {
      lines.push(`  ${name}`);
      continue;
    }
    lines.push(`  ${name} {`);
    for (const { type, name: column, keys, comment } of attributes)
      lines.push(
        `    ${type} ${column}${keys.length ? ` ${keys.join(', ')}` : ''}${comment ? ` "${comment}"` : ''}`,
      );
    lines.push('  }');
  }
  for (const { from, to, fromCardinality, toCardinality, identifying, label } of relations)
    lines.push(
      `  ${entities[from]!.name} ${LEFT[fromCardinality]}${identifying ? '--' : '..'}${RIGHT[toCardinality]} ${entities[to]!.name} : "${label}"`,
    );
  return lines.join('\n');
}
