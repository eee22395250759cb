import { luminanceAt } from '../../image/luminance';
import type { Raster } from '../../image/raster';

/** Side of the whole-picture view, in cells. */
export const OVERVIEW_SIDE = 128;
/** Red, green, blue, spread of luminance, horizontal and vertical change. */
export const OVERVIEW_PLANES = 6;
/** Side of the close-up, in pixels of the picture. */
export const CLOSE_UP_SIDE = 96;

/** Of larger pictures only every second, third, … row is visited, so that a 4K screenshot takes no longer. */
const MAX_VISITED_PX = 1.2e6;

/** What the kind model looks at: the whole picture in little, and one spot in full detail. */
export interface Views {
  /** `[6, 128, 128]`; the picture is squeezed to a square, its proportions are measured apart. */
  readonly overview: Uint8Array;
  /** `[3, 96, 96]`, around the busiest spot, at the picture's own resolution. */
  readonly closeUp: Uint8Array;
}

/**
 * The spread and change of luminance inside every cell keep what averaging loses: a cell full of small
 * text and an empty grey cell have the same mean.
 */
export function takeViews(raster: Raster): Views {
  const overview = takeOverview(raster);
  const { x, y } = busiestSpot(overview, raster);
  return { overview, closeUp: takeCloseUp(raster, x, y) };
}

function takeOverview({ data, widthPx, heightPx }: Raster): Uint8Array {
  const side = OVERVIEW_SIDE;
  const area = side * side;
  const out = new Uint8Array(OVERVIEW_PLANES * area);
  const edges = (px: number) => Int32Array.from({ length: side + 1 }, (_, i) => Math.floor((i * px) / side));
  const rowStep = Math.max(1, Math.round((widthPx * heightPx) / MAX_VISITED_PX));
  const xs = edges(widthPx);
  const ys = edges(heightPx);
  for (let cy = 0; cy < side; cy++) {
    const y0 = ys[cy]!;
    const y1 = Math.max(y0 + 1, ys[cy + 1]!);
    for (let cx = 0; cx < side; cx++) {
      const x0 = xs[cx]!;
      const x1 = Math.max(x0 + 1, xs[cx + 1]!);
      let r = 0;
      let g = 0;
      let b = 0;
      let sum = 0;
      let squares = 0;
      let dx = 0;
      let dy = 0;
      for (let y = y0; y < y1; y += rowStep) {
        const below = y + 1 < heightPx ? widthPx * 3 : 0;
        for (let x = x0; x < x1; x++) {
          const i = (y * widthPx + x) * 3;
          const l = luminanceAt(data, i);
          r += data[i]!;
          g += data[i + 1]!;
          b += data[i + 2]!;
          sum += l;
          squares += l * l;
          if (x + 1 < widthPx) dx += Math.abs(luminanceAt(data, i + 3) - l);
          dy += Math.abs(luminanceAt(data, i + below) - l);
        }
      }
      const n = (x1 - x0) * Math.ceil((y1 - y0) / rowStep);
      const mean = sum / n;
      const cell = cy * side + cx;
      out[cell] = r / n;
      out[area + cell] = g / n;
      out[2 * area + cell] = b / n;
      out[3 * area + cell] = Math.min(255, 2 * Math.sqrt(Math.max(0, squares / n - mean * mean)));
      out[4 * area + cell] = Math.min(255, (4 * dx) / n);
      out[5 * area + cell] = Math.min(255, (4 * dy) / n);
    }
  }
  return out;
}

/** Top left corner of the close-up with the most change inside. */
function busiestSpot(overview: Uint8Array, { widthPx, heightPx }: Raster): { x: number; y: number } {
  const side = OVERVIEW_SIDE;
  const area = side * side;
  const integral = new Float64Array((side + 1) * (side + 1));
  for (let y = 0; y < side; y++) {
    let row = 0;
    for (let x = 0; x < side; x++) {
      const cell = y * side + x;
      row += overview[4 * area + cell]! + overview[5 * area + cell]!;
      integral[(y + 1) * (side + 1) + x + 1] = integral[y * (side + 1) + x + 1]! + row;
    }
  }
  const w = Math.min(side, Math.max(1, Math.round((CLOSE_UP_SIDE * side) / widthPx)));
  const h = Math.min(side, Math.max(1, Math.round((CLOSE_UP_SIDE * side) / heightPx)));
  let best = -1;
  let at = { x: 0, y: 0 };
  for (let y = 0; y + h <= side; y += 2) {
    for (let x = 0; x + w <= side; x += 2) {
      const sum =
        integral[(y + h) * (side + 1) + x + w]! -
        integral[y * (side + 1) + x + w]! -
        integral[(y + h) * (side + 1) + x]! +
        integral[y * (side + 1) + x]!;
      if (sum > best) {
        best = sum;
        at = { x: Math.floor((x * widthPx) / side), y: Math.floor((y * heightPx) / side) };
      }
    }
  }
  return at;
}

function takeCloseUp({ data, widthPx, heightPx }: Raster, left: number, top: number): Uint8Array {
  const side = CLOSE_UP_SIDE;
  const out = new Uint8Array(3 * side * side);
  const x0 = Math.max(0, Math.min(left, widthPx - side));
  const y0 = Math.max(0, Math.min(top, heightPx - side));
  for (let y = 0; y < side; y++) {
    // Pictures smaller than the close-up are continued by their last row and column.
    const row = Math.min(heightPx - 1, y0 + y) * widthPx;
    for (let x = 0; x < side; x++) {
      const i = (row + Math.min(widthPx - 1, x0 + x)) * 3;
      const o = y * side + x;
      out[o] = data[i]!;
      out[side * side + o] = data[i + 1]!;
      out[2 * side * side + o] = data[i + 2]!;
    }
  }
  return out;
}
