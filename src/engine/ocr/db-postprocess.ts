/** From a map of text probabilities to boxes (DB, Liao et al. 2020, arXiv 1911.08947, section 3.5). */
import type { Point } from '../../protocol';
import { convexHull, expandRect, minAreaRect, type RotatedRect } from './geometry';

/** Text probability of each pixel, 0 to 255, row-major. */
export interface ProbabilityMap {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface DbOptions {
  /** A pixel is text from this probability on. */
  readonly pixelThreshold: number;
  /** A box is kept from this mean probability on. */
  readonly boxThreshold: number;
  /** The network sees shrunken boxes: they grow by `area * unclipRatio / perimeter` on each side. */
  readonly unclipRatio: number;
  /** Boxes with a shorter side, in pixels of the map, are dropped. */
  readonly minSidePx: number;
}

export const DB_DEFAULTS: DbOptions = {
  pixelThreshold: 0.2,
  boxThreshold: 0.45,
  unclipRatio: 1.4,
  minSidePx: 2,
};

export interface TextBox {
  readonly rect: RotatedRect;
  /** Mean probability inside, 0 to 1. */
  readonly score: number;
}

/** Boxes around the connected regions of text, in pixels of the map. */
export function findTextBoxes(map: ProbabilityMap, options: DbOptions = DB_DEFAULTS): TextBox[] {
  const boxes: TextBox[] = [];
  for (const region of connectedRegions(map, Math.ceil(options.pixelThreshold * 255))) {
    const score = region.sum / region.pixels / 255;
    if (score < options.boxThreshold) continue;
    const tight = tightRect(region);
    if (Math.min(tight.width, tight.height) < options.minSidePx) continue;
    const distance = unclipDistance(tight, options.unclipRatio);
    boxes.push({ rect: expandRect(tight, distance), score });
  }
  return boxes;
}

/** How far a shrunken box grows on each side. */
export function unclipDistance({ width, height }: { width: number; height: number }, ratio: number): number {
  return (width * height * ratio) / (2 * (width + height));
}

interface Region {
  sum: number;
  pixels: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
  /** Ends of its runs: enough for its convex hull. */
  outline: number[];
}

/** Regions that are level to within a pixel or so are boxed upright; others by their least rectangle. */
function tightRect(region: Region): RotatedRect {
  const width = region.right - region.left;
  const height = region.bottom - region.top;
  const points: Point[] = [];
  for (let i = 0; i < region.outline.length; i += 2) {
    points.push({ x: region.outline[i]!, y: region.outline[i + 1]! });
  }
  const rect = minAreaRect(convexHull(points));
  const upright = { cx: region.left + width / 2, cy: region.top + height / 2, width, height, angle: 0 };
  if (Math.abs(rect.angle) < 0.3 && Math.abs(Math.sin(rect.angle)) * width < 0.2 * height) return upright;
  return rect;
}

/** 8-connected regions of pixels at or above the threshold, by runs and union-find. */
function connectedRegions({ data, width, height }: ProbabilityMap, threshold: number): Region[] {
  const starts: number[] = [];
  const ends: number[] = [];
  const rows: number[] = [];
  const parent: number[] = [];
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[i] !== root) {
      const next = parent[i]!;
      parent[i] = root;
      i = next;
    }
    return root;
  };
  let previousFirst = 0;
  let previousLast = 0;
  for (let y = 0; y < height; y++) {
    const first = starts.length;
    const row = y * width;
    let above = previousFirst;
    for (let x = 0; x < width; ) {
      if (data[row + x]! < threshold) {
        x++;
        continue;
      }
      const start = x;
      while (x < width && data[row + x]! >= threshold) x++;
      const run = starts.length;
      starts.push(start);
      ends.push(x);
      rows.push(y);
      parent.push(run);
      while (above < previousLast && ends[above]! < start) above++;
      for (let i = above; i < previousLast && starts[i]! <= x; i++) {
        const a = find(i);
        const b = find(run);
        if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
    previousFirst = first;
    previousLast = starts.length;
  }
  const regions = new Map<number, Region>();
  for (let run = 0; run < starts.length; run++) {
    const root = find(run);
    const y = rows[run]!;
    const start = starts[run]!;
    const end = ends[run]!;
    let region = regions.get(root);
    if (!region) {
      region = { sum: 0, pixels: 0, top: y, bottom: y + 1, left: start, right: end, outline: [] };
      regions.set(root, region);
    }
    for (let i = y * width + start; i < y * width + end; i++) region.sum += data[i]!;
    region.pixels += end - start;
    region.bottom = y + 1;
    if (start < region.left) region.left = start;
    if (end > region.right) region.right = end;
    region.outline.push(start, y, end, y, start, y + 1, end, y + 1);
  }
  return [...regions.values()];
}
