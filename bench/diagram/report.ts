/** What the benchmarks of the kinds of diagrams share: loading pictures, tables of scores, the check by Mermaid's parser. */
import sharp from 'sharp';
import type { Raster } from '../../src/engine/image/raster';
import { type Counts, f1 } from './measure';
import { openPage } from './pages';

export async function loadRaster(file: string): Promise<Raster> {
  const picture = sharp(file).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

export interface Share {
  readonly hit: number;
  readonly drawn: number;
}

/** Counts give F1, shares (which have no `found`) the part that was hit. */
export interface Column<Score> {
  readonly title: string;
  readonly of: (score: Score) => Counts | Share;
}

/**
 * Prints a Markdown table, a line for each group of pictures; a picture may be in several.
 * @param groupsOf Names of the groups of a row.
 */
export function printReport<Score, Row extends { readonly score: Score }>(
  rows: readonly Row[],
  groupsOf: (row: Row) => readonly string[],
  columns: readonly Column<Score>[],
): void {
  console.log(`| set | pictures | ${columns.map(({ title }) => title).join(' | ')} |`);
  console.log(`|${'---|'.repeat(columns.length + 2)}`);
  const groups = new Map<string, Row[]>([['all', [...rows]]]);
  for (const row of rows)
    for (const name of groupsOf(row)) groups.set(name, [...(groups.get(name) ?? []), row]);
  const [all, ...rest] = [...groups];
  for (const [name, group] of [all!, ...rest.sort(([a], [b]) => a.localeCompare(b))]) {
    const cells = columns.map(({ of }) => total(group.map(({ score }) => of(score))).toFixed(3));
    console.log(`| ${[name, group.length, ...cells].join(' | ')} |`);
  }
}

function total(parts: readonly (Counts | Share)[]): number {
  const sum = { hit: 0, found: 0, drawn: 0 };
  let counted = false;
  for (const part of parts) {
    sum.hit += part.hit;
    sum.drawn += part.drawn;
    if (!('found' in part)) continue;
    sum.found += part.found;
    counted = true;
  }
  if (counted) return f1(sum);
  return sum.drawn ? sum.hit / sum.drawn : 1;
}

/** Prints which of the written diagrams Mermaid's parser refuses, and how many. */
export async function printUnparsed(
  written: readonly { readonly name: string; readonly mermaid: string }[],
): Promise<void> {
  const { page, close } = await openPage();
  let failed = 0;
  for (const { name, mermaid } of written) {
    const error = await page.evaluate(
      (source) => (window as never as { draw: { parses(s: string): Promise<string> } }).draw.parses(source),
      mermaid,
    );
    if (!error) continue;
    failed++;
    console.log(`${name}: ${error.slice(0, 300)}`);
  }
  await close();
  console.log(`Mermaid output that does not parse: ${failed} of ${written.length}`);
}
