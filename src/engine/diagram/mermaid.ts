/** Writes a graph as a Mermaid flowchart that Mermaid's parser accepts whatever the labels hold. */
import type { DiagramEdge, DiagramNode, Graph } from './types';

const BRACKETS: Readonly<Record<DiagramNode['shape'], readonly [string, string]>> = {
  rectangle: ['[', ']'],
  rounded: ['(', ')'],
  stadium: ['([', '])'],
  diamond: ['{', '}'],
  circle: ['((', '))'],
  // Mermaid has no ellipse; the stadium is the closest it draws.
  ellipse: ['([', '])'],
  cylinder: ['[(', ')]'],
  parallelogram: ['[/', '/]'],
  hexagon: ['{{', '}}'],
  subroutine: ['[[', ']]'],
};

/** @example toMermaid(graph) // 'flowchart TD\n  n1(["Start"])\n  n2["Load"]\n  n1 --> n2' */
export function toMermaid({ direction, nodes, edges, groups }: Graph): string {
  const lines = [`flowchart ${direction}`];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const placed = new Set<string>();
  for (const group of groups) {
    lines.push(`  subgraph ${group.id}[${quoted(group.label)}]`);
    for (const id of group.nodes) {
      const node = byId.get(id);
      if (!node || placed.has(id)) continue;
      placed.add(id);
      lines.push(`    ${nodeText(node)}`);
    }
    lines.push('  end');
  }
  for (const node of nodes) if (!placed.has(node.id)) lines.push(`  ${nodeText(node)}`);
  for (const edge of edges) lines.push(`  ${edge.from} ${linkText(edge)} ${edge.to}`);
  return `${lines.join('\n')}\n`;
}

function nodeText({ id, label, shape }: DiagramNode): string {
  const [open, close] = BRACKETS[shape];
  return `${id}${open}${quoted(label)}${close}`;
}

function linkText({ arrow, style, label }: DiagramEdge): string {
  const line = {
    solid: ['<-->', '-->', '---'],
    dashed: ['<-.->', '-.->', '-.-'],
    thick: ['<==>', '==>', '==='],
  }[style];
  const text = arrow === 'both' ? line[0] : arrow === 'forward' ? line[1] : line[2];
  return label ? `${text}|${quoted(label)}|` : (text as string);
}

/**
 * Mermaid takes character codes for what would end or change a quoted label: a quote, angle brackets (HTML), a number
 * sign (itself the start of a code) and backquotes (Markdown).
 */
function quoted(text: string): string {
  const safe = text
    .replace(/[#"<>`\\]/g, (c) => `#${c.charCodeAt(0)};`)
    .replace(/\s+/g, ' ')
    .trim();
  return `"${safe || ' '}"`;
}
