/**
 * Completes the boxes of a drawing, where the detector leaves out the first or last letter of a label on a hatched
 * ground: a box grows over letters beside it, and not over the lines and borders that a label of a drawing stands at.
 */
import { luminancePlane } from '../image/luminance';
import type { Raster } from '../image/raster';
import type { TextBox } from './db-postprocess';

/** Farthest a letter may stand from the box, as a share of its height: a space between words. */
const SPACE = 0.42;
/** Share of the box's contrast that makes a pixel ink: hatching is fainter. */
const CONTRAST = 0.45;
/** Least contrast of a pixel of ink, of 255. */
const MIN_CONTRAST = 30;
/** Ink no higher than this share of the box is a line or a dash. */
const THIN = 0.22;
/** A letter is no wider than this share of the box's height. */
const WIDEST = 1.1;
/** A piece wider than this share of the box's height that is all ink is a patch of colour, as legends have them. */
const PATCH = 0.35;
/** A column of which this share differs by so many levels of 255 from the box's ground is on another ground. */
const OTHER_GROUND = 0.8;
const GROUND_LEVELS = 16;
/** A box grows over no more than this many heights at either end. */
const MOST = 1.6;
/** Letters reach beyond their box by at most this share of its height. */
const TALLEST = 0.4;
/** Clear space beyond the last letter, as a share of the box's height. */
const MARGIN = 0.12;

interface Band {
  readonly brightness: Uint8Array;
  readonly raster: Raster;
  readonly top: number;
  readonly bottom: number;
  readonly ground: number;
  readonly threshold: number;
}

/**
 * The boxes, with those that stand level grown over the letters beside them.
 *
 * @param all These and others, which they do not grow into: those of text that runs down or up.
 */
export function reachLetters(
  boxes: readonly TextBox[],
  raster: Raster,
  all: readonly TextBox[] = boxes,
): TextBox[] {
  const brightness = luminancePlane(raster);
  return boxes.map((box) => {
    const { cx, cy, width, height, angle } = box.rect;
    if (Math.abs(angle) > 0.02 || height < 8 || width < 0.5 * height) return box;
    const [left, right] = [cx - width / 2, cx + width / 2];
    const others = all.filter(
      ({ rect }) => rect !== box.rect && Math.abs(rect.cy - cy) < (rect.height + height) / 2,
    );
    const free = (x: number): boolean =>
      x >= 0 &&
      x < raster.widthPx &&
      !others.some(({ rect }) => Math.abs(x - rect.cx) <= rect.width / 2 + 0.1 * height);
    const band = bandOf(brightness, raster, left, right, cy, height);
    if (!band) return box;
    const end = lastLetter(band, Math.round(right), 1, height, free);
    const start = lastLetter(band, Math.round(left) - 1, -1, height, free);
    const x0 = start === undefined ? left : start - MARGIN * height;
    const x1 = end === undefined ? right : end + MARGIN * height;
    const [top, bottom] = [cy - height / 2, cy + height / 2];
    const y0 = band.top < top ? band.top - MARGIN * height : top;
    const y1 = band.bottom > bottom ? band.bottom + MARGIN * height : bottom;
    const rect = { ...box.rect, cx: (x0 + x1) / 2, cy: (y0 + y1) / 2, width: x1 - x0, height: y1 - y0 };
    return { ...box, rect };
  });
}

/** The rows of a box, with the brightness of its ground and the contrast of its letters. */
function bandOf(
  brightness: Uint8Array,
  raster: Raster,
  left: number,
  right: number,
  cy: number,
  height: number,
): Band | undefined {
  const top = Math.max(0, Math.round(cy - 0.46 * height));
  const bottom = Math.min(raster.heightPx, Math.round(cy + 0.46 * height));
  const [x0, x1] = [Math.max(0, Math.round(left)), Math.min(raster.widthPx, Math.round(right))];
  const histogram = new Uint32Array(256);
  for (let y = top; y < bottom; y++)
    for (let x = x0; x < x1; x++) histogram[brightness[y * raster.widthPx + x]!]!++;
  const ground = histogram.indexOf(Math.max(...histogram));
  // The strongest contrast but for a few pixels.
  let contrast = 255;
  const few = 0.02 * (x1 - x0) * (bottom - top);
  for (let seen = 0; contrast > 0 && seen <= few; contrast--)
    seen += (histogram[ground + contrast] ?? 0) + (histogram[ground - contrast] ?? 0);
  const threshold = CONTRAST * contrast;
  if (threshold < MIN_CONTRAST) return undefined;
  const band = { brightness, raster, top, bottom, ground, threshold };
  const most = Math.round(TALLEST * height);
  return {
    ...band,
    top: lastInkRow(band, top, -1, x0, x1, most),
    bottom: lastInkRow(band, bottom - 1, 1, x0, x1, most) + 1,
  };
}

/** The last row that letters cut by the row `from` reach; `from` where they reach `most` rows farther: no letters. */
function lastInkRow(band: Band, from: number, step: 1 | -1, x0: number, x1: number, most: number): number {
  const { raster } = band;
  const hasInk = (y: number): boolean => {
    for (let x = x0; x < x1; x++) if (isInk(band, y * raster.widthPx + x)) return true;
    return false;
  };
  for (let rows = 0; rows <= most; rows++) {
    const y = from + step * rows;
    if (y < 0 || y >= raster.heightPx) return from;
    if (!hasInk(y)) return y;
  }
  return from;
}

/** Where the letters end that go on from `start` in `direction`; undefined where there are none. */
function lastLetter(
  band: Band,
  start: number,
  direction: 1 | -1,
  height: number,
  free: (x: number) => boolean,
): number | undefined {
  let end: number | undefined;
  for (;;) {
    const from: number = end ?? start;
    let x = from;
    while (Math.abs(x - from) <= SPACE * height && free(x) && extentAt(band, x) === 0) x += direction;
    if (!free(x) || extentAt(band, x) === 0) return end;
    const first = x;
    let highest = 0;
    for (; free(x) && Math.abs(x - first) <= WIDEST * height; x += direction) {
      const extent = extentAt(band, x);
      if (extent === 0) break;
      highest = Math.max(highest, extent);
    }
    const widthPx = Math.abs(x - first);
    const isPatch =
      widthPx > PATCH * height &&
      inkOf(band, direction > 0 ? first : x + 1, widthPx) > 0.9 * widthPx * highest;
    const isLetter =
      free(x) &&
      widthPx <= WIDEST * height &&
      !isPatch &&
      // The rim of a sign beside a name is no letter: behind it, the ground changes.
      !isOtherGround(band, x + 2 * direction) &&
      Math.abs(x - start) <= MOST * height &&
      highest > THIN * height &&
      !leavesBand(band, Math.min(first, x), Math.max(first, x));
    if (!isLetter) return end;
    end = x;
  }
}

const isInk = ({ brightness, ground, threshold }: Band, at: number): boolean =>
  Math.abs((brightness[at] ?? ground) - ground) > threshold;

function isOtherGround({ brightness, raster, top, bottom, ground }: Band, x: number): boolean {
  let other = 0;
  for (let y = top; y < bottom; y++)
    if (Math.abs((brightness[y * raster.widthPx + x] ?? ground) - ground) > GROUND_LEVELS) other++;
  return other > OTHER_GROUND * (bottom - top);
}

/** From the highest to the lowest ink of a column, in pixels; 0 without ink. */
function extentAt(band: Band, x: number): number {
  const { raster, top, bottom } = band;
  let first = -1;
  let last = -1;
  for (let y = top; y < bottom; y++) {
    if (!isInk(band, y * raster.widthPx + x)) continue;
    if (first < 0) first = y;
    last = y;
  }
  return first < 0 ? 0 : last - first + 1;
}

/** Pixels of ink in `widthPx` columns from `x0` on. */
function inkOf(band: Band, x0: number, widthPx: number): number {
  const { raster, top, bottom } = band;
  let count = 0;
  for (let y = top; y < bottom; y++)
    for (let x = x0; x < x0 + widthPx; x++) if (isInk(band, y * raster.widthPx + x)) count++;
  return count;
}

/** Whether ink goes on above and below the box, or far to one side: a border or a connector. */
function leavesBand(band: Band, from: number, to: number): boolean {
  const { raster, top, bottom } = band;
  const goesOn = (x: number, y0: number, y1: number): boolean => {
    for (let y = Math.round(y0); y < y1; y++)
      if (y < 0 || y >= raster.heightPx || !isInk(band, y * raster.widthPx + x)) return false;
    return true;
  };
  const [near, far] = [0.25 * (bottom - top), 0.6 * (bottom - top)];
  for (let x = from; x < to; x++) {
    if (goesOn(x, top - near, top) && goesOn(x, bottom, bottom + near)) return true;
    if (goesOn(x, top - far, top) || goesOn(x, bottom, bottom + far)) return true;
  }
  return false;
}
