import type { GraphSpec, SpecEdge, SpecNode } from '../spec';

const SHAPES: Record<SpecNode['shape'], readonly [string, string]> = {
  rectangle: ['[', ']'],
  rounded: ['(', ')'],
  stadium: ['([', '])'],
  diamond: ['{', '}'],
  circle: ['((', '))'],
  ellipse: ['([', '])'],
  cylinder: ['[(', ')]'],
  parallelogram: ['[/', '/]'],
  hexagon: ['{{', '}}'],
  subroutine: ['[[', ']]'],
};

function link(edge: SpecEdge): string {
  const body = { solid: '--', dashed: '-.-', thick: '==' }[edge.style];
  const open = edge.arrow === 'none';
  let line: string;
  if (edge.style === 'dashed') line = open ? '-.-' : '-.->';
  else line = open ? `${body}${body[0]}` : `${body}>`;
  if (edge.arrow === 'both') line = `<${line}`;
  return edge.label ? `${line}|"${edge.label}"|` : line;
}

/** The graph in Mermaid's flowchart notation. */
export function mermaidSource(spec: GraphSpec): string {
  const lines = [`flowchart ${spec.direction}`];
  const grouped = new Set(spec.groups.flatMap((group) => group.nodes));
  const draw = (node: SpecNode, indent: string): void => {
    const [open, close] = SHAPES[node.shape];
    lines.push(`${indent}${node.id}${open}"${node.label}"${close}`);
  };
  for (const group of spec.groups) {
    lines.push(`  subgraph ${group.id}["${group.label}"]`);
    for (const node of spec.nodes) if (group.nodes.includes(node.id)) draw(node, '    ');
    lines.push('  end');
  }
  for (const node of spec.nodes) if (!grouped.has(node.id)) draw(node, '  ');
  for (const edge of spec.edges) lines.push(`  ${edge.from} ${link(edge)} ${edge.to}`);
  return lines.join('\n');
}
