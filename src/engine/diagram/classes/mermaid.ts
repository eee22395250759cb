/** Writes class and entity diagrams in Mermaid's notation. */
import type {
  Cardinality,
  ClassDetails,
  DiagramDirection,
  DiagramEdge,
  DiagramNode,
  EntityDetails,
  RelationKind,
} from '../../../protocol';
import { safe } from './names';

const LINKS: Readonly<Record<RelationKind, readonly [solid: string, dashed: string]>> = {
  inheritance: ['--|>', '..|>'],
  realization: ['--|>', '..|>'],
  composition: ['--*', '..*'],
  aggregation: ['--o', '..o'],
  association: ['-->', '..>'],
  dependency: ['-->', '..>'],
  link: ['--', '..'],
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

export function toClassDiagram(
  direction: DiagramDirection,
  nodes: readonly DiagramNode[],
  edges: readonly DiagramEdge[],
  { classes, relations }: ClassDetails,
): string {
  const lines = ['classDiagram'];
  if (direction === 'LR') lines.push('  direction LR');
  classes.forEach(({ id, stereotype, attributes, methods }, i) => {
    const label = nodes[i]!.label;
    const head = `  class ${id}${label === id ? '' : `["${safe(label) || ' '}"]`}`;
    const body = [...attributes, ...methods].map(member).filter(Boolean);
    if (stereotype) body.unshift(`<<${stereotype.replace(/[<>{}]/g, '')}>>`);
    if (body.length === 0) lines.push(head);
    else lines.push(`${head} {`, ...body.map((line) => `    ${line}`), '  }');
  });
  for (const { edge, kind, fromMultiplicity, toMultiplicity } of relations) {
    const { from, to, label, style, arrow } = edges[edge]!;
    const link = LINKS[kind][style === 'dashed' ? 1 : 0];
    const both = arrow === 'both' && (kind === 'association' || kind === 'dependency') ? `<${link}` : link;
    const quoted = (count: string): string => (count ? ` "${safe(count)}"` : '');
    const said = label ? ` : ${safe(label)}` : '';
    lines.push(`  ${from}${quoted(fromMultiplicity)} ${both}${quoted(toMultiplicity)} ${to}${said}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Mermaid writes generics with tildes, puts the colon before a result itself, and wants a name before brackets. */
function member(text: string): string {
  const balanced = text.split('<').length === text.split('>').length;
  return (balanced ? text.replace(/[<>]/g, '~') : text)
    .replace(/\)\s*:\s*/, ') ')
    .replace(/^([+\-#~]?)\s*\(/, '$1_(')
    .replace(/[<>{}`;\\%]/g, (c) => `#${c.charCodeAt(0)};`)
    .replace(/\s+/g, ' ')
    .trim();
}

export function toEntityDiagram(
  direction: DiagramDirection,
  nodes: readonly DiagramNode[],
  edges: readonly DiagramEdge[],
  { entities, relations }: EntityDetails,
): string {
  const lines = ['erDiagram'];
  if (direction === 'LR') lines.push('  direction LR');
  entities.forEach(({ id, attributes }, i) => {
    const label = nodes[i]!.label;
    const head = `  ${id}${label === id ? '' : `["${safe(label) || ' '}"]`}`;
    if (attributes.length === 0) lines.push(head);
    else {
      lines.push(`${head} {`);
      for (const { type, name, keys, comment } of attributes) {
        const note = comment ? ` "${safe(comment)}"` : '';
        lines.push(`    ${word(type)} ${word(name)}${keys.length ? ` ${keys.join(', ')}` : ''}${note}`);
      }
      lines.push('  }');
    }
  });
  for (const { edge, fromCardinality, toCardinality, identifying } of relations) {
    const { from, to, label } = edges[edge]!;
    const link = `${LEFT[fromCardinality]}${identifying ? '--' : '..'}${RIGHT[toCardinality]}`;
    lines.push(`  ${from} ${link} ${to} : "${safe(label)}"`);
  }
  return `${lines.join('\n')}\n`;
}

/** A type or a column's name: one word. */
function word(text: string): string {
  const plain = text.replace(/[^\p{L}\d\-_[\]()*]+/gu, '_').replace(/^(?=[^A-Za-z_])/, '_');
  return plain || '_';
}
