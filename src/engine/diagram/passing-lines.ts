/** Takes the lines that come in over the edge of an area out of its ink, and leaves letters that they touch. */
import { type Band, clearBands } from './bands';
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
 * @param strength Contrast of a pixel, 0 to 1; 0 also where no letters are.
 */
export function clearPassingLines(
  ink: Mask,
  inside: (x: number, y: number) => boolean,
  thinPx: number,
  strength: (pixel: number) => number,
): void {
  const { labels, list } = components(ink);
  const contacts = contactsByPiece(ink, labels, inside);
  list.forEach((piece, i) => {
    const own = contacts.get(i + 1) ?? [];
    const rest = own.length > MOST_CONTACTS ? own : clearBetween(ink, own, thinPx, strength);
    for (const contact of rest) clearInward(ink, piece, contact, inside, thinPx);
  });
}

/** The places where each piece of ink, by its label, meets the edge: pixels there that touch one another are one place. */
function contactsByPiece(
  { data, widthPx: w, heightPx: h }: Mask,
  labels: Int32Array,
  inside: (x: number, y: number) => boolean,
): Map<number, Contact[]> {
  const atEdge = (p: number): boolean => {
    const [x, y] = [p % w, Math.floor(p / w)];
    return !inside(x - 1, y) || !inside(x + 1, y) || !inside(x, y - 1) || !inside(x, y + 1);
  };
  const edge = data.map((set, p) => (set && atEdge(p) ? 1 : 0));
  const contacts = new Map<number, Contact[]>();
  for (const { pixels } of components({ data: edge, widthPx: w, heightPx: h }).list) {
    const mean = (of: (p: number) => number): number =>
      pixels.reduce((sum, p) => sum + of(p), 0) / pixels.length;
    const contact = { x: mean((p) => p % w), y: mean((p) => Math.floor(p / w)), count: pixels.length };
    const piece = labels[pixels[0]!]!;
    contacts.set(piece, [...(contacts.get(piece) ?? []), contact]);
  }
  return contacts;
}

/** Clears the straight lines from one place at the edge to another. @returns the places that none comes from */
function clearBetween(
  ink: Mask,
  contacts: readonly Contact[],
  thinPx: number,
  strength: (pixel: number) => number,
): Contact[] {
  const { data, widthPx: w } = ink;
  const bands: Band[] = [];
  const used = new Set<Contact>();
  contacts.forEach((a, i) => {
    for (const b of contacts.slice(i + 1)) {
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      if (length < 3 * thinPx) continue;
      const way = linePixels(Math.round(a.x), Math.round(a.y), Math.round(b.x), Math.round(b.y));
      if (way.filter(([x, y]) => data[y * w + x]).length < PASSES * way.length) continue;
      used.add(a).add(b);
      // At the edge a slanting line is cut aslant.
      const level = Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y)) / length;
      const widthPx = Math.min(thinPx, a.count * level, b.count * level);
      bands.push({ from: [a.x, a.y], to: [b.x, b.y], widthPx });
    }
  });
  clearBands(ink, bands, strength);
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
