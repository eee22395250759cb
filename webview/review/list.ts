/** What the list shows. */
import type { RowView } from '../../src/review/messages';

export const FILTERS = ['todo', 'problems', 'all'] as const;
export type Filter = (typeof FILTERS)[number];

/** It has a problem and nobody decided what to do about it. */
export function isTodo({ problem, decision }: RowView): boolean {
  return problem !== undefined && decision.kind === 'undecided';
}

/** @param held rows that stay though they no longer match, so that the list does not jump under the reader */
export function shownRows(
  rows: readonly RowView[],
  filter: Filter,
  held: ReadonlySet<string>,
): readonly RowView[] {
  switch (filter) {
    case 'all':
      return rows;
    case 'problems':
      return rows.filter(({ id, problem }) => problem !== undefined || held.has(id));
    case 'todo':
      return rows.filter((row) => isTodo(row) || held.has(row.id));
  }
}

/** The text in a row's field: what the user made of it, else the accepted text, the proposal, the present text. */
export function textOf(row: RowView, drafts: ReadonlyMap<string, string>): string {
  const draft = drafts.get(row.id);
  if (draft !== undefined) return draft;
  if (row.decision.kind === 'alt') return row.decision.alt;
  if (row.proposal.kind === 'done') return row.proposal.alt;
  return row.present.text;
}
