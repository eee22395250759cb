/** Class diagrams in the manner of PlantUML: laid out by Graphviz, drawn here. */
import { execFileSync } from 'node:child_process';
import type { RelationKind } from '../../../src/protocol';
import { pick, type Random } from '../spec';
import type { ClassSpec, SpecClass } from './spec';

type XY = readonly [number, number];

const SIZE = 14;
const ROW = 17;
const LETTERS: Readonly<Record<string, string>> = { interface: 'I', abstract: 'A', enumeration: 'E' };

const THEMES = {
  classic: { page: '#ffffff', fill: '#fefece', line: '#a80036', text: '#000000', width: 1.5, round: 0 },
  modern: { page: '#ffffff', fill: '#f1f1f1', line: '#181818', text: '#000000', width: 0.7, round: 2.5 },
  bold: { page: '#ffffff', fill: '#eef4ff', line: '#223355', text: '#112233', width: 2.5, round: 0 },
  night: { page: '#22272e', fill: '#2d333b', line: '#adbac7', text: '#e6edf3', width: 1, round: 2.5 },
} as const;

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
const widthOf = (text: string): number => text.length * SIZE * 0.58;

function sizeOf({ name, stereotype, attributes, methods }: SpecClass): { w: number; h: number } {
  const rows = [...attributes, ...methods];
  const w = Math.max(widthOf(name) + 44, widthOf(stereotype) + 60, ...rows.map((row) => widthOf(row) + 16));
  const head = stereotype ? 2 * ROW + 8 : ROW + 14;
  return { w, h: head + (8 + attributes.length * ROW) + (8 + methods.length * ROW) };
}

export function plantumlClasses({ direction, classes, relations }: ClassSpec, next: Random) {
  const theme = pick(next, ['classic', 'modern', 'bold', 'night'] as const);
  const { page, fill, line, text, width, round } = THEMES[theme];
  const sizes = classes.map(sizeOf);
  const source = [
    'digraph {',
    `rankdir=${direction === 'LR' ? 'LR' : 'BT'} nodesep=0.6 ranksep=${next() < 0.5 ? 0.9 : 1.2}`,
    ...(next() < 0.25 ? ['splines=polyline'] : []),
    'node [shape=box fixedsize=true]',
    ...sizes.map(({ w, h }, i) => `${i} [width=${w / 72} height=${h / 72}]`),
    ...relations.map(
      ({ from, to, label }, i) =>
        `${from} -> ${to} [arrowhead=none comment=${i}${label ? ` label="${label}" fontsize=13` : ''}]`,
    ),
    '}',
  ].join('\n');
  const layout = JSON.parse(
    execFileSync('dot', ['-Tjson'], { input: source, encoding: 'utf8', timeout: 20000 }),
  ) as Layout;
  const [, , right, top] = layout.bb.split(',').map(Number) as [number, number, number, number];
  const margin = 20;
  const flip = ([x, y]: XY): XY => [x + margin, top - y + margin];
  const places = layout.objects.map(({ pos }, i): Placed => {
    const [cx, cy] = flip(pos.split(',').map(Number) as unknown as XY);
    const { w, h } = sizes[i]!;
    return { x: cx - w / 2, y: cy - h / 2, w, h };
  });
  const parts: string[] = [];
  for (const edge of layout.edges ?? []) {
    const { kind, label, fromMultiplicity, toMultiplicity } = relations[Number(edge.comment)]!;
    const points = edge.pos.split(' ').map((p) => flip(p.split(',').map(Number) as unknown as XY));
    parts.push(...relation(points, kind, { line, page, width }));
    const say = ([x, y]: XY, words: string): void => {
      if (words) parts.push(`<text x="${x}" y="${y}" fill="${text}" font-size="13">${words}</text>`);
    };
    if (edge.lp) {
      const [x, y] = flip(edge.lp.split(',').map(Number) as unknown as XY);
      say([x - widthOf(label) / 2, y + 5], label);
    }
    say(beside(points[0]!, points[1]!), fromMultiplicity);
    say(beside(points.at(-1)!, points.at(-2)!), toMultiplicity);
  }
  classes.forEach((one, i) => {
    parts.push(classBox(one, places[i]!, { fill, line, text, width, round }));
  });
  const [w, h] = [right + 2 * margin, top + 2 * margin];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" font-family="${pick(next, ['DejaVu Sans', 'Open Sans', 'sans-serif'])}" font-size="${SIZE}">${parts.join('')}</svg>`;
  return { svg, background: page, theme };
}

interface Layout {
  readonly bb: string;
  readonly objects: readonly { readonly pos: string }[];
  readonly edges?: readonly { readonly pos: string; readonly comment: string; readonly lp?: string }[];
}

/** Where a multiplicity stands: beside the line, a little before its end. */
function beside([x, y]: XY, [px, py]: XY): XY {
  const length = Math.hypot(px - x, py - y) || 1;
  const [dx, dy] = [(px - x) / length, (py - y) / length];
  return [x + dx * 16 + Math.abs(dy) * 8, y + dy * 16 + (Math.abs(dx) > 0.7 ? -6 : 5)];
}

function relation(
  points: readonly XY[],
  kind: RelationKind,
  { line, page, width }: { line: string; page: string; width: number },
): string[] {
  const tip = points.at(-1)!;
  const before = points.at(-2)!;
  const length = Math.hypot(tip[0] - before[0], tip[1] - before[1]) || 1;
  const [dx, dy] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
  const at = (back: number, side: number): string =>
    `${tip[0] - dx * back - dy * side},${tip[1] - dy * back + dx * side}`;
  const dashed = kind === 'realization' || kind === 'dependency' ? ' stroke-dasharray="7,7"' : '';
  const stroke = `stroke="${line}" stroke-width="${width}"`;
  const [first, ...rest] = points;
  const path = `<path d="M${first} C${rest.join(' ')}" fill="none" ${stroke}${dashed}/>`;
  const head = {
    inheritance: `<polygon points="${at(0, 0)} ${at(18, 6)} ${at(18, -6)}" fill="${page}" ${stroke}/>`,
    realization: `<polygon points="${at(0, 0)} ${at(18, 6)} ${at(18, -6)}" fill="${page}" ${stroke}/>`,
    composition: `<polygon points="${at(0, 0)} ${at(6, 4)} ${at(12, 0)} ${at(6, -4)}" fill="${line}" ${stroke}/>`,
    aggregation: `<polygon points="${at(0, 0)} ${at(6, 4)} ${at(12, 0)} ${at(6, -4)}" fill="${page}" ${stroke}/>`,
    association: `<polygon points="${at(0, 0)} ${at(9, 4)} ${at(5, 0)} ${at(9, -4)}" fill="${line}" ${stroke}/>`,
    dependency: `<polygon points="${at(0, 0)} ${at(9, 4)} ${at(5, 0)} ${at(9, -4)}" fill="${line}" ${stroke}/>`,
    link: '',
  }[kind];
  return [path, head];
}

function classBox(
  { name, stereotype, attributes, methods }: SpecClass,
  { x, y, w, h }: Placed,
  style: { fill: string; line: string; text: string; width: number; round: number },
): string {
  const stroke = `stroke="${style.line}" stroke-width="${style.width}"`;
  const head = stereotype ? 2 * ROW + 8 : ROW + 14;
  const under = y + head;
  const lower = under + 8 + attributes.length * ROW;
  const words = (text: string, tx: number, ty: number, more = ''): string =>
    `<text x="${tx}" y="${ty}" fill="${style.text}" ${more}>${escaped(text)}</text>`;
  const middle = x + w / 2 + 10;
  const title = stereotype
    ? words(`«${stereotype}»`, middle, y + ROW, 'text-anchor="middle" font-style="italic" font-size="12"') +
      words(name, middle, y + 2 * ROW + 1, 'text-anchor="middle"')
    : words(name, middle, y + head / 2 + 5, 'text-anchor="middle"');
  return [
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${style.round}" fill="${style.fill}" ${stroke}/>`,
    `<circle cx="${x + 18}" cy="${y + head / 2}" r="11" fill="#add1b2" ${stroke}/>`,
    `<text x="${x + 18}" y="${y + head / 2 + 5}" text-anchor="middle" font-family="monospace" font-weight="bold" fill="#000">${LETTERS[stereotype] ?? 'C'}</text>`,
    title,
    `<path d="M${x + 1},${under} H${x + w - 1} M${x + 1},${lower} H${x + w - 1}" ${stroke}/>`,
    ...attributes.map((text, i) => words(text, x + 6, under + 4 + (i + 0.75) * ROW)),
    ...methods.map((text, i) => words(text, x + 6, lower + 4 + (i + 0.75) * ROW)),
  ].join('');
}
