/** Lines of a pen: how wide they are, how even, and how to keep thin ones visible in a smaller picture. */
import type { Preprocessing } from './config';
import type { Ink } from './ink';

/** The lines of print vary in width by more than this where the picture is large enough to show it. */
const MAX_UNEVENNESS = 0.27;
/** Lines that are thinner than this look even, whoever drew them. */
const BLURRED_LINE_PX = 1.3;
/** Hardly anyone writes with a pen as small as this. */
const SMALL_EM_PX = 22;

/**
 * Widens lines that would be thinner than the model's pen when resized by `factor`: the maximum over a square. Leaves the
 * picture as it is for a model of print.
 */
export function evenPen(
  ink: Ink,
  factor: number,
  { pen_px, max_growth_px = 0 }: Pick<Preprocessing, 'pen_px' | 'max_growth_px'>,
): Ink {
  if (!pen_px) return ink;
  const growthPx = Math.min(max_growth_px, Math.floor((pen_px / factor - penWidth(ink)) / 2 + 0.5));
  return growthPx < 1 ? ink : widened(ink, growthPx);
}

/**
 * Width of the lines in a picture of lines, px: what one pixel more on each side adds to a line's area is two pixels of
 * its length.
 */
export function penWidth(ink: Ink): number {
  const data = ink.data.map((value) => Number(value > 0.5));
  const area = sum(data);
  return (2 * area) / Math.max(1, sum(widened({ ...ink, data }, 1).data) - area);
}

/**
 * Whether the lines may be a pen's: all of about one width. In a small picture those of print are too, so that there
 * only large letters may be.
 *
 * @param emPx Size of the text font, or what comes nearest to one, px
 */
export function mayBePenned(ink: Ink, emPx: number): boolean {
  if (emPx < SMALL_EM_PX && penWidth(ink) < BLURRED_LINE_PX) return false;
  return unevenness(ink) < MAX_UNEVENNESS;
}

/** Standard deviation of the lines' half widths over their mean. */
export function unevenness(ink: Ink): number {
  const { widthPx, heightPx } = ink;
  const depth = depths(ink);
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= widthPx || y >= heightPx ? 0 : depth[y * widthPx + x]!;
  let [count, total, squares] = [0, 0, 0];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const value = at(x, y);
      if (value === 0) continue;
      let middle = true;
      for (let dy = -1; dy <= 1 && middle; dy++) {
        for (let dx = -1; dx <= 1 && middle; dx++) middle = at(x + dx, y + dy) <= value;
      }
      if (!middle) continue;
      count++;
      total += value;
      squares += value * value;
    }
  }
  if (count === 0) return Number.POSITIVE_INFINITY;
  const mean = total / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
}

/** Distance of each pixel of a line from the background, px: chamfer steps of 0.955 and 1.3693 (Borgefors 1986). */
function depths({ data, widthPx, heightPx }: Ink): Float32Array {
  const [STRAIGHT, DIAGONAL] = [0.955, 1.3693];
  const depth = data.map((value) => (value > 0.5 ? Number.POSITIVE_INFINITY : 0));
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= widthPx || y >= heightPx ? 0 : depth[y * widthPx + x]!;
  for (const side of [-1, 1]) {
    for (let i = 0; i < depth.length; i++) {
      const here = side < 0 ? i : depth.length - 1 - i;
      if (depth[here] === 0) continue;
      const [x, y] = [here % widthPx, Math.floor(here / widthPx)];
      depth[here] = Math.min(
        depth[here]!,
        at(x + side, y) + STRAIGHT,
        at(x, y + side) + STRAIGHT,
        at(x - 1, y + side) + DIAGONAL,
        at(x + 1, y + side) + DIAGONAL,
      );
    }
  }
  return depth;
}

/** The maximum over a square of `2 · growthPx + 1` pixels a side, one axis after the other. */
function widened({ data, widthPx, heightPx }: Ink, growthPx: number): Ink {
  const along = (from: Float32Array, length: number, step: number, lines: number, next: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        let most = 0;
        const last = Math.min(length - 1, i + growthPx);
        for (let k = Math.max(0, i - growthPx); k <= last; k++) {
          const value = from[line * next + k * step]!;
          if (value > most) most = value;
        }
        to[line * next + i * step] = most;
      }
    }
    return to;
  };
  const rows = along(data, widthPx, 1, heightPx, widthPx);
  return { data: along(rows, heightPx, widthPx, widthPx, 1), widthPx, heightPx };
}

function sum(data: Float32Array): number {
  let total = 0;
  for (const value of data) total += value;
  return total;
}
