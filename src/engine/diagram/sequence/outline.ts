/** Tells a sequence diagram in sentences, a message after the other. */
import type { DiagramEdge, DiagramNode, SequenceDetails } from '../../../protocol';

/**
 * @example sequenceOutline(nodes, edges, details)
 * // 'A sequence diagram of 2 participants and 2 messages.\nParticipants: Alice and Bob.\nAlice sends Bob: Hello.
 * //  Bob replies to Alice: Hi.' (each on a line of its own)
 */
export function sequenceOutline(
  nodes: readonly DiagramNode[],
  edges: readonly DiagramEdge[],
  { title, steps }: SequenceDetails,
): string {
  const name = new Map(nodes.map(({ id, label }, i) => [id, label || `participant ${i + 1}`]));
  const listed = [...name.values()];
  const lines = [
    `A sequence diagram${title ? ` "${title}"` : ''} of ${count(nodes.length, 'participant')} and ${count(edges.length, 'message')}.`,
    `Participants: ${listed.slice(0, -1).join(', ')} and ${listed.at(-1)}.`,
  ];
  for (const step of steps) {
    if (step.kind === 'message') lines.push(sentence(edges[step.edge]!, step.head === 'cross', name));
    else if (step.kind === 'note')
      lines.push(
        `Note ${step.position} ${step.over.map((id) => name.get(id)).join(' and ')}: ${ended(step.text)}`,
      );
    else if (step.kind === 'frame') lines.push(opening(step.keyword, step.label));
    else if (step.kind === 'else') lines.push(step.label ? `Otherwise, if ${step.label}:` : 'Otherwise:');
    else if (step.kind === 'end') lines.push('That ends there.');
  }
  return lines.join('\n');
}

function sentence(
  { from, to, label, arrow, style }: DiagramEdge,
  lost: boolean,
  name: ReadonlyMap<string, string>,
): string {
  const [sender, receiver] = [name.get(from), name.get(to)];
  const said = label ? `: ${ended(label)}` : '.';
  if (from === to) return `${sender}, to itself${said}`;
  if (lost) return `${sender} sends ${receiver}, in vain${said}`;
  if (arrow === 'none') return `Between ${sender} and ${receiver}${said}`;
  return style === 'dashed'
    ? `${sender} replies to ${receiver}${said}`
    : `${sender} sends ${receiver}${said}`;
}

function opening(keyword: string, label: string): string {
  if (keyword === 'loop') return label ? `Repeated (${label}):` : 'Repeated:';
  if (keyword === 'alt') return label ? `If ${label}:` : 'One of several:';
  if (keyword === 'opt') return label ? `Only if ${label}:` : 'Optionally:';
  if (keyword === 'par') return label ? `At the same time (${label}):` : 'At the same time:';
  return label ? `${keyword === 'break' ? 'Break' : 'Critical'} (${label}):` : `${keyword}:`;
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
