/** Everything that happens, put in order from the top down. */
import type { SequenceStep } from '../../../protocol';
import type { Bar, Note, SequenceFrame } from './frames';
import type { Message } from './messages';

interface Placed {
  readonly y: number;
  /** Of steps at one height: a frame begins before its first message and ends after its last. */
  readonly rank: number;
  readonly step: SequenceStep;
}

export interface SequenceParts {
  /** From the top down, as in `edges`. */
  readonly messages: readonly Message[];
  readonly notes: readonly (Note & { readonly text: string })[];
  readonly frames: readonly SequenceFrame[];
  readonly bars: readonly Bar[];
}

/** @param id Id of the lifeline with an index. */
export function toSteps(
  parts: SequenceParts,
  id: (lifeline: number) => string,
  emPx: number,
): SequenceStep[] {
  const { messages, notes, frames, bars } = parts;
  const placed: Placed[] = messages.map(({ y, head }, edge) => ({
    y,
    rank: 1,
    step: { kind: 'message', edge, head },
  }));
  for (const { box, position, over, text } of notes)
    placed.push({
      y: (box.y0 + box.y1) / 2,
      rank: 1,
      step: { kind: 'note', position, over: over.map(id), text },
    });
  for (const { keyword, label, box, elses } of frames) {
    placed.push({ y: box.y0, rank: 0, step: { kind: 'frame', keyword, label } });
    for (const other of elses)
      placed.push({ y: other.y, rank: 0, step: { kind: 'else', label: other.label } });
    placed.push({ y: box.y1, rank: 3, step: { kind: 'end' } });
  }
  for (const { lifeline, y0, y1 } of bars) {
    const at = (y: number): number =>
      messages.find((m) => Math.abs(m.y - y) < 0.7 * emPx && (m.from === lifeline || m.to === lifeline))?.y ??
      y;
    const participant = id(lifeline);
    placed.push({ y: at(y0), rank: 2, step: { kind: 'activate', participant } });
    placed.push({ y: at(y1), rank: 2, step: { kind: 'deactivate', participant } });
  }
  return placed.sort((a, b) => a.y - b.y || a.rank - b.rank).map(({ step }) => step);
}
