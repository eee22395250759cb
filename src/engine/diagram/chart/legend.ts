/** Legends: texts with a small patch or line of colour beside them. */
import type { Raster } from '../../image/raster';
import { type Box, median } from '../grid';
import { type Colour, distance } from './colour';
import { patchBefore, View } from './legend-patch';
import { type ChartText, centreX, centreY, heightOf } from './words';

export interface LegendEntry {
  readonly text: ChartText;
  /** The text without the patch, where that was read as a character of it. */
  readonly name: string;
  readonly colour: Colour;
  /** Of the patch and the text. */
  readonly box: Box;
  readonly patch: Box;
}

/** @param texts Those that may be names: no tick labels. */
export function findLegend(raster: Raster, texts: readonly ChartText[], emPx: number): LegendEntry[] {
  const left = entriesIn(new View(raster, false), texts, emPx);
  return left.length > 0 ? left : entriesIn(new View(raster, true), texts, emPx);
}

function entriesIn(view: View, texts: readonly ChartText[], emPx: number): LegendEntry[] {
  const found = texts.flatMap((text): LegendEntry[] => {
    if (text.turned !== 'level' || text.text.length > 40) return [];
    const box = view.turned(text.box);
    const patch = patchBefore(view, box, heightOf(text), emPx);
    if (!patch) return [];
    const inside = patch.box.x1 > box.x0 + 0.5 * emPx;
    const name = inside ? text.text.replace(/^[^\p{L}\p{N}\s]+\s*|^\S\s+(?=\S{2})/u, '') : text.text;
    const outer = { ...box, x0: Math.min(box.x0, patch.box.x0) };
    return [
      {
        text,
        name,
        colour: patch.colour,
        box: view.turned(outer),
        patch: view.turned(patch.box),
      },
    ];
  });
  // Entries stand in rows or columns; one alone is as likely something else.
  const aligned = found.filter((entry) =>
    found.some(
      (other) =>
        other !== entry &&
        (Math.abs(centreY(other.text) - centreY(entry.text)) < 0.5 * emPx ||
          Math.abs(centreX({ box: other.patch }) - centreX({ box: entry.patch })) < emPx) &&
        Math.abs(other.box.x1 - other.box.x0 - (entry.box.x1 - entry.box.x0)) < 12 * emPx,
    ),
  );
  const distinct = aligned.filter(
    (entry, i) => !aligned.slice(0, i).some((other) => distance(other.colour, entry.colour) <= 18),
  );
  // Tick marks beside labels are all of one colour.
  if (distinct.length < 2 || distinct.length <= 0.6 * aligned.length) return [];
  return inOrder([...aligned, ...overlooked(view, aligned, texts, emPx)], emPx);
}

/** Share of a patch's pixels that are about of its colour. */
const EVEN = 0.7;

/**
 * Entries whose patch was not found by itself, as dark ones on a dark ground of a compressed picture: their texts stand
 * above, between or below those of the others, and where the others have their patches is an area of one colour.
 */
function overlooked(
  view: View,
  found: readonly LegendEntry[],
  texts: readonly ChartText[],
  emPx: number,
): LegendEntry[] {
  const boxes = found.map((entry) => ({
    text: view.turned(entry.text.box),
    patch: view.turned(entry.patch),
  }));
  const start = median(boxes.map(({ text }) => text.x0));
  const column = boxes.filter(({ text }) => Math.abs(text.x0 - start) < 0.6 * emPx);
  if (column.length < 2 || column.length < found.length) return [];
  const [x0, x1] = [median(column.map(({ patch }) => patch.x0)), median(column.map(({ patch }) => patch.x1))];
  return texts.flatMap((text): LegendEntry[] => {
    const box = view.turned(text.box);
    const middle = (box.y0 + box.y1) / 2;
    const inColumn =
      text.turned === 'level' &&
      Math.abs(box.x0 - start) < 0.6 * emPx &&
      column.some((other) => Math.abs((other.text.y0 + other.text.y1) / 2 - middle) < 6 * emPx);
    if (!inColumn || found.some((entry) => entry.text === text)) return [];
    const half = Math.round(0.3 * heightOf(text));
    const patch = { x0, x1, y0: Math.round(middle) - half, y1: Math.round(middle) + half };
    const colour = view.ground(patch);
    const ground = view.groundAround(box, emPx);
    if (distance(colour, ground) < 10 || view.share(patch, colour) < EVEN) return [];
    const outer = view.turned({ ...box, x0 });
    return [{ text, name: text.text, colour, box: outer, patch: view.turned(patch) }];
  });
}

/** Row by row. */
function inOrder(entries: readonly LegendEntry[], emPx: number): LegendEntry[] {
  return [...entries].sort((a, b) => {
    const rise = centreY(a.text) - centreY(b.text);
    return Math.abs(rise) < 0.6 * emPx ? a.box.x0 - b.box.x0 : rise;
  });
}
