/** What is left of the ink once nodes, group borders and text are taken away: the connectors. */
import { eraseFrame } from './frames';
import {
  type Box,
  boxHeight,
  boxWidth,
  type Component,
  components,
  contains,
  grow,
  type Mask,
  median,
} from './grid';
import type { TextBox } from './labels';
import { linesAtText } from './lines-at-text';
import type { Silhouette } from './silhouette';

/** Share of a text's width that letters have to cover which nothing touches. */
const MIN_LETTERS = 0.5;

/** Thickest border, in font sizes. */
const THICKEST_EM = 0.7;
/** Ink around this share of an outline is its border; lines lie at less of it. */
const BORDER_SHARE = 0.25;
/** Highest stair, in pixels. */
const STAIR_PX = 2;

/** Number of the node plus one for each pixel of a node or its border; 0 elsewhere. */
export function ownerMap(ink: Mask, silhouettes: readonly Silhouette[], emPx: number): Int16Array {
  const { widthPx: w, heightPx: h } = ink;
  const owner = new Int16Array(w * h);
  silhouettes.forEach((s, index) => {
    const rim: number[] = [];
    for (let row = 0; row < s.left.length; row++) {
      const base = (s.box.y0 + row) * w;
      const [left, right] = [s.left[row] as number, s.right[row] as number];
      if (left > right) continue;
      owner.fill(index + 1, base + left, base + right + 1);
      // Pixels with eight neighbours inside have no border to find.
      const from = Math.max(left, s.left[row - 1] ?? w, s.left[row + 1] ?? w) + 1;
      const to = Math.min(right, s.right[row - 1] ?? 0, s.right[row + 1] ?? 0) - 1;
      for (let x = left; x <= right; x++) {
        if (x === from && to >= from) x = to + 1;
        rim.push(base + x);
      }
    }
    let front = rim;
    const steps = borderThickness(ink, s, emPx) + 1;
    for (let step = 0; step < steps + STAIR_PX; step++) {
      const next = new Set<number>();
      for (const p of front) {
        const x = p % w;
        const y = (p / w) | 0;
        for (let ny = Math.max(0, y - 1); ny <= Math.min(h - 1, y + 1); ny++)
          for (let nx = Math.max(0, x - 1); nx <= Math.min(w - 1, x + 1); nx++) {
            const q = ny * w + nx;
            if (!owner[q] && (step === 0 || ink.data[q])) next.add(q);
          }
      }
      // A slanting border is a stair, of which some steps are still left.
      if (step >= steps && next.size < BORDER_SHARE * rim.length) break;
      for (const q of next) owner[q] = index + 1;
      front = [...next];
    }
  });
  return owner;
}

/** Median over the rows and columns of how much ink lies against the outline. */
function borderThickness(ink: Mask, s: Silhouette, emPx: number): number {
  const { data, widthPx: w, heightPx: h } = ink;
  const limit = Math.ceil(THICKEST_EM * emPx);
  const run = (x: number, y: number, dx: number, dy: number): number => {
    for (let n = 0; n < limit; n++) {
      const cx = x + dx * n;
      const cy = y + dy * n;
      if (cx < 0 || cy < 0 || cx >= w || cy >= h || !data[cy * w + cx]) return n;
    }
    return limit;
  };
  const samples: number[] = [];
  const step = Math.max(1, s.left.length >> 5);
  for (let row = 0; row < s.left.length; row += step) {
    const y = s.box.y0 + row;
    if ((s.left[row] as number) > (s.right[row] as number)) continue;
    samples.push(run((s.left[row] as number) - 1, y, -1, 0), run((s.right[row] as number) + 1, y, 1, 0));
  }
  return median(samples);
}

/**
 * Connector ink: a fresh mask.
 * @param free The text that stands in no node. A line may touch its letters, so whatever is under it is cleared; lines
 * are bridged there later.
 */
export function connectorInk(
  ink: Mask,
  owner: Int16Array,
  frames: readonly Box[],
  text: readonly TextBox[],
  free: readonly TextBox[],
  emPx: number,
): Mask {
  const { widthPx: w, heightPx: h } = ink;
  const data = ink.data.slice();
  for (let i = 0; i < data.length; i++) if (owner[i]) data[i] = 0;
  const mask = { data, widthPx: w, heightPx: h };
  for (const frame of frames) eraseFrame(mask, frame, Math.max(1, Math.round(emPx * 0.12)));
  const letters = components(mask).list;
  for (const { box } of free) clearText(mask, owner, box, letters, emPx);
  const { labels, list } = components(mask);
  const dropped = new Set<number>();
  for (const { box } of text) {
    const zone = grow(box, Math.max(1, Math.round(0.12 * emPx)));
    for (let y = Math.max(0, zone.y0); y <= Math.min(h - 1, zone.y1); y++)
      for (let x = Math.max(0, zone.x0); x <= Math.min(w - 1, zone.x1); x++) {
        const label = labels[y * w + x] as number;
        if (label === 0 || dropped.has(label)) continue;
        const { box: own } = list[label - 1] as (typeof list)[number];
        if (contains(zone, own.x0, own.y0) && contains(zone, own.x1, own.y1)) dropped.add(label);
      }
  }
  list.forEach((component, i) => {
    const speck =
      component.pixels.length < 3 && boxWidth(component.box) < 3 && boxHeight(component.box) < 3 && emPx < 20;
    if (dropped.has(i + 1) || (speck && component.pixels.length < 2))
      for (const p of component.pixels) data[p] = 0;
  });
  return mask;
}

/**
 * Clears the letters of a text that a line may touch, but for level and upright lines that are seen as such. Where most of them stand by themselves, it is known how high they
 * reach: ink above and below them is a line beside the text, and so is what runs up and down through all of its box.
 */
function clearText(mask: Mask, owner: Int16Array, box: Box, parts: readonly Component[], emPx: number): void {
  const { data, widthPx: w, heightPx: h } = mask;
  const zone = grow(box, Math.max(1, Math.round(0.12 * emPx)));
  const lines = linesAtText(mask, owner, zone, emPx);
  const letters = parts
    .map(({ box: own }) => own)
    .filter((own) => contains(zone, own.x0, own.y0) && contains(zone, own.x1, own.y1));
  const inset = Math.round(0.12 * emPx);
  let [top, bottom] = [box.y0 + inset, box.y1 - inset];
  const covered = letters.reduce((sum, own) => sum + boxWidth(own), 0);
  const known = covered >= MIN_LETTERS * boxWidth(box);
  if (known) {
    top = Math.max(top, Math.min(...letters.map(({ y0 }) => y0)));
    bottom = Math.min(bottom, Math.max(...letters.map(({ y1 }) => y1)));
  }
  const beyond = Math.round(0.3 * emPx);
  const passes = (x: number): boolean => {
    for (let y = box.y0 - beyond; y <= box.y1 + beyond; y++)
      if (y < 0 || y >= h || !data[y * w + x]) return false;
    return true;
  };
  for (let x = Math.max(0, box.x0 - 1); x <= Math.min(w - 1, box.x1 + 1); x++) {
    if (known && passes(x)) continue;
    for (let y = Math.max(0, top); y <= Math.min(h - 1, bottom); y++)
      if (!lines.has(y * w + x)) data[y * w + x] = 0;
  }
}
