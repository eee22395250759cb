/** The patches of colour beside the names of a legend. */
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';
import { type Colour, colourAt, distance, groundOf } from './colour';

/** A picture, or its mirror image: patches stand left of the names or right of them. */
export class View {
  readonly widthPx: number;
  readonly heightPx: number;

  constructor(
    private readonly raster: Raster,
    private readonly mirrored: boolean,
  ) {
    this.widthPx = raster.widthPx;
    this.heightPx = raster.heightPx;
  }

  at(x: number, y: number): Colour {
    return colourAt(this.raster, this.mirrored ? this.widthPx - 1 - x : x, y);
  }

  /** Of the view from one of the picture, and the other way round. */
  turned(box: Box): Box {
    if (!this.mirrored) return box;
    return { ...box, x0: this.widthPx - 1 - box.x1, x1: this.widthPx - 1 - box.x0 };
  }

  ground(box: Box): Colour {
    return groundOf(this.raster, this.turned(box)).colour;
  }

  /** The colour around a text, from a letter's width before it on. */
  groundAround(box: Box, emPx: number): Colour {
    return this.ground({ ...box, x0: box.x0 - emPx, y0: box.y0 - 1, y1: box.y1 + 1 });
  }

  /** Share of a box's pixels that are about of one colour. */
  share({ x0, x1, y0, y1 }: Box, colour: Colour): number {
    let [near, all] = [0, 0];
    for (let y = Math.max(0, Math.round(y0)); y <= Math.min(this.heightPx - 1, y1); y++)
      for (let x = Math.max(0, Math.round(x0)); x <= Math.min(this.widthPx - 1, x1); x++) {
        all++;
        if (distance(this.at(x, y), colour) <= 20) near++;
      }
    return near / Math.max(1, all);
  }
}

interface Patch {
  x0: number;
  x1: number;
  pixels: number;
  readonly colour: Colour;
}

/** The rows a text's letters stand in. */
interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** The evenly coloured piece before a text, or at the beginning of it where the text's box took it in. */
export function patchBefore(
  view: View,
  box: Box,
  heightPx: number,
  emPx: number,
): { readonly colour: Colour; readonly box: Box } | undefined {
  const middle = Math.round((box.y0 + box.y1) / 2);
  const half = Math.max(2, Math.round(0.36 * heightPx));
  const band = { top: Math.max(0, middle - half), bottom: Math.min(view.heightPx - 1, middle + half) };
  const centre = (box.x0 + box.x1) / 2;
  const left = Math.max(0, Math.round(box.x0 - 9 * emPx));
  const right = Math.min(view.widthPx - 1, Math.round(Math.min(box.x0 + 4 * emPx, centre + emPx)));
  const ground = view.groundAround(box, emPx);
  const ink = farthest(view, { ...box, x0: centre }, ground);
  const contrast = distance(ink, ground);
  const gapPx = Math.max(1, Math.round(0.22 * emPx));
  const fitting = patchesIn(view, band, left, right, ground, emPx).filter((patch) => {
    const width = patch.x1 - patch.x0 + 1;
    const apart = box.x0 - patch.x1;
    const inside = patch.x0 >= box.x0 - 0.3 * emPx && patch.x1 < box.x0 + 0.6 * (box.x1 - box.x0);
    const solid = patch.pixels > 0.75 * width * (2 * half + 1);
    return (
      width >= 0.55 * emPx &&
      width <= 7 * emPx &&
      ((apart > -0.3 * emPx && apart < 1.9 * emPx) || inside) &&
      patch.x0 > left + 1 &&
      // No stroke of a letter is as wide and as high at once.
      (distance(patch.colour, ink) > 40 || solid) &&
      // Its blurred end may be no part of the patch.
      [0, 0.15, 0.3].some((blur) =>
        isClear(
          view,
          patch.x1 + 2 + Math.round(blur * emPx),
          gapPx,
          band,
          ground,
          Math.max(30, 0.4 * contrast),
        ),
      )
    );
  });
  const strength = ({ pixels, colour }: Patch): number => pixels * distance(colour, ground);
  const [patch] = fitting.sort((a, b) => strength(b) - strength(a));
  if (!patch) return undefined;
  const core = patchColour(view, patch.x0, patch.x1, band, ground);
  const apart = core ? Math.min(20, 0.6 * distance(core, ground)) : 0;
  if (!core || !endsWithin(view, (patch.x0 + patch.x1) >> 1, middle, core, apart, Math.round(1.1 * emPx)))
    return undefined;
  return { colour: core, box: { x0: patch.x0, x1: patch.x1, y0: middle - half, y1: middle + half } };
}

function patchesIn(
  view: View,
  { top, bottom }: Band,
  left: number,
  right: number,
  ground: Colour,
  emPx: number,
): Patch[] {
  const patches: Patch[] = [];
  for (let y = top; y <= bottom; y++)
    for (const run of evenRuns(view, y, left, right, ground, 0.4 * emPx)) {
      const home = patches.find((patch) => {
        const apart = Math.max(run.x0 - patch.x1, patch.x0 - run.x1);
        // Apart from one another only where they are dashes of one line: strokes of letters are near, too.
        const dash = run.x1 - run.x0 < 1.5 * emPx;
        return (
          distance(patch.colour, run.colour) < (apart < 0 ? 40 : 20) && apart < (dash ? 0.6 : 0.35) * emPx
        );
      });
      if (!home) {
        patches.push({ ...run, pixels: run.x1 - run.x0 + 1 });
        continue;
      }
      home.x0 = Math.min(home.x0, run.x0);
      home.x1 = Math.max(home.x1, run.x1);
      home.pixels += run.x1 - run.x0 + 1;
    }
  return patches;
}

/**
 * A patch is no taller than its text: above and below it, its colour ends.
 *
 * @param apart How far other colours are from the patch's.
 */
function endsWithin(
  view: View,
  x: number,
  middle: number,
  core: Colour,
  apart: number,
  reachPx: number,
): boolean {
  return [-1, 1].every((step) => {
    for (let k = 1; k <= reachPx; k++) {
      const y = middle + step * k;
      if (y < 0 || y >= view.heightPx || distance(view.at(x, y), core) > apart) return true;
    }
    return false;
  });
}

/** Whether columns are about the ground's colour: letters stand closer to one another than a patch to its text. */
function isClear(
  view: View,
  from: number,
  widthPx: number,
  { top, bottom }: Band,
  ground: Colour,
  least: number,
): boolean {
  for (let x = Math.max(0, from); x < Math.min(view.widthPx, from + widthPx); x++)
    for (let y = top; y <= bottom; y++) if (distance(view.at(x, y), ground) > least) return false;
  return true;
}

/** Stretches of a row of pixels of one colour that is not the ground's: wider than strokes of letters. */
function evenRuns(
  view: View,
  y: number,
  left: number,
  right: number,
  ground: Colour,
  leastPx: number,
): { x0: number; x1: number; readonly colour: Colour }[] {
  const runs: { x0: number; x1: number; readonly colour: Colour }[] = [];
  let start = left;
  let first = view.at(left, y);
  const isGround = (colour: Colour): boolean => distance(colour, ground) <= 16;
  for (let x = left + 1; x <= right + 1; x++) {
    const colour = x <= right ? view.at(x, y) : undefined;
    // The palest patches are nearer to the ground than parts of one patch are to one another.
    if (colour && distance(colour, first) <= 26 && isGround(colour) === isGround(first)) continue;
    if (x - start >= Math.max(4, leastPx) && !isGround(first))
      runs.push({ x0: start, x1: x - 1, colour: view.at((start + x) >> 1, y) });
    if (colour) [start, first] = [x, colour];
  }
  return runs;
}

/** The colour of the letters: the farthest from the ground. */
function farthest(view: View, box: Box, ground: Colour): Colour {
  let best = ground;
  for (let y = Math.max(0, Math.round(box.y0)); y <= Math.min(view.heightPx - 1, box.y1); y++)
    for (let x = Math.max(0, Math.round(box.x0)); x <= Math.min(view.widthPx - 1, box.x1); x++) {
      const colour = view.at(x, y);
      if (distance(colour, ground) > distance(best, ground)) best = colour;
    }
  return best;
}

/** The commonest colour far from the ground; of a thin line, its strongest. */
function patchColour(
  view: View,
  x0: number,
  x1: number,
  { top, bottom }: Band,
  ground: Colour,
): Colour | undefined {
  const bins = new Map<string, { sum: [number, number, number]; count: number; far: number }>();
  for (let y = top; y <= bottom; y++)
    for (let x = x0; x <= x1; x++) {
      const colour = view.at(x, y);
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
