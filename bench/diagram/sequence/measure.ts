/** How much of a conversation was read back: messages in order, participants, notes, frames. */
import type { Diagram } from '../../../src/protocol';
import { type Counts, editSimilarity } from '../measure';
import type { SequenceSpec, SpecMessage } from './spec';

export interface SequenceScore {
  readonly participants: Counts;
  readonly messages: Counts;
  readonly notes: Counts;
  readonly frames: Counts;
  /** Of messages read back: whether dashed, and which head. */
  readonly styles: { readonly hit: number; readonly drawn: number };
  readonly heads: { readonly hit: number; readonly drawn: number };
  readonly mistakes: readonly string[];
}

const same = (a: string, b: string): boolean => editSimilarity(a, b) >= 0.9;

interface Said {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly dashed: boolean;
  readonly head: string;
}

const told = ({ from, to, label, dashed, head }: Said): string =>
  `${from} ${dashed ? '--' : '-'}${head} ${to}: ${label}`;

export function compareSequence(result: Diagram | undefined, truth: SequenceSpec): SequenceScore {
  const name = (i: number): string => truth.participants[i]!.label;
  const drawn: Said[] = truth.steps
    .filter((step): step is SpecMessage => step.kind === 'message')
    .map(({ from, to, label, dashed, head }) => ({ from: name(from), to: name(to), label, dashed, head }));
  const label = new Map(result?.nodes.map((node) => [node.id, node.label]));
  const steps = result?.sequence?.steps ?? [];
  const found: Said[] = steps.flatMap((step) => {
    if (step.kind !== 'message') return [];
    const edge = result!.edges[step.edge]!;
    const { from, to } = edge;
    const said = { label: edge.label, dashed: edge.style === 'dashed', head: step.head };
    return [{ ...said, from: label.get(from) ?? '', to: label.get(to) ?? '' }];
  });
  const matches = (a: Said, b: Said): boolean => {
    const way = same(a.from, b.from) && same(a.to, b.to);
    // A line without a head has no direction.
    const back = a.head === 'none' && b.head === 'none' && same(a.from, b.to) && same(a.to, b.from);
    return (way || back) && same(a.label, b.label);
  };
  const pairs = longestCommon(drawn, found, matches);
  const names = result?.nodes.map((node) => node.label) ?? [];
  const kept = longestCommon(
    truth.participants.map((p) => p.label),
    names,
    same,
  );
  const notes = truth.steps.flatMap((step) =>
    step.kind === 'note' ? [`${step.position} ${step.over.map(name).join(',')}: ${step.text}`] : [],
  );
  const notesFound = steps.flatMap((step) =>
    step.kind === 'note'
      ? [`${step.position} ${step.over.map((id) => label.get(id)).join(',')}: ${step.text}`]
      : [],
  );
  const frames = truth.steps.flatMap((step) => frameText(step));
  const framesFound = steps.flatMap((step) => frameText(step));
  const counts = (hit: number, all: readonly unknown[], of: readonly unknown[]): Counts => ({
    hit,
    found: all.length,
    drawn: of.length,
  });
  const mistakes = [
    ...drawn.filter((_, i) => !pairs.some(([a]) => a === i)).map((m) => `missed ${told(m)}`),
    ...found.filter((_, i) => !pairs.some(([, b]) => b === i)).map((m) => `extra ${told(m)}`),
    ...pairs
      .filter(([a, b]) => drawn[a]!.head !== found[b]!.head || drawn[a]!.dashed !== found[b]!.dashed)
      .map(([a, b]) => `kind ${told(drawn[a]!)} > ${told(found[b]!)}`),
    ...notes.filter((note) => !notesFound.some((n) => same(n, note))).map((n) => `missed note ${n}`),
    ...notesFound.filter((note) => !notes.some((n) => same(n, note))).map((n) => `extra note ${n}`),
    ...(frames.join('|') === framesFound.join('|')
      ? []
      : [`frames ${frames.join('|')} > ${framesFound.join('|')}`]),
  ];
  return {
    participants: counts(kept.length, names, truth.participants),
    messages: counts(pairs.length, found, drawn),
    notes: counts(longestCommon(notes, notesFound, same).length, notesFound, notes),
    frames: counts(longestCommon(frames, framesFound, same).length, framesFound, frames),
    styles: {
      hit: pairs.filter(([a, b]) => drawn[a]!.dashed === found[b]!.dashed).length,
      drawn: pairs.length,
    },
    heads: { hit: pairs.filter(([a, b]) => drawn[a]!.head === found[b]!.head).length, drawn: pairs.length },
    mistakes,
  };
}

function frameText(step: {
  readonly kind: string;
  readonly keyword?: string;
  readonly label?: string;
}): string[] {
  return step.kind === 'frame' || step.kind === 'else' ? [`${step.keyword ?? 'else'} ${step.label}`] : [];
}

/** Index pairs of the longest common subsequence: what is in another order does not count. */
function longestCommon<A, B>(
  a: readonly A[],
  b: readonly B[],
  equal: (x: A, y: B) => boolean,
): [number, number][] {
  const best = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      best[i]![j] = equal(a[i]!, b[j]!)
        ? best[i + 1]![j + 1]! + 1
        : Math.max(best[i + 1]![j]!, best[i]![j + 1]!);
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (equal(a[i]!, b[j]!)) pairs.push([i++, j++]);
    else if (best[i + 1]![j]! >= best[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}
