import type { GraphSpec, SpecNode } from '../spec';

const CLASSIFIERS: Partial<Record<SpecNode['shape'], string>> = {
  rounded: '<state> ',
  stadium: '<state> ',
  diamond: '<choice> ',
  circle: '<usecase> ',
  ellipse: '<usecase> ',
  cylinder: '<database> ',
  parallelogram: '<input> ',
};

/** The graph in nomnoml's notation; there, a node is named by its label. */
export function nomnomlSource(spec: GraphSpec): string {
  const label = new Map(spec.nodes.map((node) => [node.id, node.label.replace(/[[\]|;]/g, '')]));
  const lines = [`#direction: ${spec.direction === 'LR' ? 'right' : 'down'}`];
  for (const node of spec.nodes) lines.push(`[${CLASSIFIERS[node.shape] ?? ''}${label.get(node.id)}]`);
  for (const edge of spec.edges) {
    const dash = edge.style === 'dashed' ? '--' : '-';
    const end = edge.arrow === 'none' ? dash : `${dash}>`;
    const start = edge.arrow === 'both' ? '<' : '';
    lines.push(`[${label.get(edge.from)}] ${start}${end} ${edge.label} [${label.get(edge.to)}]`);
  }
  return lines.join('\n');
}

/** What nomnoml's drawing can tell apart. */
export function nomnomlShape(shape: SpecNode['shape']): SpecNode['shape'] {
  if (shape === 'stadium') return 'rounded';
  if (shape === 'circle') return 'ellipse';
  return shape === 'hexagon' || shape === 'subroutine' ? 'rectangle' : shape;
}
