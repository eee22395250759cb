/** Which way up the page is. */
import type { TextBox } from './db-postprocess';
import type { RotatedRect } from './geometry';
import type { Pyramid } from './raster-ops';
import type { TextRecogniser } from './recognise';

export type Orientation = 0 | 90 | 180 | 270;

/** Lines are read both ways up to decide; more than this many add nothing. */
const SAMPLE_LINES = 6;
/** A page read this surely needs no second look. */
const SURE = 0.9;

/** Boxes this many times as long as wide hold lines. Words of two letters are as wide, and no upright letter is. */
const LINE = 1.8;
const SHORT_WORD = 1.2;

/**
 * Whether most of the text's length runs down the page rather than across. The numbers along a chart's axis are short,
 * and its title runs down beside them: short words count for text that runs across.
 */
export function runsVertically(boxes: readonly TextBox[]): boolean {
  let across = 0;
  let down = 0;
  for (const { rect } of boxes) {
    if (rect.width > SHORT_WORD * rect.height) across += rect.width;
    else if (rect.height > LINE * rect.width) down += rect.height;
  }
  return down > 2 * across;
}

/** A box of the picture after the picture was turned clockwise by 90°. */
export function turnBox(box: TextBox, heightPx: number): TextBox {
  const { cx, cy, width, height, angle } = box.rect;
  return { score: box.score, rect: { cx: heightPx - cy, cy: cx, width: height, height: width, angle } };
}

/** The same box read from the other side. */
export function upsideDown(rect: RotatedRect): RotatedRect {
  return { ...rect, angle: rect.angle + Math.PI };
}

/** Whether the text reads better upside down, by reading some lines of middling length both ways. */
export async function isUpsideDown(
  recogniser: TextRecogniser,
  pyramid: Pyramid,
  rects: readonly RotatedRect[],
  signal?: AbortSignal,
): Promise<boolean> {
  const long = rects.filter(({ width, height }) => width > 3 * height);
  const sample = (long.length > 0 ? long : [...rects])
    .sort((a, b) => Math.abs(a.width / a.height - 8) - Math.abs(b.width / b.height - 8))
    .slice(0, SAMPLE_LINES);
  if (sample.length === 0) return false;
  const upright = await sureness(recogniser, pyramid, sample, signal);
  if (upright > SURE) return false;
  return (await sureness(recogniser, pyramid, sample.map(upsideDown), signal)) > upright + 0.02;
}

async function sureness(
  recogniser: TextRecogniser,
  pyramid: Pyramid,
  rects: readonly RotatedRect[],
  signal?: AbortSignal,
): Promise<number> {
  const chars = (await recogniser.read(pyramid, rects, signal)).flatMap((reading) => reading.chars);
  return chars.reduce((sum, { probability }) => sum + probability, 0) / Math.max(1, chars.length);
}
