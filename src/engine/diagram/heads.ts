/** Arrow heads and line widths, from how wide the ink is across a connector's line. */
import { type Mask, median } from './grid';

/** Ink to both sides of a line at one of its points, in pixels. */
interface Section {
  /** Reach of ink from the line on its narrower side, small gaps allowed (an open head has two barbs). */
  readonly half: number;
  /** Reach to both sides together. */
  readonly total: number;
  /** Unbroken width. */
  readonly width: number;
}

export interface LineProfile {
  readonly headAtStart: boolean;
  readonly headAtEnd: boolean;
  /** Median width of the line in pixels. */
  readonly widthPx: number;
}

/** @param pixels Indices along the line, from one node to the other. */
export function profileLine(ink: Mask, pixels: readonly number[], emPx: number): LineProfile {
  const head = Math.round(1.25 * emPx);
  const middle: number[] = [];
  const from = Math.min(head, Math.floor(pixels.length * 0.4));
  const step = Math.max(1, Math.floor((pixels.length - 2 * from) / 24));
  for (let i = from; i < pixels.length - from; i += step)
    // Under a label there is no ink to measure.
    if (ink.data[pixels[i] as number]) middle.push(section(ink, pixels, i, emPx).width);
  const widthPx = Math.max(1, median(middle));
  const start = headStrength(ink, pixels, false, widthPx, emPx);
  const end = headStrength(ink, pixels, true, widthPx, emPx);
  const headAtStart = start >= 1 || (start >= 0.65 && start > 3 * end);
  const headAtEnd = end >= 1 || (end >= 0.65 && end > 3 * start);
  return { widthPx, headAtStart, headAtEnd };
}

/**
 * How much like a head one end of a line is, 1 and more for a head: it is wider than the line, to both sides, by an
 * area that grows with the square of the drawing's scale.
 */
function headStrength(
  ink: Mask,
  pixels: readonly number[],
  atEnd: boolean,
  widthPx: number,
  emPx: number,
): number {
  const reach = Math.min(Math.round(1.25 * emPx), Math.floor(pixels.length * 0.6));
  // The line was cut off a little before the node: its head goes on to there.
  const more = Math.round(0.4 * emPx);
  const line = extended(pixels, atEnd, more, ink);
  let widest = 0;
  let widestHalf = 0;
  let excess = 0;
  let rows = 0;
  for (let s = 0; s < reach + more && s < line.length; s++) {
    const { half, total } = section(ink, line, atEnd ? line.length - 1 - s : s, emPx);
    widest = Math.max(widest, total);
    widestHalf = Math.max(widestHalf, half);
    excess += Math.max(0, total - widthPx);
    if (total >= widthPx + 0.1 * emPx) rows++;
  }
  // What is left of a node's border is wide too, for a pixel or two.
  if (rows < Math.max(2, Math.round(0.2 * emPx))) return 0;
  if (widestHalf < (widthPx - 1) / 2 + 0.05 * emPx) return 0;
  // However small the drawing, a pixel of blur on either side is no head.
  return Math.min(
    (widest - widthPx) / Math.max(2.6, 0.19 * emPx),
    excess / Math.max(8.6, 0.045 * emPx * emPx),
  );
}

/** The line with `count` pixels more at one end, straight on. */
function extended(pixels: readonly number[], atEnd: boolean, count: number, ink: Mask): number[] {
  const { widthPx: w, heightPx: h } = ink;
  const tip = pixels[atEnd ? pixels.length - 1 : 0] as number;
  const back = Math.min(pixels.length - 1, count);
  const from = pixels[atEnd ? pixels.length - 1 - back : back] as number;
  const dx = (tip % w) - (from % w);
  const dy = Math.floor(tip / w) - Math.floor(from / w);
  const length = Math.hypot(dx, dy) || 1;
  const more: number[] = [];
  for (let t = 1; t <= count; t++) {
    const x = Math.round((tip % w) + (dx / length) * t);
    const y = Math.round(Math.floor(tip / w) + (dy / length) * t);
    if (x < 0 || y < 0 || x >= w || y >= h) break;
    more.push(y * w + x);
  }
  return atEnd ? [...pixels, ...more] : [...more.reverse(), ...pixels];
}

function section(ink: Mask, pixels: readonly number[], at: number, emPx: number): Section {
  const { data, widthPx: w, heightPx: h } = ink;
  const span = Math.max(2, Math.round(0.35 * emPx));
  const a = pixels[Math.max(0, at - span)] as number;
  const b = pixels[Math.min(pixels.length - 1, at + span)] as number;
  const dx = (b % w) - (a % w);
  const dy = Math.floor(b / w) - Math.floor(a / w);
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [-dy / length, dx / length];
  const x0 = (pixels[at] as number) % w;
  const y0 = Math.floor((pixels[at] as number) / w);
  const limit = 0.7 * emPx;
  const gapLimit = 0.28 * emPx;
  const reach = (sign: number): { far: number; solid: number } => {
    let far = 0;
    let solid = -1;
    for (let t = 1; t <= limit; t += 1) {
      const x = Math.round(x0 + sign * nx * t);
      const y = Math.round(y0 + sign * ny * t);
      const hit = x >= 0 && y >= 0 && x < w && y < h && data[y * w + x] === 1;
      if (hit) {
        if (t - far > gapLimit) break;
        far = t;
      } else if (solid < 0) solid = t - 1;
    }
    return { far, solid: solid < 0 ? far : solid };
  };
  const left = reach(1);
  const right = reach(-1);
  const half = Math.min(left.far, right.far);
  // Ink to one side only is another line that leaves from here; a head may be off the line by a pixel.
  const total = Math.min(left.far + right.far + 1, 2 * half + 3);
  return { half, total, width: left.solid + right.solid + 1 };
}
