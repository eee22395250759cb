/** Takes the lines that come in over the edge of an area out of its ink, and leaves letters that they touch. */
import { type Component, components, linePixels, type Mask } from './grid';

/** Share of the straight way between two places at the edge that is ink where a line passes. */
const PASSES = 0.9;
/** More places than this at the edge of one piece are hatching, and cost more than they are worth. */
const MOST_CONTACTS = 40;

/** Where a piece of ink meets the edge of the area. */
interface Contact {
  readonly x: number;
  readonly y: number;
  /** Pixels that lie at the edge. */
  readonly count: number;
}

/**
 * @param inside Whether a pixel belongs to the area.
 * @param thinPx Lines are no wider than this.
 */
export function clearPassingLines(
  ink: Mask,
  inside: (x: number, y: number) => boolean,
  thinPx: number,
): void {
  const { widthPx: w } = ink;
  const atEdge = (p: number): boolean => {
    const [x, y] = [p % w, Math.floor(p / w)];
    return !inside(x - 1, y) || !inside(x + 1, y) || !inside(x, y - 1) || !inside(x, y + 1);
  };
  for (const piece of components(ink).list) {
    const edge = piece.pixels.filter(atEdge);
    if (edge.length === 0) continue;
    const contacts = contactsOf(edge, w);
    const rest = contacts.length > MOST_CONTACTS ? contacts : clearBetween(ink, contacts, thinPx);
    for (const contact of rest) clearInward(ink, piece, contact, inside, thinPx);
  }
}

/** Pixels at the edge that touch one another. */
function contactsOf(edge: readonly number[], w: number): Contact[] {
  const left = new Set(edge);
  const contacts: Contact[] = [];
  for (const first of edge) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (let at = 0; at < group.length; at++)
      for (const step of [-w - 1, -w, -w + 1, -1, 1, w - 1, w, w + 1])
        if (left.delete(group[at]! + step)) group.push(group[at]! + step);
    const mean = (of: (p: number) => number): number =>
      group.reduce((sum, p) => sum + of(p), 0) / group.length;
    contacts.push({ x: mean((p) => p % w), y: mean((p) => Math.floor(p / w)), count: group.length });
  }
  return contacts;
}

/** Clears the straight lines from one place at the edge to another. @returns the places that none comes from */
function clearBetween(ink: Mask, contacts: readonly Contact[], thinPx: number): Contact[] {
  const { data, widthPx: w, heightPx: h } = ink;
  const before = data.slice();
  const used = new Set<Contact>();
  contacts.forEach((a, i) => {
    for (const b of contacts.slice(i + 1)) {
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      if (length < 3 * thinPx) continue;
      const way = linePixels(Math.round(a.x), Math.round(a.y), Math.round(b.x), Math.round(b.y));
      if (way.filter(([x, y]) => before[y * w + x]).length < PASSES * way.length) continue;
      used.add(a).add(b);
      const half = Math.ceil(Math.min(thinPx, a.count, b.count) / 2);
      for (const [cx, cy] of way)
        for (let y = Math.max(0, cy - half); y <= Math.min(h - 1, cy + half); y++)
          for (let x = Math.max(0, cx - half); x <= Math.min(w - 1, cx + half); x++) data[y * w + x] = 0;
    }
  });
  return contacts.filter((contact) => !used.has(contact));
}

/** Clears a line from the edge up to where the ink is higher than a line: a letter that it stops at. */
function clearInward(
  ink: Mask,
  { box }: Component,
  { x, y }: Contact,
  inside: (x: number, y: number) => boolean,
  thinPx: number,
): void {
  const { data, widthPx: w } = ink;
  const [px, py] = [Math.round(x), Math.round(y)];
  const sides = [
    [1, 0, !inside(px - 2, py)],
    [-1, 0, !inside(px + 2, py)],
    [0, 1, !inside(px, py - 2)],
    [0, -1, !inside(px, py + 2)],
  ] as const;
  for (const [dx, dy, open] of sides) {
    if (!open) continue;
    let [cx, cy] = [px, py];
    while (cx >= box.x0 && cx <= box.x1 && cy >= box.y0 && cy <= box.y1) {
      const run = runAcross(ink, cx, cy, dy, dx, thinPx);
      if (run.length === 0 || run.length > thinPx) break;
      for (const p of run) data[p] = 0;
      const middle = run[run.length >> 1]!;
      [cx, cy] = [(middle % w) + dx, Math.floor(middle / w) + dy];
    }
  }
}

/** The ink through a pixel, or through one beside it, in one direction and the opposite one. */
function runAcross(ink: Mask, x: number, y: number, dx: number, dy: number, thinPx: number): number[] {
  const { data, widthPx: w, heightPx: h } = ink;
  const at = (t: number): number => (y + t * dy) * w + x + t * dx;
  const set = (t: number): boolean => {
    const [px, py] = [x + t * dx, y + t * dy];
    return px >= 0 && py >= 0 && px < w && py < h && data[at(t)] === 1;
  };
  const start = [0, 1, -1].find(set);
  if (start === undefined) return [];
  let [from, to] = [start, start];
  while (set(from - 1) && start - from <= thinPx) from--;
  while (set(to + 1) && to - start <= thinPx) to++;
  return Array.from({ length: to - from + 1 }, (_, i) => at(from + i));
}
