/** Participants: a name above a long upright line, and further names beside it at the same height. */
import { median, unite } from '../grid';
import { groupLines, joinLines, type Label, type TextBox } from '../labels';
import { keywordOf } from './keywords';
import type { Stroke } from './strokes';

export interface Lifeline {
  readonly x: number;
  readonly y0: number;
  readonly y1: number;
  readonly label: Label;
}

/** Distances in font sizes. */
const NAME_OFF_CENTRE = 0.8;
/** From the foot of the name to the beginning of the line: a participant's box has some space below its name. */
const NAME_ABOVE = 4.8;
/** An actor's name may reach into the line's beginning. */
const NAME_INTO_LINE = 1.3;
const SAME_TOP = 2.6;
/** Sides of activation bars, two on top of the first at most. */
const BAR_REACH = 1.35;
const MIN_LENGTH = 4;
/** Share of the lines that have a name: of a flowchart's connectors few have. */
const NAMED = 0.6;
const MOST_ABOVE = 3;
/** Two lines that are nearer are one, or the sides of an activation bar. */
const APART = 2.5;
/** Share of a line between its ends that is seen: the rest is under notes and activation bars. */
const MIN_SEEN = 0.12;

/** Dashes of an upright line that were read as letters. */
const DASHES = /^[1IilJ|!\s]+$/;

/** From left to right; empty where there are fewer than two. */
export function findLifelines(
  upright: readonly Stroke[],
  text: readonly TextBox[],
  emPx: number,
): Lifeline[] {
  // What stands close below an actor's name is no part of it.
  const written = text.filter((item) => !keywordOf(item.text) && !DASHES.test(item.text));
  const names = [...groupLines(written, emPx).map(joinLines), ...written];
  const found: Candidate[] = [];
  const all = columns(upright);
  for (const column of all) {
    // An actor is drawn above its name with upright lines of its own.
    const top = column.find((stroke) => nameAbove(names, stroke, emPx));
    const label = top && nameAbove(names, top, emPx);
    if (!label) continue;
    const line = { ...toLine(column, top.from, upright, emPx), label };
    if (line.y1 - line.y0 >= MIN_LENGTH * emPx && line.seen >= MIN_SEEN * (line.y1 - line.y0))
      found.push(line);
  }
  const single = apart(central(found, emPx).sort(byLength), emPx);
  let best: Candidate[] = [];
  for (const { y0 } of single) {
    const level = single.filter((other) => Math.abs(other.y0 - y0) < SAME_TOP * emPx);
    if (level.length > best.length || (level.length === best.length && y0 < (best[0]?.y0 ?? 0))) best = level;
  }
  if (best.length === 0) return [];
  const kept = apart(
    [...central(best, emPx).sort(byLength), ...nameless(all, best, text, upright, emPx)],
    emPx,
  );
  // All lines of one drawing end at about the same height, where bars do not hide their ends.
  const bottom = Math.max(...kept.map(({ y1 }) => y1));
  const repeated = (line: Candidate): boolean =>
    namesBelow(text, line, emPx).some(({ box }) => box.y0 > bottom - 3 * SAME_TOP * emPx);
  const whole = kept.filter((line) => bottom - line.y1 < 3 * SAME_TOP * emPx || repeated(line));
  const named = whole.filter(({ label }) => label.text !== '').length;
  if (whole.length < 2 || named < NAMED * whole.length) return [];
  // Above the names there is a title, and no more.
  const head = Math.min(...whole.map(({ label }) => label.box.y0));
  if (text.filter(({ box }) => box.y1 < head - 2 * emPx).length > MOST_ABOVE) return [];
  return whole.sort((a, b) => a.x - b.x).map(({ x, y0, y1, label }) => ({ x, y0, y1, label }));
}

interface Candidate extends Lifeline {
  /** Pixels of it that can be seen. */
  readonly seen: number;
}

const byLength = (a: Candidate, b: Candidate): number => b.y1 - b.y0 + b.seen - (a.y1 - a.y0 + a.seen);

/** Of the columns under one name the one in its middle: beside it stand the sides of activation bars. */
function central(lines: readonly Candidate[], emPx: number): Candidate[] {
  const off = ({ x, label }: Candidate): number => Math.abs(x - (label.box.x0 + label.box.x1) / 2);
  return lines.filter((line) =>
    lines.every(
      (other) =>
        other === line ||
        other.label.box.x0 !== line.label.box.x0 ||
        other.label.box.y1 !== line.label.box.y1 ||
        other.y0 > line.y0 + emPx ||
        off(other) > off(line) ||
        (off(other) === off(line) && other.x > line.x),
    ),
  );
}

function apart(lines: readonly Candidate[], emPx: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const line of lines) if (kept.every(({ x }) => Math.abs(x - line.x) > APART * emPx)) kept.push(line);
  return kept;
}

function toLine(
  column: readonly Stroke[],
  y0: number,
  upright: readonly Stroke[],
  emPx: number,
): Omit<Candidate, 'label'> {
  const longest = column.reduce((long, s) => (s.to - s.from > long.to - long.from ? s : long));
  const sides = upright.filter((s) => Math.abs(s.at - longest.at) < BAR_REACH * emPx && s.from >= y0);
  const seen = covered(sides);
  return { x: longest.at, y0, y1: Math.max(...sides.map(({ to }) => to)), seen };
}

/** Pixels along the strokes, those side by side counted once. */
function covered(strokes: readonly Stroke[]): number {
  let seen = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, to } of [...strokes].sort((a, b) => a.from - b.from)) {
    seen += Math.max(0, to - Math.max(from, reached + 1) + 1);
    reached = Math.max(reached, to);
  }
  return seen;
}

/** Lines as long as those with a name, whose own was not read; it may stand below. */
function nameless(
  all: readonly (readonly Stroke[])[],
  named: readonly Candidate[],
  text: readonly TextBox[],
  upright: readonly Stroke[],
  emPx: number,
): Candidate[] {
  const top = median(named.map(({ y0 }) => y0));
  // An actor below its line has upright lines too.
  const bottom = Math.min(...named.map(({ y1 }) => y1));
  return all.flatMap((column) => {
    // The sides of frames begin a little lower.
    const first = column.find(({ from }) => Math.abs(from - top) < 0.35 * emPx);
    if (!first) return [];
    const line = toLine(column, first.from, upright, emPx);
    if (Math.abs(line.y1 - bottom) > 3 * SAME_TOP * emPx || line.seen < 0.6 * (line.y1 - line.y0)) return [];
    const below = text.findLast(
      ({ box }) =>
        Math.abs((box.x0 + box.x1) / 2 - line.x) < NAME_OFF_CENTRE * emPx &&
        box.y0 > bottom &&
        box.y0 < Math.max(bottom, line.y1) + NAME_ABOVE * emPx,
    );
    const place = { x0: line.x, y0: top - 2 * emPx, x1: line.x, y1: top - emPx };
    return [{ ...line, label: below ? { ...below, box: place } : { text: '', confidence: 0.3, box: place } }];
  });
}

/** The lowest text that stands centred above a stroke's beginning. */
function nameAbove(names: readonly Label[], { at, from, to }: Stroke, emPx: number): Label | undefined {
  return names
    .filter(({ box, text }) => {
      const below = from - box.y1;
      return (
        /[\p{L}\p{N}]/u.test(text) &&
        Math.abs((box.x0 + box.x1) / 2 - at) < NAME_OFF_CENTRE * emPx &&
        below > -NAME_INTO_LINE * emPx &&
        below < NAME_ABOVE * emPx &&
        // What ends with the name is a letter's stem.
        to > box.y1 + emPx
      );
    })
    .sort((a, b) => b.box.y1 - a.box.y1)[0];
}

/** Strokes on the same column, from the top down. */
function columns(upright: readonly Stroke[]): Stroke[][] {
  const result: Stroke[][] = [];
  for (const stroke of [...upright].sort((a, b) => b.to - b.from - (a.to - a.from))) {
    const home = result.find((column) => Math.abs(column[0]!.at - stroke.at) <= 1);
    if (home) home.push(stroke);
    else result.push([stroke]);
  }
  return result.map((column) => column.sort((a, b) => a.from - b.from));
}

/** Texts under a line that say its name again, more or less. */
function namesBelow(text: readonly TextBox[], { x, y0, label }: Lifeline, emPx: number): TextBox[] {
  return text.filter(
    ({ text: words, box }) =>
      Math.abs((box.x0 + box.x1) / 2 - x) < NAME_OFF_CENTRE * emPx &&
      box.y0 > y0 + MIN_LENGTH * emPx &&
      alike(label.text, words),
  );
}

/** Whether two readings are of the same name: at most every fourth letter is another. */
function alike(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (Math.abs(x.length - y.length) > 2) return false;
  let same = 0;
  while (same < Math.min(x.length, y.length) && x[same] === y[same]) same++;
  let tail = 0;
  while (tail < Math.min(x.length, y.length) - same && x.at(-1 - tail) === y.at(-1 - tail)) tail++;
  return same + tail >= 0.75 * Math.max(x.length, y.length);
}

/** Accents and capitals inside words, which come from ink beside a letter where another reading has none. */
const oddness = (text: string): number => (text.match(/[^ -~]|\p{Ll}\p{Lu}/gu) ?? []).length;

/** The line with the surer reading of its name, which may stand again below it. */
export function withSureName(line: Lifeline, text: readonly TextBox[], emPx: number): Lifeline {
  const clean = (words: string): string => words.replace(/^[\s._·:,-]+|[\s._·:,-]+$/g, '');
  const readings = [line.label, ...namesBelow(text, line, emPx)];
  const best = readings.sort((a, b) => oddness(a.text) - oddness(b.text) || b.confidence - a.confidence)[0]!;
  return { ...line, label: { ...line.label, text: clean(best.text), confidence: best.confidence } };
}

/** Texts that are no participant's name, neither above its line nor again below it, and stand between the two. */
export function withoutNames(
  text: readonly TextBox[],
  lifelines: readonly Lifeline[],
  emPx: number,
): TextBox[] {
  const top = lifelines.map(({ label }) => label.box).reduce(unite).y1;
  const repeated = lifelines.flatMap((line) => namesBelow(text, line, emPx));
  // A message may say a name too: the names below the lines stand in one row, the lowest.
  const lowest = Math.max(...repeated.map(({ box }) => box.y1));
  const row = repeated.filter(({ box }) => lowest - box.y0 < 5 * emPx);
  const bottom =
    row.length > 0
      ? Math.min(...row.map(({ box }) => box.y0))
      : Math.max(...lifelines.map(({ y1 }) => y1)) + 0.3 * emPx;
  return text.filter(({ text: words, box }) => {
    const middle = (box.y0 + box.y1) / 2;
    const dash = DASHES.test(words) && box.x1 - box.x0 < 2 * emPx;
    const onLine = lifelines.some(({ x }) => x > box.x0 - 0.6 * emPx && x < box.x1 + 0.6 * emPx);
    return middle > top + 0.2 * emPx && middle < bottom && !(dash && onLine);
  });
}
