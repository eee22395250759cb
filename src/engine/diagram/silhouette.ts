/** The outline of an area with its holes filled, as one span of pixels a row. */
import { type Box, boxHeight, boxWidth } from './grid';
import type { Region } from './regions';

export interface Silhouette {
  readonly box: Box;
  /** First and last column of each row, from `box.y0` on; an empty row has `left > right`. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Pixels inside, holes included. */
  readonly areaPx: number;
  /** `areaPx` over the area of the row spans: below 1 where the area is hollowed out from above or below. */
  readonly solidity: number;
}

/** Marks of the pixels around an area. */
const OPEN = 0;
const TAKEN = 1;
const OUTSIDE = 2;

/** Fills what an area encloses. */
export function silhouetteOf({ box, spans: pieces }: Region): Silhouette {
  const w = boxWidth(box);
  const h = boxHeight(box);
  // A frame of open pixels leads round the area, and one of taken pixels ends the way.
  const pw = w + 4;
  const marks = new Uint8Array(pw * (h + 4)).fill(TAKEN);
  for (let y = 1; y < h + 3; y++) marks.fill(OPEN, y * pw + 1, y * pw + w + 3);
  for (let i = 0; i < pieces.length; i += 3) {
    const base = ((pieces[i] as number) - box.y0 + 2) * pw + 2 - box.x0;
    marks.fill(TAKEN, base + (pieces[i + 1] as number), base + (pieces[i + 2] as number));
  }
  // All of the frame and the open pixels that it leads to.
  const outside = floodOpen(marks, pw, pw + 1) - 2 * (w + 2 + h);
  const area = w * h - outside;
  const left = new Int32Array(h).fill(1);
  const right = new Int32Array(h).fill(0);
  let spans = 0;
  for (let y = 0; y < h; y++) {
    const base = (y + 2) * pw + 2;
    let first = 0;
    while (first < w && marks[base + first] === OUTSIDE) first++;
    if (first === w) continue;
    let last = w - 1;
    while (marks[base + last] === OUTSIDE) last--;
    left[y] = box.x0 + first;
    right[y] = box.x0 + last;
    spans += last - first + 1;
  }
  return { box, left, right, areaPx: area, solidity: spans ? area / spans : 0 };
}

/** Marks the open pixels that can be reached from one of them, and counts them. */
function floodOpen(marks: Uint8Array, width: number, start: number): number {
  const stack = [start];
  let count = 0;
  marks[start] = OUTSIDE;
  for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
    count++;
    for (let k = 0; k < 4; k++) {
      const q = k === 0 ? p - 1 : k === 1 ? p + 1 : k === 2 ? p - width : p + width;
      if (marks[q] !== OPEN) continue;
      marks[q] = OUTSIDE;
      stack.push(q);
    }
  }
  return count;
}

/** The row-wise hull of two outlines together. */
export function joinSilhouettes(a: Silhouette, b: Silhouette): Silhouette {
  const box = {
    x0: Math.min(a.box.x0, b.box.x0),
    y0: Math.min(a.box.y0, b.box.y0),
    x1: Math.max(a.box.x1, b.box.x1),
    y1: Math.max(a.box.y1, b.box.y1),
  };
  const h = boxHeight(box);
  const left = new Int32Array(h).fill(1);
  const right = new Int32Array(h).fill(0);
  let area = 0;
  for (let y = 0; y < h; y++) {
    for (const part of [a, b]) {
      const row = y + box.y0 - part.box.y0;
      if (row < 0 || row >= part.left.length) continue;
      const [l, r] = [part.left[row] as number, part.right[row] as number];
      if (l > r) continue;
      const empty = (left[y] as number) > (right[y] as number);
      left[y] = empty ? l : Math.min(l, left[y] as number);
      right[y] = empty ? r : Math.max(r, right[y] as number);
    }
  }
  // The line between two parts leaves rows empty: they take the span of the row above.
  for (let y = 0; y < h; y++) {
    if ((left[y] as number) > (right[y] as number) && y > 0) {
      left[y] = left[y - 1] as number;
      right[y] = right[y - 1] as number;
    }
    area += Math.max(0, (right[y] as number) - (left[y] as number) + 1);
  }
  return { box, left, right, areaPx: area, solidity: 1 };
}

export function insideSilhouette(s: Silhouette, x: number, y: number): boolean {
  const row = Math.round(y) - s.box.y0;
  if (row < 0 || row >= s.left.length) return false;
  return x >= (s.left[row] as number) && x <= (s.right[row] as number);
}
