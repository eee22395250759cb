import { execFileSync } from 'node:child_process';
import { type GraphSpec, pick, type Random, type SpecNode } from '../spec';

const SHAPES: Record<SpecNode['shape'], string> = {
  rectangle: 'shape=box',
  rounded: 'shape=box style="rounded"',
  stadium: 'shape=ellipse',
  diamond: 'shape=diamond',
  circle: 'shape=circle',
  ellipse: 'shape=ellipse',
  cylinder: 'shape=cylinder',
  parallelogram: 'shape=parallelogram',
  hexagon: 'shape=hexagon',
  subroutine: 'shape=box',
};

export const GRAPHVIZ_LOOKS = ['plain', 'filled', 'colour', 'night', 'open'] as const;

export interface GraphvizVariant {
  readonly engine: 'dot' | 'neato' | 'fdp' | 'circo';
  readonly splines: 'true' | 'ortho' | 'polyline' | 'line';
  readonly look: (typeof GRAPHVIZ_LOOKS)[number];
}

const quote = (text: string): string => `"${text.replace(/"/g, '\\"')}"`;

function wrap(text: string): string {
  const words = text.split(' ');
  if (text.length < 18 || words.length < 3) return text;
  const half = Math.ceil(words.length / 2);
  return `${words.slice(0, half).join(' ')}\\n${words.slice(half).join(' ')}`;
}

/** The graph in the DOT language. */
export function dotSource(spec: GraphSpec, variant: GraphvizVariant, next: Random): string {
  const looks: Record<GraphvizVariant['look'], string[]> = {
    plain: [],
    filled: [
      'node [style=filled fillcolor="#dde8f5" fontname="Helvetica"]',
      'edge [fontname="Helvetica" fontsize=12]',
    ],
    colour: [
      'node [style=filled fontname="DejaVu Sans" color="#336699"]',
      'edge [fontname="DejaVu Sans" fontsize=11 color="#aa4422"]',
    ],
    night: [
      'bgcolor="#1e1e1e"',
      'node [style=filled fillcolor="#2d2d30" color="#9cdcfe" fontcolor="#d4d4d4" fontname="Open Sans"]',
      'edge [color="#c8c8c8" fontcolor="#d4d4d4" fontname="Open Sans" fontsize=12]',
    ],
    open: [
      'node [fontname="Liberation Sans"]',
      'edge [arrowhead=vee fontname="Liberation Sans" fontsize=12]',
    ],
  };
  const fills = ['#ffe0b2', '#c8e6c9', '#bbdefb', '#f8bbd0', '#e1bee7', '#ffffff'];
  const lines = [
    'digraph {',
    `rankdir=${spec.direction === 'LR' ? 'LR' : 'TB'}`,
    `splines=${variant.splines}`,
  ];
  if (variant.engine !== 'dot') lines.push('overlap=false', 'sep="+18"', 'len=1.6', 'edge [len=1.8]');
  else lines.push('nodesep=0.4');
  lines.push(...looks[variant.look]);
  const draw = (node: SpecNode): void => {
    let attributes = SHAPES[node.shape];
    // A style on the node replaces the default one, so "filled" is said again.
    if (node.shape === 'rounded' && variant.look !== 'plain' && variant.look !== 'open')
      attributes = 'shape=box style="rounded,filled"';
    if (variant.look === 'colour') attributes += ` fillcolor="${pick(next, fills)}"`;
    const text = node.shape === 'diamond' ? node.label : wrap(node.label);
    lines.push(`${node.id} [label=${quote(text)} ${attributes}]`);
  };
  for (const group of spec.groups) {
    const light = variant.look === 'night' ? 'color="#777777" fontcolor="#d4d4d4"' : 'color="#888888"';
    lines.push(`subgraph cluster_${group.id} { label=${quote(group.label)} ${light}`);
    for (const node of spec.nodes) if (group.nodes.includes(node.id)) draw(node);
    lines.push('}');
  }
  const grouped = new Set(spec.groups.flatMap((group) => group.nodes));
  for (const node of spec.nodes) if (!grouped.has(node.id)) draw(node);
  for (const edge of spec.edges) {
    const attributes = [];
    // Orthogonal splines do not place labels on edges, only beside them.
    if (edge.label)
      attributes.push(`${variant.splines === 'ortho' ? 'xlabel' : 'label'}=${quote(edge.label)}`);
    if (edge.style === 'dashed') attributes.push('style=dashed');
    if (edge.style === 'thick') attributes.push('penwidth=3');
    if (edge.arrow === 'none') attributes.push('dir=none');
    if (edge.arrow === 'both') attributes.push('dir=both', variant.look === 'open' ? 'arrowtail=vee' : '');
    lines.push(`${edge.from} -> ${edge.to} [${attributes.join(' ')}]`);
  }
  lines.push('}');
  return lines.join('\n');
}

export function dotSvg(source: string, engine: GraphvizVariant['engine']): string {
  return execFileSync('dot', [`-K${engine}`, '-Tsvg'], {
    input: source,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: 20000,
  });
}

/** What Graphviz's drawing can tell apart: it has no stadium and no subroutine. */
export function graphvizShape(shape: SpecNode['shape']): SpecNode['shape'] {
  if (shape === 'stadium') return 'ellipse';
  return shape === 'subroutine' ? 'rectangle' : shape;
}
