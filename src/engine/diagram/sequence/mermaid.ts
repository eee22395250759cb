/** Writes a sequence diagram in Mermaid's notation. */
import type { DiagramEdge, DiagramNode, MessageHead, SequenceDetails } from '../../../protocol';

const HEADS: Readonly<Record<MessageHead, string>> = { filled: '>>', open: ')', cross: 'x', none: '>' };

export function toSequenceDiagram(
  nodes: readonly DiagramNode[],
  edges: readonly DiagramEdge[],
  { title, steps }: SequenceDetails,
): string {
  const lines = ['sequenceDiagram'];
  if (title) lines.push(`  title ${safe(title)}`);
  for (const { id, label } of nodes) lines.push(`  participant ${id}${label ? ` as ${safe(label)}` : ''}`);
  let depth = 1;
  const add = (line: string): void => {
    lines.push('  '.repeat(depth) + line);
  };
  for (const step of steps) {
    if (step.kind === 'message') {
      const { from, to, label, style } = edges[step.edge]!;
      add(`${from}${style === 'dashed' ? '--' : '-'}${HEADS[step.head]}${to}: ${safe(label)}`);
    } else if (step.kind === 'note') add(`Note ${step.position} ${step.over.join(',')}: ${safe(step.text)}`);
    else if (step.kind === 'frame') {
      add(`${step.keyword} ${step.label ? safe(step.label) : ''}`.trimEnd());
      depth++;
    } else if (step.kind === 'else') {
      depth--;
      add(`else ${step.label ? safe(step.label) : ''}`.trimEnd());
      depth++;
    } else if (step.kind === 'end') {
      depth--;
      add('end');
    } else add(`${step.kind} ${step.participant}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A semicolon ends a statement and a number sign begins a comment or a code: both are written as codes. */
function safe(text: string): string {
  return (
    text
      .replace(/[#;<>`\\]/g, (c) => `#${c.charCodeAt(0)};`)
      .replace(/\s+/g, ' ')
      .trim() || ' '
  );
}
