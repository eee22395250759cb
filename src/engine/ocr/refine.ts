/**
 * Mends detected boxes on level pages. The detector drops lone marks at a line's ends (the "*" of a comment,
 * the "-" of a diff, a closing brace) or boxes them on their own at their own small height, where the recogniser
 * cannot tell "=" from "-" or "_". Boxes of a line are joined, get the line's height, and reach to the end of its ink.
 */
import type { Raster } from '../image/raster';
import type { TextBox } from './db-postprocess';
import { median, type RotatedRect } from './geometry';

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
/** A difference in brightness (of 255) that is ink whatever the contrast. */
const MIN_INK = 20;

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
  const brightness = luma(raster);
  for (const extent of joined) reachForInk(extent, joined, brightness, raster);
  return joined.map(toBox);
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

/** Brightness of each pixel, 0 to 255. */
function luma({ data, widthPx, heightPx }: Raster): Uint8Array {
  const out = new Uint8Array(widthPx * heightPx);
  for (let i = 0, o = 0; o < out.length; i += 3, o++)
    out[o] = (data[i]! * 77 + data[i + 1]! * 150 + data[i + 2]! * 29) >> 8;
  return out;
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

/** Which columns of a band of the picture hold ink. */
class InkColumns {
  private readonly background: number;
  private readonly threshold: number;

  constructor(
    private readonly brightness: Uint8Array,
    private readonly widthPx: number,
    private readonly heightPx: number,
    private readonly top: number,
    private readonly bottom: number,
    left: number,
    right: number,
  ) {
    const histogram = new Uint32Array(256);
    const from = Math.max(0, Math.round(left));
    const to = Math.min(widthPx, Math.round(right));
    for (let y = top; y < bottom; y++)
      for (let x = from; x < to; x++) histogram[brightness[y * widthPx + x]!]!++;
    this.background = histogram.indexOf(Math.max(...histogram));
    let contrast = 0;
    const few = 0.02 * (to - from) * (bottom - top);
    for (let d = 255, seen = 0; d > 0 && contrast === 0; d--) {
      seen += (histogram[this.background + d] ?? 0) + (histogram[this.background - d] ?? 0);
      if (seen > few) contrast = d;
    }
    this.threshold = Math.max(MIN_INK, 0.3 * contrast);
  }

  ink(x: number): boolean {
    return this.inkBetween(x, this.top, this.bottom);
  }

  /** Whether ink goes on above and below the line: a border, a cursor or a picture. */
  runsOn(from: number, to: number): boolean {
    const more = Math.ceil(0.3 * (this.bottom - this.top));
    const above = Math.max(0, this.top - more);
    const below = Math.min(this.heightPx, this.bottom + more);
    for (let x = from; x < to; x++) {
      if (this.solid(x, above, this.top) && this.solid(x, this.bottom, below)) return true;
    }
    return false;
  }

  private solid(x: number, from: number, to: number): boolean {
    for (let y = from; y < to; y++) if (!this.inkBetween(x, y, y + 1)) return false;
    return true;
  }

  private inkBetween(x: number, from: number, to: number): boolean {
    for (let y = from; y < to; y++) {
      if (Math.abs(this.brightness[y * this.widthPx + x]! - this.background) > this.threshold) return true;
    }
    return false;
  }
}
