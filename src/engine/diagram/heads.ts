/** Arrow heads and line widths, from how wide the ink is across a connector's line. */
import { type Mask, median } from './grid';

/** Ink to both sides of a line at one of its points, in pixels. */
interface Section {
  /** Reach of ink to both sides together, small gaps allowed (an open head has two barbs). */
  readonly total: number;
  /** Unbroken width. */
  readonly width: number;
}

/** Two heads of one line are alike: of two ends that differ by more than this, the weaker one is a piece of border. */
const MIN_LIKENESS = 0.5;

export interface LineProfile {
  readonly headAtStart: boolean;
  readonly headAtEnd: boolean;
  /** Whether what is wide at one end is not much less so than what is at the other. */
  readonly startIsLikeEnd: boolean;
  readonly endIsLikeStart: boolean;
  /** Whether one of the heads is as strong as a head has to be when nothing else speaks for it. */
  readonly strong: boolean;
  /** Whether the head is unlike two lines that part: wide, and ending at once. */
  readonly clearAtStart: boolean;
  readonly clearAtEnd: boolean;
  /** Median width of the line in pixels. */
  readonly widthPx: number;
}

/** Median width of a line in pixels, away from its ends. */
export function lineWidth(ink: Mask, pixels: readonly number[], emPx: number): number {
  const head = Math.round(1.25 * emPx);
  const middle: number[] = [];
  const from = Math.min(head, Math.floor(pixels.length * 0.4));
  const step = Math.max(1, Math.floor((pixels.length - 2 * from) / 24));
  for (let i = from; i < pixels.length - from; i += step)
    // Under a label there is no ink to measure.
    if (ink.data[pixels[i] as number]) middle.push(section(ink, pixels, i, emPx).width);
  return Math.max(1, median(middle));
}

/** @param pixels Indices along the line, from one node to the other. */
export function profileLine(ink: Mask, pixels: readonly number[], emPx: number): LineProfile {
  const widthPx = lineWidth(ink, pixels, emPx);
  const start = headMeasure(ink, pixels, false, widthPx, emPx);
  const end = headMeasure(ink, pixels, true, widthPx, emPx);
  const isHead = (own: number, other: number): boolean => own >= 1 || (own >= 0.65 && own > 3 * other);
  return {
    widthPx,
    headAtStart: isHead(start.strength, end.strength),
    headAtEnd: isHead(end.strength, start.strength),
    startIsLikeEnd: start.strength >= MIN_LIKENESS * end.strength,
    endIsLikeStart: end.strength >= MIN_LIKENESS * start.strength,
    strong: start.strength >= 1 || end.strength >= 1,
    clearAtStart: start.clear,
    clearAtEnd: end.clear,
  };
}

/**
 * How much like a head one end of a line is, `strength` 1 and more for a head: it is wider than the line by an area
 * that grows with the square of the drawing's scale. The shares of the font size are fitted to drawn heads of several
 * renderers; the pixels beside them keep blur from being a head, however small the drawing.
 */
function headMeasure(
  ink: Mask,
  pixels: readonly number[],
  atEnd: boolean,
  widthPx: number,
  emPx: number,
): { readonly strength: number; readonly clear: boolean } {
  const reach = Math.min(Math.round(1.25 * emPx), Math.floor(pixels.length * 0.6));
  // The line was cut off a little before the node: its head goes on to there.
  const more = Math.round(0.4 * emPx);
  const line = extended(pixels, atEnd, more, ink);
  const widths: number[] = [];
  for (let s = 0; s < reach + more && s < line.length; s++) {
    const { total } = section(ink, line, atEnd ? line.length - 1 - s : s, emPx);
    // What is left of a node's border is wider than a head.
    widths.push(total > emPx ? widthPx : total);
  }
  // A border is wide for a pixel or two only.
  const wide = widths.filter((width) => width >= widthPx + Math.max(1, 0.1 * emPx)).length;
  if (wide < 2) return { strength: 0, clear: false };
  const peak = Math.max(...widths) - widthPx;
  const excess = widths.reduce((sum, width) => sum + Math.max(0, width - widthPx), 0);
  const span = Math.max(2, Math.round(0.2 * emPx));
  const drop = Math.max(
    ...widths.map((width, i) => width - median(widths.slice(i + 1, i + 2 + 2 * span).concat(width))),
  );
  return {
    strength: Math.min(peak / Math.max(2.5, 0.18 * emPx), excess / Math.max(5, 0.02 * emPx * emPx)),
    clear: Math.min(peak, drop) >= Math.max(2.5, 0.24 * emPx),
  };
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
  const width = left.solid + right.solid + 1;
  // Ink to one side only is another line that leaves from here; a head may be off the line by a pixel or two.
  const barbed = Math.min(left.far + right.far + 1, 2 * half + 3);
  return { total: Math.max(barbed, Math.min(width, 2 * half + 5)), width };
}
