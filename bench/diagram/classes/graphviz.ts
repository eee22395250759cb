import type { Cardinality, RelationKind } from '../../../src/protocol';
import { dotSvg } from '../renderers/graphviz';
import { pick, type Random } from '../spec';
import type { ClassSpec, EntitySpec } from './spec';

const HEADS: Readonly<Record<RelationKind, string>> = {
  inheritance: 'arrowhead=onormal arrowsize=1.3',
  realization: 'arrowhead=onormal arrowsize=1.3 style=dashed',
  composition: 'arrowhead=diamond arrowsize=1.3',
  aggregation: 'arrowhead=odiamond arrowsize=1.3',
  association: 'arrowhead=vee',
  dependency: 'arrowhead=vee style=dashed',
  link: 'arrowhead=none',
};
const FEET: Readonly<Record<Cardinality, string>> = {
  'exactly-one': 'teetee',
  'zero-or-one': 'teeodot',
  'one-or-more': 'crowtee',
  'zero-or-more': 'crowodot',
};

const LOOKS = {
  plain: { page: '#ffffff', node: '', edge: '' },
  filled: {
    page: '#ffffff',
    node: 'style=filled fillcolor="#eef3fb" color="#33557f" fontname="Helvetica"',
    edge: 'fontname="Helvetica" fontsize=12 color="#33557f"',
  },
  night: {
    page: '#1e1e1e',
    node: 'color="#9cdcfe" fontcolor="#d4d4d4" fontname="DejaVu Sans"',
    edge: 'color="#c8c8c8" fontcolor="#d4d4d4" fontname="DejaVu Sans" fontsize=12',
  },
} as const;

/** A member as UML writes it: the name before its type. */
export function umlMember(member: string): string {
  const text = member.replace(/~(\w+)~(?=\s)/, '<$1>');
  const method = /^([+\-#~]?)(\w+\([^)]*\))(?: (.+))?$/.exec(text);
  if (method) return `${method[1]}${method[2]}${method[3] ? `: ${method[3]}` : ''}`;
  const field = /^([+\-#~]?)(\S+) (\w+)$/.exec(text);
  return field ? `${field[1]}${field[3]}: ${field[2]}` : text;
}

const record = (text: string): string => text.replace(/[{}|<>\\"[\]]/g, '\\$&');
const html = (text: string): string => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);

function begin(direction: string, look: (typeof LOOKS)[keyof typeof LOOKS], shape: string): string[] {
  return [
    'digraph {',
    `rankdir=${direction === 'LR' ? 'LR' : 'BT'} nodesep=0.5 ranksep=0.7 bgcolor="${look.page}"`,
    `node [shape=${shape} ${look.node}]`,
    `edge [${look.edge}]`,
  ];
}

function drawn(lines: readonly string[], theme: string, background: string) {
  const svg = dotSvg([...lines, '}'].join('\n'), 'dot');
  return { svg: svg.slice(svg.indexOf('<svg')), background, theme };
}

/** Classes as records. */
export function graphvizClasses({ direction, classes, relations }: ClassSpec, next: Random) {
  const theme = pick(next, ['plain', 'filled', 'night'] as const);
  const look = LOOKS[theme];
  const lines = begin(direction, look, 'record');
  for (const { id, name, stereotype, attributes, methods } of classes) {
    const rows = (all: readonly string[]): string => all.map((text) => `${record(text)}\\l`).join('');
    const title = `${stereotype ? `«${stereotype}»\\n` : ''}${name}`;
    const fields = `${title}|${rows(attributes)}|${rows(methods)}`;
    // In a drawing from the left, fields are one below the other already.
    lines.push(`${id} [label="${direction === 'LR' ? fields : `{${fields}}`}"]`);
  }
  for (const { from, to, kind, label, fromMultiplicity, toMultiplicity } of relations)
    lines.push(
      `${classes[from]!.id} -> ${classes[to]!.id} [${HEADS[kind]} label="${label}" taillabel="${fromMultiplicity}" headlabel="${toMultiplicity}" labeldistance=2]`,
    );
  return drawn(lines, theme, look.page);
}

/** Entities as HTML-like tables. */
export function graphvizEntities({ direction, entities, relations }: EntitySpec, next: Random) {
  const theme = pick(next, ['plain', 'night'] as const);
  const look = LOOKS[theme];
  const lines = begin(direction === 'LR' ? 'LR' : 'TB', look, 'plain');
  for (const { id, name, attributes } of entities) {
    const keyed = attributes.some(({ keys }) => keys.length > 0);
    const noted = attributes.some(({ comment }) => comment);
    const columns = 2 + Number(keyed) + Number(noted);
    const cell = (text: string): string => `<TD ALIGN="LEFT">${html(text) || ' '}</TD>`;
    const rows = attributes.map(
      ({ type, name: column, keys, comment }) =>
        `<TR>${cell(type)}${cell(column)}${keyed ? cell(keys.join(', ')) : ''}${noted ? cell(comment) : ''}</TR>`,
    );
    const title = `<TR><TD COLSPAN="${columns}"><B>${html(name)}</B></TD></TR>`;
    lines.push(
      `${id} [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="5">${title}${rows.join('')}</TABLE>>]`,
    );
  }
  for (const { from, to, fromCardinality, toCardinality, identifying, label } of relations)
    lines.push(
      `${entities[from]!.id} -> ${entities[to]!.id} [dir=both arrowtail=${FEET[fromCardinality]} arrowhead=${FEET[toCardinality]} label="${label}"${identifying ? '' : ' style=dashed'}]`,
    );
  return drawn(lines, theme, look.page);
}
