import type { SequenceSpec, SpecMessage } from './spec';

const HEADS = { filled: '>>', open: ')', cross: 'x', none: '>' } as const;

const arrow = ({ dashed, head }: SpecMessage): string => `${dashed ? '--' : '-'}${HEADS[head]}`;

/** The conversation in Mermaid's notation. */
export function sequenceSource({ title, participants, steps }: SequenceSpec): string {
  const lines = ['sequenceDiagram'];
  if (title) lines.push(`  title ${title}`);
  for (const { id, label, actor } of participants)
    lines.push(`  ${actor ? 'actor' : 'participant'} ${id} as ${label}`);
  const name = (i: number): string => participants[i]!.id;
  for (const step of steps) {
    if (step.kind === 'message')
      lines.push(
        `  ${name(step.from)}${arrow(step)}${step.activate ? '+' : step.deactivate ? '-' : ''}${name(step.to)}: ${step.label}`,
      );
    else if (step.kind === 'note')
      lines.push(`  Note ${step.position} ${step.over.map(name).join(',')}: ${step.text}`);
    else if (step.kind === 'frame') lines.push(`  ${step.keyword} ${step.label}`);
    else if (step.kind === 'else') lines.push(`  else ${step.label}`);
    else lines.push('  end');
  }
  return lines.join('\n');
}
