/** Notes, frames ("loop", "alt") and activation bars: what is drawn over and around lifelines. */
import type { Raster } from '../../image/raster';
import { type Box, contains, grow } from '../grid';
import type { Label, TextBox } from '../labels';
import { colourDistance } from '../regions';
import { type Keyword, keywordOf } from './keywords';
import type { Lifeline } from './lifelines';
import type { Stroke } from './strokes';

export interface SequenceFrame {
  readonly keyword: Keyword;
  readonly label: string;
  readonly box: Box;
  readonly elses: readonly { readonly y: number; readonly label: string }[];
  /** Texts that are its keyword and its conditions. */
  readonly text: readonly TextBox[];
}

export interface Note {
  readonly box: Box;
  readonly position: 'over' | 'left of' | 'right of';
  /** Indices of lifelines: one, or the first and the last. */
  readonly over: readonly number[];
}

export interface Bar {
  readonly lifeline: number;
  readonly y0: number;
  readonly y1: number;
}

type Colour = readonly [number, number, number];

/** Sums of differences over the three channels: JPEG moves colours a little. */
const DIFFERENT = 30;
const ALIKE = 40;

const near = (a: number, b: number, by: number): boolean => Math.abs(a - b) <= by;

/** The rectangle drawn around a text, no further away than two font sizes above and below. */
export function noteAround(
  box: Box,
  level: readonly Stroke[],
  upright: readonly Stroke[],
  lifelines: readonly Lifeline[],
  emPx: number,
): Note | undefined {
  const reach = 2 * emPx;
  const spans = (s: Stroke): boolean => s.from < box.x0 + emPx && s.to > box.x1 - 1.5 * emPx;
  const tops = level.filter((s) => spans(s) && s.at < box.y0 + 0.4 * emPx && s.at > box.y0 - reach);
  const bottoms = level.filter((s) => spans(s) && s.at > box.y1 - 0.4 * emPx && s.at < box.y1 + reach);
  // A corner may be folded: the top is shorter there, and so is the right side.
  const fold = 1.4 * emPx;
  for (const top of tops.sort((a, b) => b.at - a.at))
    for (const bottom of bottoms.sort((a, b) => a.at - b.at)) {
      if (
        !near(top.from, bottom.from, 0.6 * emPx) ||
        bottom.to - top.to > fold ||
        top.to - bottom.to > 0.6 * emPx
      )
        continue;
      const side = (x: number, slack: number): boolean =>
        upright.some(
          (s) =>
            near(s.at, x, 0.4 * emPx) &&
            near(s.to, bottom.at, 0.6 * emPx) &&
            s.from > top.at - 0.6 * emPx &&
            s.from < top.at + slack,
        );
      if (!side(bottom.from, 0.6 * emPx) || !side(bottom.to, fold)) continue;
      return place({ x0: bottom.from, y0: top.at, x1: bottom.to, y1: bottom.at }, lifelines, emPx);
    }
  return undefined;
}

/**
 * The flat area around a text whose colour is not the page's: a note, or nothing where it is not a rectangle.
 * @param page The page's colour.
 */
export function filledAround(
  raster: Raster,
  box: Box,
  page: Colour,
  lifelines: readonly Lifeline[],
  emPx: number,
): Note | undefined {
  const { data, widthPx: w, heightPx: h } = raster;
  const at = (x: number, y: number): Colour => {
    const p = (y * w + x) * 3;
    return [data[p] as number, data[p + 1] as number, data[p + 2] as number];
  };
  const middle = Math.round((box.y0 + box.y1) / 2);
  const [left, right] = [box.x0 - 2, box.x1 + 2];
  if (left < 1 || right >= w - 1) return undefined;
  const fill = at(left, middle);
  if (colourDistance(fill, page) < DIFFERENT || colourDistance(fill, at(right, middle)) > ALIKE)
    return undefined;
  const reach = (x: number, y: number, dx: number, dy: number): number => {
    let steps = 0;
    for (; steps < w + h; steps++) {
      const [nx, ny] = [x + dx * (steps + 1), y + dy * (steps + 1)];
      if (nx < 0 || ny < 0 || nx >= w || ny >= h || colourDistance(at(nx, ny), fill) > ALIKE) break;
    }
    return steps;
  };
  const [x0, x1] = [left - reach(left, middle, -1, 0), right + reach(right, middle, 1, 0)];
  const [y0, y1] = [middle - reach(left, middle, 0, -1), middle + reach(left, middle, 0, 1)];
  const ends = [y0 + 2, y1 - 2].map((y) => left - reach(left, y, -1, 0));
  const rectangle = ends.every((x) => Math.abs(x - x0) <= 2);
  const snug = box.y0 - y0 < 2 * emPx && y1 - box.y1 < 2 * emPx && y1 - y0 > emPx;
  return rectangle && snug ? place({ x0, y0, x1, y1 }, lifelines, emPx) : undefined;
}

/** The commonest colour of a picture. */
export function pageColour({ data }: Raster): Colour {
  const counts = new Uint32Array(1 << 15);
  let key = 0;
  for (let p = 0; p + 2 < data.length; p += 3 * 7) {
    const own = ((data[p]! >> 3) << 10) | ((data[p + 1]! >> 3) << 5) | (data[p + 2]! >> 3);
    counts[own]!++;
    if (counts[own]! > counts[key]!) key = own;
  }
  return [((key >> 10) << 3) + 4, (((key >> 5) & 31) << 3) + 4, ((key & 31) << 3) + 4];
}

function place(box: Box, lifelines: readonly Lifeline[], emPx: number): Note {
  const under = lifelines.flatMap(({ x }, i) =>
    x > box.x0 + 0.3 * emPx && x < box.x1 - 0.3 * emPx ? [i] : [],
  );
  const centre = (box.x0 + box.x1) / 2;
  const middle = under.find((i) => near(lifelines[i]!.x, centre, 0.8 * emPx));
  const ends = [under[0], under.at(-1)];
  // A note over two lifelines is centred between them, one beside a lifeline may run over the next.
  const between =
    ends[0] !== undefined &&
    ends[0] !== ends[1] &&
    near((lifelines[ends[0]]!.x + lifelines[ends[1]!]!.x) / 2, centre, 0.8 * emPx);
  if (between) return { box, position: 'over', over: ends as number[] };
  if (middle !== undefined) return { box, position: 'over', over: [middle] };
  const gaps = lifelines.flatMap(({ x }, i) => [
    { i, position: 'right of' as const, gap: box.x0 - x },
    { i, position: 'left of' as const, gap: x - box.x1 },
  ]);
  const closest = gaps.filter(({ gap }) => gap > -0.6 * emPx).sort((a, b) => a.gap - b.gap)[0];
  if (closest) return { box, position: closest.position, over: [closest.i] };
  return { box, position: 'over', over: [under[0] ?? 0] };
}

/** Rectangles with a keyword in the upper left corner, the outer ones first. */
export function findSequenceFrames(
  level: readonly Stroke[],
  upright: readonly Stroke[],
  text: readonly TextBox[],
  emPx: number,
): SequenceFrame[] {
  const frames: SequenceFrame[] = [];
  const corners = text.flatMap((item) => {
    const keyword = keywordOf(item.text);
    const top = keyword && topAt(item.box, level, emPx);
    return top ? [{ item, keyword, top }] : [];
  });
  for (const { item, keyword, top } of corners) {
    const sameWidth = (s: Stroke): boolean =>
      near(s.from, top.from, 0.7 * emPx) && near(s.to, top.to, 0.7 * emPx);
    const next = corners.filter((other) => other.top.at > top.at + emPx && sameWidth(other.top));
    const limit = Math.min(...next.map((other) => other.top.at)) - 0.3 * emPx;
    const rows = level.filter((s) => s.at > top.at + 1.5 * emPx && s.at < limit && sameWidth(s));
    const end = rows
      .sort((a, b) => b.at - a.at)
      .find((s) => [top.from, top.to].every((x) => unbroken(upright, x, top.at, s.at, emPx)));
    if (!end) continue;
    const frame = { x0: top.from, y0: top.at, x1: top.to, y1: end.at };
    const inside = text.filter(
      (t) => t !== item && contains(frame, (t.box.x0 + t.box.x1) / 2, (t.box.y0 + t.box.y1) / 2),
    );
    const condition = (y: number): TextBox[] =>
      inside.filter(
        (t) => t.box.y0 > y - 0.5 * emPx && t.box.y0 < y + 0.9 * emPx && /^[[(|{]|[\])]$/.test(t.text.trim()),
      );
    const own = condition(top.at);
    const elses = rows
      .filter((s) => s.at < end.at - 0.8 * emPx)
      .sort((a, b) => a.at - b.at)
      .map((s) => ({ y: s.at, text: condition(s.at) }));
    const after = item.text.replace(/^\S+\s*/, '');
    frames.push({
      keyword,
      label: bare([after, ...own.map((t) => t.text)].join(' ')),
      box: frame,
      elses: elses.map(({ y, text: lines }) => ({ y, label: bare(lines.map((t) => t.text).join(' ')) })),
      text: [item, ...own, ...elses.flatMap((other) => other.text)],
    });
  }
  return nested(frames.sort((a, b) => a.box.y0 - b.box.y0 || b.box.y1 - a.box.y1));
}

/** Frames that lie in one another or apart: one that crosses the border of another was not seen rightly. */
function nested(frames: readonly SequenceFrame[]): SequenceFrame[] {
  const kept: SequenceFrame[] = [];
  for (const frame of frames)
    if (kept.every(({ box }) => frame.box.y0 > box.y1 || frame.box.y1 <= box.y1)) kept.push(frame);
  const inner = (y: number, own: SequenceFrame): boolean =>
    kept.some(
      (other) => other !== own && other.box.y0 >= own.box.y0 && y >= other.box.y0 && y <= other.box.y1,
    );
  return kept.map((frame) => ({ ...frame, elses: frame.elses.filter(({ y }) => !inner(y, frame)) }));
}

/** The line above a keyword in the corner of a frame. */
function topAt(box: Box, level: readonly Stroke[], emPx: number): Stroke | undefined {
  const starts = level.filter(
    (s) =>
      s.at < box.y0 + 0.7 * emPx &&
      s.at > box.y0 - 1.2 * emPx &&
      s.from < box.x0 + 0.4 * emPx &&
      s.from > box.x0 - 2.6 * emPx &&
      s.to > box.x1 + 2 * emPx,
  );
  return starts.sort((a, b) => b.to - b.from - (a.to - a.from))[0];
}

const bare = (text: string): string =>
  text
    .trim()
    .replace(/^[[({|\s]+|[\])}|\s]+$/g, '')
    .trim();

/** Whether upright lines at `x` lead from `y0` to `y1` without a long break. */
function unbroken(upright: readonly Stroke[], x: number, y0: number, y1: number, emPx: number): boolean {
  const pieces = upright
    .filter((s) => near(s.at, x, 0.45 * emPx) && s.to > y0 && s.from < y1)
    .sort((a, b) => a.from - b.from);
  let reached = y0;
  for (const piece of pieces) {
    if (piece.from - reached > 2.2 * emPx) return false;
    reached = Math.max(reached, piece.to);
  }
  return y1 - reached < 1.2 * emPx;
}

/** Pairs of upright lines close to either side of a lifeline. */
export function findBars(upright: readonly Stroke[], lifelines: readonly Lifeline[], emPx: number): Bar[] {
  const bars: Bar[] = [];
  lifelines.forEach(({ x }, lifeline) => {
    const beside = (sign: number): Stroke[] =>
      upright.filter((s) => {
        const off = sign * (s.at - x);
        return off >= 0.22 * emPx && off <= 0.75 * emPx && s.to - s.from >= emPx;
      });
    for (const left of beside(-1)) {
      const right = beside(1).find(
        (s) => near(s.from, left.from, 0.6 * emPx) && near(s.to, left.to, 0.6 * emPx),
      );
      if (!right || bars.some((bar) => bar.lifeline === lifeline && near(bar.y0, left.from, emPx))) continue;
      bars.push({ lifeline, y0: Math.min(left.from, right.from), y1: Math.max(left.to, right.to) });
    }
  });
  return bars;
}

/** Whether a label stands inside a note's box. */
export function isIn({ box }: Note, label: Label | TextBox): boolean {
  const { x0, x1, y0, y1 } = label.box;
  return contains(grow(box, 2), (x0 + x1) / 2, (y0 + y1) / 2);
}
