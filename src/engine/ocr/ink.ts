/** Where a strip of text holds ink, and how far up and down. */
import { STRIP_HEIGHT } from './strip';

export interface Ink {
  /** 1 for each column that holds ink. */
  readonly columns: Uint8Array;
  /** First row with ink of each column, in strip rows; STRIP_HEIGHT where there is none. */
  readonly tops: Uint8Array;
  /** Row after the last with ink; 0 where there is none. */
  readonly bottoms: Uint8Array;
}

/** Rows at a strip's upper and lower edge may hold the neighbouring lines' ink. */
const EDGE_ROWS = 4;
/** Ink stands out from the background by this share of the strip's contrast. */
const INK_SHARE = 0.25;
/** In levels of brightness, 0 to 255. */
const MIN_CONTRAST = 10;
/** Levels of brightness that are counted as one when the background is looked for. */
const LEVELS_PER_BIN = 4;

/** Measures planes B, G, R of [STRIP_HEIGHT, rowWidth] at `offset`. The background is the commonest brightness. */
export function measureInk(strip: Uint8Array, offset: number, rowWidth: number, width: number): Ink {
  const plane = STRIP_HEIGHT * rowWidth;
  const histogram = new Uint32Array(256 / LEVELS_PER_BIN);
  const luma = new Uint8Array(STRIP_HEIGHT * width);
  for (let j = 0, n = 0; j < STRIP_HEIGHT; j++) {
    for (let i = 0, o = offset + j * rowWidth; i < width; i++, o++, n++) {
      const value = (29 * strip[o]! + 150 * strip[o + plane]! + 77 * strip[o + 2 * plane]!) >> 8;
      luma[n] = value;
      histogram[(value / LEVELS_PER_BIN) | 0]!++;
    }
  }
  let mode = 0;
  for (let i = 1; i < histogram.length; i++) if (histogram[i]! > histogram[mode]!) mode = i;
  const background = (mode + 0.5) * LEVELS_PER_BIN;
  const peaks = new Uint8Array(width);
  for (let j = EDGE_ROWS; j < STRIP_HEIGHT - EDGE_ROWS; j++) {
    for (let i = 0, n = j * width; i < width; i++, n++) {
      const difference = Math.abs(luma[n]! - background);
      luma[n] = difference;
      if (difference > peaks[i]!) peaks[i] = difference;
    }
  }
  const contrast = peaks.slice().sort()[Math.floor(0.9 * (width - 1))]!;
  const threshold = Math.max(MIN_CONTRAST, INK_SHARE * contrast);
  const columns = new Uint8Array(width);
  const tops = new Uint8Array(width).fill(STRIP_HEIGHT);
  const bottoms = new Uint8Array(width);
  for (let j = EDGE_ROWS; j < STRIP_HEIGHT - EDGE_ROWS; j++) {
    for (let i = 0, n = j * width; i < width; i++, n++) {
      if (luma[n]! <= threshold) continue;
      if (!columns[i]) {
        columns[i] = 1;
        tops[i] = j;
      }
      bottoms[i] = j + 1;
    }
  }
  return { columns, tops, bottoms };
}
