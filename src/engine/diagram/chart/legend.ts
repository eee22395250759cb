/** Legends: texts with a small patch or line of colour beside them. */
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';
import { type Colour, colourAt, distance, groundOf } from './colour';
import { type ChartText, centreY, heightOf } from './words';

export interface LegendEntry {
  readonly text: ChartText;
  readonly colour: Colour;
  /** Of the patch and the text. */
  readonly box: Box;
}

/** @param texts Those that may be names: no tick labels. */
export function findLegend(raster: Raster, texts: readonly ChartText[], emPx: number): LegendEntry[] {
  const left = entriesOn('left', raster, texts, emPx);
  return left.length > 0 ? left : entriesOn('right', raster, texts, emPx);
}

type Side = 'left' | 'right';

function entriesOn(side: Side, raster: Raster, texts: readonly ChartText[], emPx: number): LegendEntry[] {
  const found = texts.flatMap((text) => {
    if (text.turned !== 'level' || text.text.length > 40) return [];
    const patch = patchBeside(raster, text, emPx, side);
    return patch ? [{ text, ...patch }] : [];
  });
  const edge = ({ text: { box } }: LegendEntry): number => (side === 'left' ? box.x0 : box.x1);
  // Entries stand in rows or columns; one alone is as likely something else.
  const aligned = found.filter((entry) =>
    found.some(
      (other) =>
        other !== entry &&
        (Math.abs(centreY(other.text) - centreY(entry.text)) < 0.5 * emPx ||
          Math.abs(edge(other) - edge(entry)) < emPx) &&
        Math.abs(other.box.x1 - other.box.x0 - (entry.box.x1 - entry.box.x0)) < 12 * emPx,
    ),
  );
  return aligned.length >= 2 ? inOrder(aligned, emPx) : [];
}

/** Row by row. */
function inOrder(entries: readonly LegendEntry[], emPx: number): LegendEntry[] {
  return [...entries].sort((a, b) => {
    const rise = centreY(a.text) - centreY(b.text);
    return Math.abs(rise) < 0.6 * emPx ? a.box.x0 - b.box.x0 : rise;
  });
}

interface Patch {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  pixels: number;
  readonly colour: Colour;
}

/** The nearest evenly coloured piece beside a text, or at that end of it where the text's box took it in. */
function patchBeside(
  raster: Raster,
  text: ChartText,
  emPx: number,
  side: Side,
): { readonly colour: Colour; readonly box: Box } | undefined {
  const { box } = text;
  const middle = Math.round(centreY(text));
  const half = Math.max(2, Math.round(0.36 * heightOf(text)));
  const centre = (box.x0 + box.x1) / 2;
  const [from, to] =
    side === 'left'
      ? [box.x0 - 6 * emPx, Math.min(box.x0 + 4 * emPx, centre + emPx)]
      : [Math.max(box.x1 - 4 * emPx, centre - emPx), box.x1 + 6 * emPx];
  const left = Math.max(0, Math.round(from));
  const right = Math.min(raster.widthPx - 1, Math.round(to));
  const ground = groundOf(raster, {
    x0: box.x0 - (side === 'left' ? emPx : 0),
    x1: box.x1 + (side === 'right' ? emPx : 0),
    y0: box.y0 - 1,
    y1: box.y1 + 1,
  }).colour;
  const patches: Patch[] = [];
  for (let y = Math.max(0, middle - half); y <= Math.min(raster.heightPx - 1, middle + half); y++)
    for (const run of evenRuns(raster, y, left, right, ground, 0.5 * emPx)) {
      const home = patches.find(
        (patch) =>
          distance(patch.colour, run.colour) < 40 &&
          run.x0 - patch.x1 < 0.7 * emPx &&
          patch.x0 - run.x1 < 0.7 * emPx,
      );
      if (!home) {
        patches.push({ ...run, y0: y, y1: y, pixels: run.x1 - run.x0 + 1 });
        continue;
      }
      home.x0 = Math.min(home.x0, run.x0);
      home.x1 = Math.max(home.x1, run.x1);
      home.y1 = y;
      home.pixels += run.x1 - run.x0 + 1;
    }
  const ink = farthest(raster, side === 'left' ? { ...box, x0: centre } : { ...box, x1: centre }, ground);
  const gapPx = Math.max(1, Math.round(0.22 * emPx));
  const fitting = patches.filter((patch) => {
    const width = patch.x1 - patch.x0 + 1;
    const apart = side === 'left' ? box.x0 - patch.x1 : patch.x0 - box.x1;
    const reach = 0.6 * (box.x1 - box.x0);
    const inside =
      side === 'left'
        ? patch.x0 >= box.x0 - 0.3 * emPx && patch.x1 < box.x0 + reach
        : patch.x1 <= box.x1 + 0.3 * emPx && patch.x0 > box.x1 - reach;
    const whole = side === 'left' ? patch.x0 > left + 1 : patch.x1 < right - 1;
    const gap = side === 'left' ? patch.x1 + 2 : patch.x0 - 1 - gapPx;
    return (
      width >= 0.55 * emPx &&
      width <= 4.8 * emPx &&
      ((apart > -0.3 * emPx && apart < 1.9 * emPx) || inside) &&
      whole &&
      distance(patch.colour, ink) > 40 &&
      isClear(raster, gap, gap + gapPx - 1, middle, half, ground)
    );
  });
  const [patch] = fitting.sort((a, b) => b.pixels - a.pixels);
  if (!patch) return undefined;
  const core = patchColour(raster, patch.x0, patch.x1, middle, half, ground);
  if (!core) return undefined;
  // A patch is no taller than its text: ground above and below.
  for (const y of [middle - Math.round(1.35 * emPx), middle + Math.round(1.35 * emPx)]) {
    if (y < 0 || y >= raster.heightPx) continue;
    if (distance(colourAt(raster, (patch.x0 + patch.x1) >> 1, y), core) < 20) return undefined;
  }
  return { colour: core, box: { ...box, x0: Math.min(box.x0, patch.x0), x1: Math.max(box.x1, patch.x1) } };
}

/** Whether columns are of the ground's colour: letters stand closer to one another than a patch to its text. */
function isClear(
  raster: Raster,
  x0: number,
  x1: number,
  middle: number,
  half: number,
  ground: Colour,
): boolean {
  for (let x = Math.max(0, x0); x <= Math.min(raster.widthPx - 1, x1); x++)
    for (let y = Math.max(0, middle - half); y <= Math.min(raster.heightPx - 1, middle + half); y++)
      if (distance(colourAt(raster, x, y), ground) > 30) return false;
  return true;
}

/** Stretches of a row of pixels of one colour that is not the ground's: wider than strokes of letters. */
function evenRuns(
  raster: Raster,
  y: number,
  left: number,
  right: number,
  ground: Colour,
  leastPx: number,
): { x0: number; x1: number; readonly colour: Colour }[] {
  const runs: { x0: number; x1: number; readonly colour: Colour }[] = [];
  let start = left;
  let first = colourAt(raster, left, y);
  for (let x = left + 1; x <= right + 1; x++) {
    const colour = x <= right ? colourAt(raster, x, y) : undefined;
    if (colour && distance(colour, first) <= 26) continue;
    if (x - start >= Math.max(4, leastPx) && distance(first, ground) > 16) {
      const middle = colourAt(raster, (start + x) >> 1, y);
      runs.push({ x0: start, x1: x - 1, colour: middle });
    }
    if (colour) [start, first] = [x, colour];
  }
  return runs;
}

/** The colour of the letters: the farthest from the ground. */
function farthest(raster: Raster, box: Box, ground: Colour): Colour {
  let best = ground;
  for (let y = Math.max(0, Math.round(box.y0)); y <= Math.min(raster.heightPx - 1, box.y1); y++)
    for (let x = Math.max(0, Math.round(box.x0)); x <= Math.min(raster.widthPx - 1, box.x1); x++) {
      const colour = colourAt(raster, x, y);
      if (distance(colour, ground) > distance(best, ground)) best = colour;
    }
  return best;
}

/** The commonest colour far from the ground; of a thin line, its strongest. */
function patchColour(
  raster: Raster,
  x0: number,
  x1: number,
  middle: number,
  half: number,
  ground: Colour,
): Colour | undefined {
  const bins = new Map<string, { sum: [number, number, number]; count: number; far: number }>();
  for (let y = Math.max(0, middle - half); y <= Math.min(raster.heightPx - 1, middle + half); y++)
    for (let x = x0; x <= x1; x++) {
      const colour = colourAt(raster, x, y);
      const far = distance(colour, ground);
      if (far < 12) continue;
      const key = colour.map((channel) => channel >> 4).join();
      const bin = bins.get(key) ?? { sum: [0, 0, 0], count: 0, far: 0 };
      for (const c of [0, 1, 2] as const) bin.sum[c] += colour[c];
      bin.count++;
      bin.far += far;
      bins.set(key, bin);
    }
  let best: { sum: [number, number, number]; count: number; far: number } | undefined;
  for (const bin of bins.values()) if (bin.count >= 3 && (!best || bin.far > best.far)) best = bin;
  if (!best) return undefined;
  const { sum, count } = best;
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}
