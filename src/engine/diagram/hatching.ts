/** Takes hatching away: the many faint parallel strokes with which hand-drawn diagrams fill groups. */
import type { Mask } from './grid';
import type { Contrast } from './ink';

/** Share of ink in a neighbourhood from which it may be hatched; lines alone cover far less. */
const MIN_DENSITY = 0.18;
/** Share of the picture that is as dense as that in a drawing with hatching. */
const MIN_AREA = 0.02;
/** How much stronger than hatching a line is, at least. */
const LINE_FACTOR = 2;

/**
 * Clears what is hatching from the ink of connectors. Where ink is dense over a large part of the picture, and some of
 * it is far stronger than most, the strong ink is lines and the rest hatching. Otherwise nothing changes.
 * @param contrast Of the same picture as `ink`.
 */
export function clearHatching(ink: Mask, contrast: Contrast, emPx: number): void {
  const { data, widthPx: w, heightPx: h } = ink;
  const radius = Math.max(4, Math.round(1.5 * emPx));
  const around = neighbourCounter(ink, radius);
  const enough = MIN_DENSITY * (2 * radius + 1) ** 2;
  const dense: number[] = [];
  const histogram = new Uint32Array(256);
  for (let p = 0; p < data.length; p++) {
    if (!data[p] || around(p) < enough) continue;
    dense.push(p);
    histogram[contrast.steps[p] as number]!++;
  }
  // Ink itself is `MIN_DENSITY` of a hatched area or more.
  if (dense.length < MIN_AREA * MIN_DENSITY * w * h) return;
  const weakest = LINE_FACTOR * quantile(histogram, dense.length, 0.5);
  if (quantile(histogram, dense.length, 0.995) < weakest) return;
  // Towards its edge, hatching is less dense: what is near dense ink and as faint belongs to it.
  const near = new Uint8Array(w * h);
  for (const p of dense) near[p] = 1;
  const denseAround = neighbourCounter({ data: near, widthPx: w, heightPx: h }, radius);
  for (let p = 0; p < data.length; p++)
    if (data[p] && (contrast.steps[p] as number) < weakest && denseAround(p) > 0) data[p] = 0;
}

/** The value that `share` of the counted ones do not exceed. */
function quantile(histogram: Uint32Array, total: number, share: number): number {
  let seen = 0;
  for (let value = 0; value < histogram.length; value++) {
    seen += histogram[value] as number;
    if (seen >= share * total) return value;
  }
  return histogram.length - 1;
}

/**
 * How many pixels are set in the square around one, `radius` to each side, as the mask is now; from the sums over all
 * rectangles at the upper left corner (Crow, 1984).
 */
function neighbourCounter(
  { data, widthPx: w, heightPx: h }: Mask,
  radius: number,
): (pixel: number) => number {
  const sums = new Uint32Array((w + 1) * (h + 1));
  for (let y = 0; y < h; y++) {
    let row = 0;
    for (let x = 0; x < w; x++) {
      row += data[y * w + x] as number;
      sums[(y + 1) * (w + 1) + x + 1] = (sums[y * (w + 1) + x + 1] as number) + row;
    }
  }
  const at = (x: number, y: number): number => sums[y * (w + 1) + x] as number;
  return (pixel) => {
    const [x, y] = [pixel % w, Math.floor(pixel / w)];
    const [x0, x1] = [Math.max(0, x - radius), Math.min(w, x + radius + 1)];
    const [y0, y1] = [Math.max(0, y - radius), Math.min(h, y + radius + 1)];
    return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
  };
}
