/** Rows of text inside one column: fragments side by side, and the text they make with its indentation. */
import { median } from './geometry';
import type { Fragment } from './page';
import { spaced } from './spacing';

export interface Row {
  /** From left to right. */
  readonly fragments: readonly Fragment[];
  readonly cy: number;
  readonly heightPx: number;
  readonly left: number;
  readonly right: number;
}

/** Gathers fragments whose middles are level into rows, from top to bottom. */
export function toRows(fragments: readonly Fragment[]): Row[] {
  const sorted = [...fragments].sort((a, b) => a.cy - b.cy);
  const groups: Fragment[][] = [];
  for (const fragment of sorted) {
    // A tall headline beside small text must not swallow two of its rows: compare with the smaller height.
    const group = groups.slice(-4).find((members) => members.some((member) => level(member, fragment)));
    if (group && !group.some((member) => overlap(member, fragment))) group.push(fragment);
    else groups.push([fragment]);
  }
  return groups
    .map((members) => {
      members.sort((a, b) => a.left - b.left);
      return {
        fragments: members,
        cy: median(members.map(({ cy }) => cy)),
        heightPx: Math.max(...members.map(({ heightPx }) => heightPx)),
        left: members[0]!.left,
        right: Math.max(...members.map(({ right }) => right)),
      };
    })
    .sort((a, b) => a.cy - b.cy);
}

function level(a: Fragment, b: Fragment): boolean {
  return Math.abs(a.cy - b.cy) < 0.45 * Math.min(a.heightPx, b.heightPx);
}

function overlap(a: Fragment, b: Fragment): boolean {
  const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  return shared > 0.5 * Math.min(a.right - a.left, b.right - b.left);
}

/** Gaps between fragments of a row wider than this many heights are cells of a table. */
const CELL_GAP = 1.2;

/** The row's text without what stands before it. */
export function rowText(row: Row): string {
  let text = '';
  row.fragments.forEach((fragment, i) => {
    const before = row.fragments[i - 1];
    if (before) text += ' '.repeat(spacesBetween(before, fragment));
    text += spaced(fragment.glyphs, fragment.heightPx, fragment.pitchPx);
  });
  return text;
}

function spacesBetween(a: Fragment, b: Fragment): number {
  const gap = b.left - a.right;
  const pitch = b.pitchPx ?? a.pitchPx;
  if (pitch !== undefined && (a.pitchPx !== undefined || b.pitchPx !== undefined)) {
    if (gap < 0.9 * pitch && gap > 0.5 * pitch) return 0;
    return Math.max(1, Math.round(gap / pitch));
  }
  const height = Math.min(a.heightPx, b.heightPx);
  if (gap < 0.08 * height) return 0;
  return gap > CELL_GAP * height ? 2 : 1;
}

export interface LaidOutRow {
  readonly row: Row;
  /** Columns of indentation, in fixed-pitch text. */
  readonly indent: number;
  /** Empty rows above. */
  readonly blankBefore: number;
}

/** Measures indentation and blank rows of the rows of one column. */
export function layOut(rows: readonly Row[]): LaidOutRow[] {
  const pitches = rows
    .flatMap(({ fragments }) => fragments.map(({ pitchPx }) => pitchPx))
    .filter((p) => p !== undefined);
  const fixed = pitches.length > 0.5 * rows.length;
  const pitch = median(pitches);
  const left = Math.min(...rows.map((row) => row.left));
  const steps = rows.slice(1).map((row, i) => row.cy - rows[i]!.cy);
  const step = fixed ? median(steps.filter((s, i) => s < 2.2 * rows[i]!.heightPx)) : Number.NaN;
  return rows.map((row, i) => {
    const first = row.fragments[0]!;
    const indent =
      fixed && first.pitchPx !== undefined ? Math.max(0, Math.round((row.left - left) / pitch)) : 0;
    return { row, indent, blankBefore: i === 0 ? 0 : blankRows(rows[i - 1]!, row, step) };
  });
}

function blankRows(above: Row, row: Row, step: number): number {
  const distance = row.cy - above.cy;
  if (step > 0) return Math.min(3, Math.max(0, Math.round(distance / step) - 1));
  return distance > 1.7 * Math.max(above.heightPx, row.heightPx) ? 1 : 0;
}
