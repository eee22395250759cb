/**
 * Mends detected boxes on level pages. The detector drops lone marks at a line's ends (the "*" of a comment,
 * the "-" of a diff, a closing brace) or boxes them on their own at their own small height, where the recogniser
 * cannot tell "=" from "-" or "_". Boxes of a line are joined, get the line's height, and reach to the end of its ink.
 */
import { luminancePlane } from '../image/luminance';
import type { Raster } from '../image/raster';
import type { TextBox } from './db-postprocess';
import { median, type RotatedRect } from './geometry';
import { InkColumns } from './ink-columns';

/** Ink this many text heights from a box's end still belongs to it. */
const REACH = 1.1;
/** A mark is at most this many heights wide; wider ink is a picture or another pane. */
const MARK_WIDTH = 2;
/** Neighbours closer than this are read as one, whatever they are. */
const JOIN_GAP = 0.75;
/** A box narrower than this is a mark and joins a neighbour that is within reach. */
const MARK_BOX = 2.2;
/** Boxes wider than this many text heights have a line's height of their own. */
const MARK_LINE = 4;
/** Joined boxes are at most this many times as high as the higher of the two. */
const MAX_JOINED = 1.15;

interface Extent {
  left: number;
  right: number;
  top: number;
  bottom: number;
  score: number;
}

/** Joined and completed boxes of a page whose text runs along x. */
export function refineBoxes(boxes: readonly TextBox[], raster: Raster): TextBox[] {
  const typical = median(
    boxes.filter(({ rect }) => rect.width > 3 * rect.height).map(({ rect }) => rect.height),
  );
  const extents = boxes.map(({ rect, score }) => toExtent(rect, score));
  if (typical > 0) for (const extent of extents) giveLineHeight(extent, extents, typical);
  const joined = joinNeighbours(extents);
  const brightness = luminancePlane(raster);
  for (const extent of joined) reachForInk(extent, joined, brightness, raster);
  return [...joined, ...marksAtEdges(joined, brightness, raster)].map(toBox);
}

function toExtent({ cx, cy, width, height }: RotatedRect, score: number): Extent {
  return {
    left: cx - width / 2,
    right: cx + width / 2,
    top: cy - height / 2,
    bottom: cy + height / 2,
    score,
  };
}

function toBox({ left, right, top, bottom, score }: Extent): TextBox {
  const rect = {
    cx: (left + right) / 2,
    cy: (top + bottom) / 2,
    width: right - left,
    height: bottom - top,
    angle: 0,
  };
  return { rect, score };
}

const heightOf = ({ top, bottom }: Extent): number => bottom - top;
const widthOf = ({ left, right }: Extent): number => right - left;

/** A low and short box takes over the upper and lower edge of the line it stands in, or the height of the lines about it. */
function giveLineHeight(extent: Extent, all: readonly Extent[], typical: number): void {
  if (widthOf(extent) > MARK_LINE * typical) return;
  const cy = (extent.top + extent.bottom) / 2;
  const near = all.filter(
    (other) =>
      other !== extent &&
      widthOf(other) > 1.5 * heightOf(other) &&
      other.left - extent.right < 30 * typical &&
      extent.left - other.right < 30 * typical,
  );
  const beside = near.filter(
    (other) => other.top <= cy && other.bottom >= cy && heightOf(other) < 2.5 * typical,
  );
  const line = beside.sort((a, b) => distance(a, extent) - distance(b, extent))[0];
  if (line && heightOf(extent) < 0.9 * heightOf(line)) {
    extent.top = Math.min(extent.top, line.top);
    extent.bottom = Math.max(extent.bottom, line.bottom);
    return;
  }
  const about = near.filter((other) => Math.abs((other.top + other.bottom) / 2 - cy) < 4 * typical);
  const height = about.length > 0 ? median(about.map(heightOf)) : typical;
  if (heightOf(extent) < 0.75 * height) {
    extent.top = cy - height / 2;
    extent.bottom = cy + height / 2;
  }
}

function distance(a: Extent, b: Extent): number {
  return Math.max(0, a.left - b.right, b.left - a.right);
}

function joinNeighbours(extents: readonly Extent[]): Extent[] {
  const sorted = [...extents].sort((a, b) => a.left - b.left);
  const out: Extent[] = [];
  for (const extent of sorted) {
    const before = out.findLast((other) => sameLine(other, extent));
    if (!before || !joins(before, extent)) {
      out.push({ ...extent });
      continue;
    }
    before.right = Math.max(before.right, extent.right);
    before.top = Math.min(before.top, extent.top);
    before.bottom = Math.max(before.bottom, extent.bottom);
    before.score = Math.min(before.score, extent.score);
  }
  return out;
}

function sameLine(a: Extent, b: Extent): boolean {
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return shared > 0.6 * Math.max(heightOf(a), heightOf(b));
}

function joins(a: Extent, b: Extent): boolean {
  const height = Math.min(heightOf(a), heightOf(b));
  const gap = b.left - a.right;
  const mark = widthOf(a) < MARK_BOX * height || widthOf(b) < MARK_BOX * height;
  // Neighbours on slightly different lines would make a box that holds parts of a third line.
  const together = Math.max(a.bottom, b.bottom) - Math.min(a.top, b.top);
  return (
    gap < (mark ? REACH : JOIN_GAP) * height && together < MAX_JOINED * Math.max(heightOf(a), heightOf(b))
  );
}

/** Moves a box's ends outwards over marks the detector missed. */
function reachForInk(extent: Extent, all: readonly Extent[], brightness: Uint8Array, raster: Raster): void {
  const height = heightOf(extent);
  const top = Math.max(0, Math.round(extent.top + 0.08 * height));
  const bottom = Math.min(raster.heightPx, Math.round(extent.bottom - 0.08 * height));
  if (bottom - top < 4) return;
  const columns = new InkColumns(
    brightness,
    raster.widthPx,
    raster.heightPx,
    top,
    bottom,
    extent.left,
    extent.right,
  );
  const others = all.filter(
    (other) => other !== extent && other.bottom > extent.top && other.top < extent.bottom,
  );
  const free = (x: number): boolean =>
    x >= 0 && x < raster.widthPx && !others.some(({ left, right }) => x >= left && x < right);
  extent.right = reach(Math.round(extent.right), 1, height, columns, free);
  extent.left = reach(Math.round(extent.left) - 1, -1, height, columns, free) + 1;
}

/** The end of the ink that begins within reach of `start`, going in `direction`, with a little room. */
function reach(
  start: number,
  direction: 1 | -1,
  height: number,
  columns: InkColumns,
  free: (x: number) => boolean,
): number {
  let end = start;
  for (;;) {
    let x = end;
    while (Math.abs(x - end) <= REACH * height && free(x) && !columns.ink(x)) x += direction;
    if (Math.abs(x - end) > REACH * height || !free(x)) return end;
    const mark = x;
    while (free(x) && columns.ink(x) && Math.abs(x - mark) <= MARK_WIDTH * height) x += direction;
    const width = Math.abs(x - mark);
    if (!free(x) || width > MARK_WIDTH * height || columns.runsOn(Math.min(mark, x), Math.max(mark, x)))
      return end;
    end = x + direction * Math.round(0.12 * height);
  }
}

/** So many lines must begin at an edge before marks are looked for there. */
const EDGE_LINES = 2;
/** Marks are looked for at edges up to this many heights to the left of a line. */
const EDGE_REACH = 16;

/**
 * Marks that stand alone where other lines begin, too far from their own line to be reached: the "-" and "+" of
 * a diff before deeply indented code.
 */
function marksAtEdges(lines: readonly Extent[], brightness: Uint8Array, raster: Raster): Extent[] {
  const marks: Extent[] = [];
  for (const line of lines) {
    const height = heightOf(line);
    if (widthOf(line) < MARK_BOX * height) continue;
    const edges = lines.filter(
      ({ left }) => left < line.left - REACH * height && left > line.left - EDGE_REACH * height,
    );
    const beside = [...lines, ...marks].filter(
      (other) => other.bottom > line.top + 0.3 * height && other.top < line.bottom - 0.3 * height,
    );
    for (const edge of edges) {
      const aligned = edges.filter(({ left }) => Math.abs(left - edge.left) < 0.25 * height);
      if (aligned.length < EDGE_LINES || aligned[0] !== edge) continue;
      const left = Math.round(edge.left - 0.1 * height);
      const right = Math.round(edge.left + height);
      if (beside.some((other) => other.right > left && other.left < right)) continue;
      const mark = markBetween(left, right, line, brightness, raster);
      if (mark) marks.push(mark);
    }
  }
  return marks;
}

/** A single mark with nothing on either side of it, as high as the line. */
function markBetween(
  left: number,
  right: number,
  line: Extent,
  brightness: Uint8Array,
  raster: Raster,
): Extent | undefined {
  const height = heightOf(line);
  const top = Math.max(0, Math.round(line.top + 0.08 * height));
  const bottom = Math.min(raster.heightPx, Math.round(line.bottom - 0.08 * height));
  const from = Math.max(0, left);
  const to = Math.min(raster.widthPx, right);
  if (bottom - top < 4 || to - from < 4) return undefined;
  const columns = new InkColumns(
    brightness,
    raster.widthPx,
    raster.heightPx,
    top,
    bottom,
    line.left,
    line.right,
  );
  let first = from;
  while (first < to && !columns.ink(first)) first++;
  let last = to - 1;
  while (last > first && !columns.ink(last)) last--;
  const width = last + 1 - first;
  if (first === from || last === to - 1 || width < 0.1 * height || width > height) return undefined;
  if (columns.runsOn(first, last + 1)) return undefined;
  const room = 0.12 * height;
  return {
    left: first - room,
    right: last + 1 + room,
    top: line.top,
    bottom: line.bottom,
    score: line.score,
  };
}
