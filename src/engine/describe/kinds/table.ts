import type { Fact } from '../../../protocol';
import type { Row } from '../layout';
import { isNumeric } from '../patterns';
import { type Findings, isQuotable, type Scene } from '../scene';
import { capitalised, count, list, quote } from '../wording';

interface Table {
  readonly caption?: string;
  /** Empty where the first row holds values or was not read for sure. */
  readonly heads: readonly string[];
  readonly body: readonly Row[];
  readonly columns: number;
  /** The heads are the letters of a spreadsheet's columns. */
  readonly lettered: boolean;
}

/** The caption, the heads of the columns, and how many rows and columns there are. */
export function readTable(scene: Scene): Findings {
  const { caption, heads, body, columns, lettered } = tableOf(scene);
  const noun = lettered ? 'Spreadsheet' : 'Table';
  const named = caption ? `${noun} ${quote(caption, 60)}` : noun;
  const sized = body.length > 1 && columns > 1;
  const and = sized ? ` and ${count(body.length, 'row')}` : '';
  const first = body[0]?.[0];
  const wordings: string[] = [];
  if (heads.length > 1) {
    for (const most of [7, 5, 4, 3]) wordings.push(`${named} with the columns ${list(heads, most)}${and}`);
    for (const most of [4, 3]) wordings.push(`${noun} with the columns ${list(heads, most)}${and}`);
  }
  if (sized) {
    const of = `${named} of ${count(body.length, 'row')} and ${count(columns, 'column')}`;
    if (first && isQuotable(first) && !isNumeric(first.text))
      wordings.push(`${of}; the first row is ${quote(first.text, 40)}`);
    wordings.push(of);
  }
  wordings.push(`${named} with ${count(scene.rows.length, 'row')} of text`);

  const example = body.find((row) => row.length === heads.length && row.every(isQuotable));
  const details = [
    ...(heads.length > 1 ? [`The columns are ${list(heads, 12)}.`] : []),
    ...(sized ? [`${capitalised(count(body.length, 'row'))} of data can be seen.`] : []),
    ...(example && !lettered
      ? [`A row reads: ${example.map((cell, i) => `${heads[i]} ${quote(cell.text, 40)}`).join(', ')}.`]
      : []),
  ];
  const facts: Fact[] = [];
  if (caption) facts.push({ label: 'Caption', value: caption });
  if (heads.length > 1) facts.push({ label: 'Columns', value: heads.join(', ') });
  if (sized) facts.push({ label: 'Size', value: `${body.length} × ${columns} (rows × columns)` });
  return { altTexts: wordings, details, facts };
}

function tableOf(scene: Scene): Table {
  const read = scene.rows
    .map((row) => row.filter((cell) => cell.confidence >= 0.5))
    .filter((row) => row.length > 0);
  const usual = commonest(read.map((row) => row.length).filter((n) => n > 1));
  const rows = read.map((row, i) => (i + 1 < read.length ? headsApart(row, read[i + 1]!, usual) : row));
  const start = rows.findIndex((row) => row.length > 1 && row.length >= usual - 1);
  if (start < 0) return { heads: [], body: [], columns: 0, lettered: false };
  const above = rows
    .slice(0, start)
    .find((row) => row.length === 1 && isQuotable(row[0]!) && /\p{L}{3}/u.test(row[0]!.text));
  const caption = above && above[0]!.text.length <= 120 ? above[0]!.text : undefined;
  const head = rows[start]!;
  const lettered = head.length > 1 && head.every((cell) => /^[A-Z]{1,2}$/.test(cell.text));
  const numeric = head.filter((cell) => isNumeric(cell.text)).length;
  const isHead = numeric <= head.length / 2;
  const body = rows.slice(isHead ? start + 1 : start).filter((row) => row.length > 1);
  // A spreadsheet's own heads stand in its first row, after the row's number.
  const named = lettered
    ? (body[0] ?? []).filter((cell) => !isNumeric(cell.text))
    : isHead && head.every((cell) => cell.confidence > 0.7)
      ? head
      : [];
  return {
    caption,
    heads: named.map((cell) => cell.text),
    body,
    columns: Math.max(lettered ? head.length : usual, named.length),
    lettered,
  };
}

/** A row of heads that was read as one text: a word a column, as wide as the row below. */
function headsApart(row: Row, below: Row, columns: number): Row {
  const [cell] = row;
  const words = cell!.text.split(' ');
  const last = below.at(-1)!.box;
  const width = last.x + last.width - below[0]!.box.x;
  if (row.length > 1 || below.length !== columns || words.length !== columns || cell!.box.width < 0.8 * width)
    return row;
  return words.map((text) => ({ ...cell!, text }));
}

function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
