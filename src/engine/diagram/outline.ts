/** Tells a graph in sentences, following the edges: a long description for people who cannot see the picture. */
import type { DiagramEdge, Graph } from './types';

/**
 * One sentence a node, in the order one meets the nodes walking along the edges.
 *
 * @example outlineOf(graph)
 * // 'A flowchart of 3 nodes and 2 connections.\nStart leads to Valid?.\nIf Valid? is yes, it leads to Save.'
 */
export function outlineOf({ nodes, edges, groups }: Graph): string {
  const name = new Map(nodes.map(({ id, label }, i) => [id, label || `unlabelled node ${i + 1}`]));
  const lines = [`A flowchart of ${count(nodes.length, 'node')} and ${count(edges.length, 'connection')}.`];
  for (const group of groups) {
    const members = group.nodes.map((id) => name.get(id) ?? '').filter(Boolean);
    lines.push(`Group ${group.label || 'without a name'}: ${members.join(', ')}.`);
  }
  const leaving = new Map<string, DiagramEdge[]>();
  const entered = new Set<string>();
  for (const edge of edges) {
    leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
    if (edge.arrow !== 'none') entered.add(edge.to);
  }
  const told = new Set<string>();
  const walk = (id: string): void => {
    if (told.has(id)) return;
    told.add(id);
    const onward = leaving.get(id) ?? [];
    if (onward.length > 0) lines.push(...sentences(name.get(id) ?? id, onward, name));
    for (const { to } of onward) walk(to);
  };
  for (const { id } of nodes) if (!entered.has(id)) walk(id);
  for (const { id } of nodes) walk(id);
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const alone = nodes.filter(({ id }) => !touched.has(id)).map(({ id }) => name.get(id));
  if (alone.length > 0) lines.push(`Not connected: ${alone.join(', ')}.`);
  return lines.join('\n');
}

function sentences(from: string, edges: readonly DiagramEdge[], name: ReadonlyMap<string, string>): string[] {
  const target = (edge: DiagramEdge): string => name.get(edge.to) ?? edge.to;
  const result: string[] = [];
  const plain = edges.filter(({ arrow, label }) => arrow === 'forward' && !label);
  if (plain.length > 0) result.push(`${from} leads to ${listed(plain.map(target))}.`);
  for (const edge of edges) {
    if (edge.arrow === 'forward' && edge.label)
      result.push(
        from.endsWith('?')
          ? `If ${from} is ${edge.label}, it leads to ${target(edge)}.`
          : `${from} leads to ${target(edge)} (${edge.label}).`,
      );
    const note = edge.label ? ` (${edge.label})` : '';
    if (edge.arrow === 'both') result.push(`${from} and ${target(edge)} lead to each other${note}.`);
    if (edge.arrow === 'none') result.push(`${from} is connected with ${target(edge)}${note}.`);
  }
  return result;
}

function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
