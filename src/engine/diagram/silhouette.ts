/** The outline of an area with its holes filled, as one span of pixels a row. */
import { type Box, boxHeight, boxWidth } from './grid';

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

/** Fills what a labelled area encloses. */
export function silhouetteOf(labels: Int32Array, widthPx: number, label: number, box: Box): Silhouette {
  const w = boxWidth(box);
  const h = boxHeight(box);
  const pw = w + 2;
  // 1: outside, reached from the padded frame.
  const outside = new Uint8Array(pw * (h + 2));
  const stack = [0];
  outside[0] = 1;
  const inside = (px: number, py: number): boolean =>
    px >= 1 &&
    py >= 1 &&
    px <= w &&
    py <= h &&
    labels[(box.y0 + py - 1) * widthPx + box.x0 + px - 1] === label;
  while (stack.length > 0) {
    const p = stack.pop() as number;
    const px = p % pw;
    const py = (p / pw) | 0;
    for (let k = 0; k < 4; k++) {
      const nx = px + (k === 0 ? -1 : k === 1 ? 1 : 0);
      const ny = py + (k === 2 ? -1 : k === 3 ? 1 : 0);
      if (nx < 0 || ny < 0 || nx >= pw || ny >= h + 2) continue;
      const q = ny * pw + nx;
      if (outside[q] || inside(nx, ny)) continue;
      outside[q] = 1;
      stack.push(q);
    }
  }
  const left = new Int32Array(h).fill(1);
  const right = new Int32Array(h).fill(0);
  let area = 0;
  let spans = 0;
  for (let y = 0; y < h; y++) {
    let first = -1;
    let last = -2;
    for (let x = 0; x < w; x++) {
      if (outside[(y + 1) * pw + x + 1]) continue;
      if (first < 0) first = x;
      last = x;
      area++;
    }
    if (first < 0) continue;
    left[y] = box.x0 + first;
    right[y] = box.x0 + last;
    spans += last - first + 1;
  }
  return { box, left, right, areaPx: area, solidity: spans ? area / spans : 0 };
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
