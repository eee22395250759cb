import type { Raster } from '../image/raster';
import type { SeparatorProbe } from './panes';

/** How much two neighbouring columns differ, in levels of 255, where one pane's background meets the next. */
const EDGE_LEVELS = 3;

/**
 * Looks for vertical borders between panes: a column of pixels whose brightness steps by about the same at
 * nearly every height. Only for level pages; on a turned page it sees nothing.
 */
export function separatorProbe(raster: Raster, level: boolean): SeparatorProbe {
  const { data, widthPx, heightPx } = raster;
  const brightness = (x: number, y: number): number => {
    const i = (y * widthPx + x) * 3;
    return data[i]! + 2 * data[i + 1]! + data[i + 2]!;
  };
  return (left, right, top, bottom) => {
    if (!level) return 0;
    const x0 = Math.max(1, Math.floor(left));
    const x1 = Math.min(widthPx - 1, Math.ceil(right));
    const y0 = Math.max(0, Math.floor(top));
    const y1 = Math.min(heightPx, Math.ceil(bottom));
    if (y1 - y0 < 4) return 0;
    const step = Math.max(1, Math.floor((y1 - y0) / 200));
    let best = 0;
    for (let x = x0; x < x1; x++) {
      let steps = 0;
      let samples = 0;
      for (let y = y0; y < y1; y += step, samples++) {
        if (Math.abs(brightness(x, y) - brightness(x - 1, y)) > 4 * EDGE_LEVELS) steps++;
      }
      best = Math.max(best, steps / samples);
    }
    return best;
  };
}
