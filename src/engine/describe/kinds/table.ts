import type { Fact } from '../../../protocol';
import { cells } from '../layout';
import { isNumeric } from '../patterns';
import { type Findings, headingOf, isQuotable, type Scene, type SceneLine } from '../scene';
import { capitalised, count, list, quote, tidy } from '../wording';

/** The caption, the heads of the columns, and how many rows and columns there are. */
export function readTable(scene: Scene): Findings {
  const lines = scene.lines.filter((line) => line.confidence >= 0.6);
  const rows = lines.map((line) => ({ line, cells: cellsOf(line) }));
  const columns = usual(rows.map((row) => row.cells.length).filter((n) => n > 1));
  const start = rows.findIndex((row) => row.cells.length > 1 && row.cells.length >= columns - 1);
  const head = rows[start];
  const heads = head && isQuotable(head.line) && !isBody(head.cells) ? head.cells : [];
  const sheet = heads.length > 1 && heads.every((cell) => /^[A-Z]{1,2}$/.test(cell));
  const body =
    start < 0 ? [] : rows.slice(heads.length > 0 ? start + 1 : start).filter((row) => row.cells.length > 1);
  const width = Math.max(columns, heads.length);
  const caption = captionOf(
    scene,
    rows.slice(0, Math.max(0, start)).map((row) => row.line),
  );
  const names = sheet ? (body[0]?.cells ?? []).filter((cell) => !isNumeric(cell)) : heads;

  const noun = sheet ? 'Spreadsheet' : 'Table';
  const named = caption ? `${noun} ${quote(caption, 60)}` : noun;
  const size = body.length > 1 && width > 1 ? ` and ${count(body.length, 'row')}` : '';
  const wordings: string[] = [];
  if (names.length > 1) {
    for (const most of [7, 5, 4, 3]) wordings.push(`${named} with the columns ${list(names, most)}${size}`);
    for (const most of [4, 3]) wordings.push(`${noun} with the columns ${list(names, most)}${size}`);
  }
  if (body.length > 1 && width > 1) {
    const first = body[0]!.cells[0];
    const of = `${named} of ${count(body.length, 'row')} and ${count(width, 'column')}`;
    if (first && isQuotable(body[0]!.line) && !isNumeric(first))
      wordings.push(`${of}; the first row is ${quote(first, 40)}`);
    wordings.push(of);
  }
  wordings.push(`${named} with ${count(lines.length, 'line')} of text`);

  const example = body.find((row) => isQuotable(row.line) && row.cells.length === names.length);
  const details = [
    ...(names.length > 1 ? [`The columns are ${list(names, 12)}.`] : []),
    ...(body.length > 1 ? [`${capitalised(count(body.length, 'row'))} of data can be seen.`] : []),
    ...(example && names.length > 1 && !sheet
      ? [
          `The first row reads: ${example.cells.map((cell, i) => `${names[i]} ${quote(cell, 40)}`).join(', ')}.`,
        ]
      : []),
  ];
  const facts: Fact[] = [];
  if (caption) facts.push({ label: 'Caption', value: caption });
  if (names.length > 1) facts.push({ label: 'Columns', value: names.join(', ') });
  if (body.length > 1 && width > 1)
    facts.push({ label: 'Size', value: `${body.length} × ${width} (rows × columns)` });
  return { altTexts: wordings, details, facts };
}

const cellsOf = (line: SceneLine): string[] =>
  cells({ text: line.raw.replace(/[|│]/g, '   ') })
    .map(tidy)
    .filter((cell) => cell !== '');

/** A row of values rather than of heads. */
const isBody = (row: readonly string[]): boolean => row.filter(isNumeric).length > row.length / 2;

/** The commonest number. */
function usual(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** What stands above the heads. */
function captionOf(scene: Scene, above: readonly SceneLine[]): string | undefined {
  const line = above.find((l) => isQuotable(l) && /\p{L}{3}/u.test(l.text) && l.text.length <= 120);
  return line?.text ?? (above.length > 0 ? headingOf(scene, 0.3) : undefined);
}
