/** Messages: level lines from one lifeline to another, and loops from one to itself. */
import type { MessageHead } from '../../../protocol';
import { type Box, boxHeight, boxWidth, components, type Mask } from '../grid';
import { profileEnd } from './heads';
import type { Lifeline } from './lifelines';
import type { Stroke } from './strokes';

export interface Message {
  /** Indices of lifelines; the same twice for a message to itself. */
  readonly from: number;
  readonly to: number;
  readonly y: number;
  /** Where its label stands on: the line, or the loop's top. */
  readonly top: number;
  readonly x0: number;
  readonly x1: number;
  readonly dashed: boolean;
  readonly head: MessageHead;
  readonly confidence: number;
}

/** Distances in font sizes. */
const PAST_LIFELINE = 0.7;
/** From the line's end to the lifeline: a head, and half an activation bar. */
const BEFORE_LIFELINE = 1.7;
/** Less cover is a dashed line. */
const SOLID_COVER = 0.86;

export function findMessages(
  ink: Mask,
  level: readonly Stroke[],
  upright: readonly Stroke[],
  lifelines: readonly Lifeline[],
  emPx: number,
): Message[] {
  const top = Math.min(...lifelines.map(({ y0 }) => y0));
  const bottom = Math.max(...lifelines.map(({ y1 }) => y1));
  const messages: Message[] = [];
  for (const stroke of level) {
    if (stroke.at < top + 0.3 * emPx || stroke.at > bottom - 0.1 * emPx) continue;
    const left = lifelineAt(lifelines, stroke.from, 1, emPx);
    const right = lifelineAt(lifelines, stroke.to, -1, emPx);
    if (left === undefined || right === undefined || left >= right) continue;
    const x0 = edgeOf(lifelines[left]!.x, 1, stroke.at, upright, emPx);
    const x1 = edgeOf(lifelines[right]!.x, -1, stroke.at, upright, emPx);
    const start = profileEnd(ink, x0, stroke.at, 1, emPx);
    const end = profileEnd(ink, x1, stroke.at, -1, emPx);
    const backward = start.strength > end.strength && start.head !== 'none';
    const { head } = backward ? start : end;
    const clear = Math.abs(start.strength - end.strength) / Math.max(0.15, start.strength, end.strength);
    messages.push({
      from: backward ? right : left,
      to: backward ? left : right,
      y: stroke.at,
      top: stroke.at,
      x0,
      x1,
      dashed: stroke.cover < SOLID_COVER,
      head,
      confidence: head === 'none' ? 0.6 : 0.6 + 0.4 * Math.min(1, clear),
    });
  }
  const single: Message[] = [];
  for (const message of messages.sort((a, b) => a.y - b.y)) {
    const last = single.at(-1);
    const twin = last && message.y - last.y < 0.5 * emPx;
    if (!twin) single.push(message);
    else if (message.x1 - message.x0 > last.x1 - last.x0) single[single.length - 1] = message;
  }
  return single;
}

/** @param inward 1 for a line's left end, -1 for its right end: where the line lies from its end. */
function lifelineAt(
  lifelines: readonly Lifeline[],
  x: number,
  inward: 1 | -1,
  emPx: number,
): number | undefined {
  let best: number | undefined;
  let nearest = Number.POSITIVE_INFINITY;
  lifelines.forEach((line, i) => {
    const before = inward * (x - line.x);
    if (before > BEFORE_LIFELINE * emPx || before < -PAST_LIFELINE * emPx) return;
    if (Math.abs(before) < nearest) {
      nearest = Math.abs(before);
      best = i;
    }
  });
  return best;
}

/** Where a message ends: at the lifeline, or at the side of the activation bar on it. */
function edgeOf(x: number, side: 1 | -1, y: number, upright: readonly Stroke[], emPx: number): number {
  let edge = x;
  for (const stroke of upright) {
    const off = side * (stroke.at - x);
    // Shorter ones are the backs of heads.
    if (off < 0.2 * emPx || off > 1.1 * emPx || stroke.to - stroke.from < 1.8 * emPx) continue;
    if (y < stroke.from - 0.4 * emPx || y > stroke.to + 0.4 * emPx) continue;
    if (side * (stroke.at - edge) > 0) edge = stroke.at;
  }
  return edge;
}

/**
 * Loops at the right of a lifeline.
 * @param rest Ink without text, messages, notes and frames; it is changed.
 */
export function findSelfMessages(rest: Mask, lifelines: readonly Lifeline[], emPx: number): Message[] {
  const { data, widthPx: w, heightPx: h } = rest;
  for (const { x } of lifelines)
    for (let y = 0; y < h; y++)
      for (let cx = Math.max(0, x - 2); cx <= Math.min(w - 1, x + 2); cx++) data[y * w + cx] = 0;
  const loops: Message[] = [];
  for (const { box, pixels } of components(thickened(rest)).list) {
    const wide = boxWidth(box) / emPx;
    const high = boxHeight(box) / emPx;
    if (wide < 1.4 || wide > 6 || high < 0.8 || high > 4) continue;
    const at = lifelines.findIndex(({ x, y0, y1 }) => {
      const gap = box.x0 - x;
      return gap > -0.4 * emPx && gap < 1.1 * emPx && box.y0 > y0 && box.y1 < y1 + 0.5 * emPx;
    });
    if (at < 0 || !isLoop(box, pixels, w)) continue;
    const upper = pixels.filter(
      (p) => p % w > box.x0 + 0.8 * emPx && Math.floor(p / w) < (box.y0 + box.y1) / 2,
    );
    const top = Math.min(...upper.map((p) => Math.floor(p / w)));
    loops.push({
      from: at,
      to: at,
      y: box.y1,
      top,
      x0: lifelines[at]!.x,
      x1: box.x1,
      dashed: false,
      head: 'filled',
      confidence: 0.85,
    });
  }
  return loops;
}

/** Dashes and the pieces at a crossing grow together. */
function thickened({ data, widthPx: w, heightPx: h }: Mask): Mask {
  const wide = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    if (!data[i]) continue;
    const x = i % w;
    const y = (i / w) | 0;
    for (let ny = Math.max(0, y - 1); ny <= Math.min(h - 1, y + 1); ny++)
      for (let nx = Math.max(0, x - 2); nx <= Math.min(w - 1, x + 2); nx++) wide[ny * w + nx] = 1;
  }
  return { data: wide, widthPx: w, heightPx: h };
}

/** Whether ink runs along the top, the bottom and the right, and the middle is empty. */
function isLoop(box: Box, pixels: readonly number[], w: number): boolean {
  const [cx, cy] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
  let [above, below, right, inside] = [0, 0, 0, 0];
  const [rx, ry] = [boxWidth(box) * 0.18, boxHeight(box) * 0.12];
  for (const p of pixels) {
    const x = p % w;
    const y = Math.floor(p / w);
    if (Math.abs(x - cx) < rx && Math.abs(y - cy) < ry) inside++;
    if (Math.abs(x - cx) < rx && y < cy - ry) above++;
    if (Math.abs(x - cx) < rx && y > cy + ry) below++;
    if (x > cx + rx && Math.abs(y - cy) < ry) right++;
  }
  return above > 0 && below > 0 && right > 0 && inside <= 0.25 * rx * ry;
}
