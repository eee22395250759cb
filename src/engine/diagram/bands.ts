/** Takes straight lines out of ink, and leaves the letters that cross them. */
import type { Mask } from './grid';

/** A straight line from one point to another, in pixels. */
export interface Band {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly widthPx: number;
}

/** How far beyond its width a line's ink reaches to either side, in pixels. */
const MARGIN_PX = 0.8;
/** How a stroke may cross a line: angles from the line's normal, in radians. */
const CROSSINGS = [0, 0.4, -0.4, 0.8, -0.8];
/** What is left of a line's soft edge is less than this deep, in pixels. */
const DEPTH_PX = 2;
/** A line stands out less than this where it shows through a label's background, and letters more by the step. */
const [FAINT, STEP] = [0.75, 0.15];

/**
 * Clears all bands. Of their ink stays what joins ink at both sides of a band, and what is stronger than a faint line.
 * @param strength Contrast of a pixel, 0 to 1; 0 also where no letters are.
 */
export function clearBands(ink: Mask, bands: readonly Band[], strength: (pixel: number) => number): void {
  const { data, widthPx: w } = ink;
  const before = data.slice();
  const covered = bands.map((band) => pixelsOf(band, ink));
  for (const pixels of covered) for (const p of pixels) data[p] = 0;
  const kept = { ...ink, data: data.slice() };
  bands.forEach(({ from, to, widthPx }, i) => {
    const pixels = covered[i]!.filter((p) => before[p]);
    const strengths = pixels
      .map(strength)
      .filter((value) => value > 0)
      .sort((a, b) => a - b);
    const usual = strengths[strengths.length >> 1] ?? 1;
    const normal = Math.atan2(to[1] - from[1], to[0] - from[0]) + Math.PI / 2;
    for (const p of pixels) {
      const letter = usual < FAINT && strength(p) > usual + STEP;
      if (
        letter ||
        CROSSINGS.some((angle) => isCrossed(kept, p % w, Math.floor(p / w), normal + angle, widthPx))
      )
        data[p] = 1;
    }
  });
}

function pixelsOf({ from, to, widthPx }: Band, { widthPx: w, heightPx: h }: Mask): number[] {
  const [[ax, ay], [bx, by]] = [from, to];
  const length = Math.hypot(bx - ax, by - ay);
  const half = widthPx / 2 + MARGIN_PX;
  const pixels: number[] = [];
  const reach = Math.ceil(half);
  for (
    let y = Math.max(0, Math.floor(Math.min(ay, by)) - reach);
    y <= Math.min(h - 1, Math.max(ay, by) + reach);
    y++
  )
    for (
      let x = Math.max(0, Math.floor(Math.min(ax, bx)) - reach);
      x <= Math.min(w - 1, Math.max(ax, bx) + reach);
      x++
    )
      if (Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) <= half * length) pixels.push(y * w + x);
  return pixels;
}

/** Whether ink begins at both sides of a pixel within a band's width, and goes on. */
function isCrossed(
  { data, widthPx: w, heightPx: h }: Mask,
  x: number,
  y: number,
  angle: number,
  widthPx: number,
): boolean {
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const set = (t: number): boolean => {
    const [px, py] = [Math.round(x + dx * t), Math.round(y + dy * t)];
    return px >= 0 && py >= 0 && px < w && py < h && data[py * w + px] === 1;
  };
  const across = (widthPx + 2 * MARGIN_PX + 1) / Math.cos(Math.PI / 4);
  const start = (sign: 1 | -1): number => {
    for (let t = 1; t <= across; t++)
      if (set(sign * t)) return set(sign * (t + DEPTH_PX - 1)) ? t : Number.POSITIVE_INFINITY;
    return Number.POSITIVE_INFINITY;
  };
  return start(1) + start(-1) <= across;
}
