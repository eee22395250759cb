/** What bar and line charts share: where their marks may be, on what ground, and what stands around them. */
import type { AxisChart, Point } from '../../../protocol';
import type { Raster } from '../../image/raster';
import type { Box } from '../grid';
import type { Axis } from './axes';
import { broadShareOf, type Colour, distance, groundOf } from './colour';
import { findLegend, type LegendEntry } from './legend';
import { levelTitle, titleAbove, titleOf, uprightTitle } from './titles';
import { type ChartText, centreY, wordCount } from './words';

export interface Scene {
  readonly raster: Raster;
  readonly texts: readonly ChartText[];
  readonly emPx: number;
}

export interface FoundChart {
  readonly chart: AxisChart;
  readonly confidence: number;
}

/** The part of a picture an axis measures, and the texts that are neither its tick labels nor names of a legend. */
export interface Plot {
  readonly axis: Axis;
  readonly box: Box;
  readonly ground: Colour;
  readonly page: Colour;
  /** How far colours of one area are apart: compression makes them uneven. */
  readonly tolerance: number;
  readonly compressed: boolean;
  readonly legend: readonly LegendEntry[];
  readonly rest: readonly ChartText[];
}

/** A plot with more of the page's colour has no ground of its own: the colour of bars may be commoner than it. */
const PAGE_SHARE = 0.1;

/** Lines of a grid may have the page's colour: they are thinner than twice this share of the height of letters. */
const BROAD = 0.2;

const LEAST_ACROSS = 5;

/** @param across Numbers along the other axis. */
export function plotOf(scene: Scene, axis: Axis, across?: Axis): Plot {
  const { raster, texts, emPx } = scene;
  const { widthPx, heightPx } = raster;
  const rim = groundOf(raster, { x0: 0, y0: 0, x1: widthPx - 1, y1: Math.max(2, 0.02 * heightPx) });
  const core = coreBox(scene, axis);
  const inner = groundOf(raster, core);
  const broad = broadShareOf(raster, core, rim.colour, Math.ceil(BROAD * emPx));
  const ground = broad > PAGE_SHARE ? rim.colour : groundOf(raster, farEnd(core, axis)).colour;
  const compressed = inner.evenness <= 0.96;
  const others = texts.filter((text) => !axis.labels.includes(text));
  // Some years in a row may be a legend; many are an axis, whose tick marks are no patches.
  const ticks = across && across.labels.length >= LEAST_ACROSS ? across.labels : [];
  const legend = findLegend(
    raster,
    others.filter((text) => !ticks.includes(text)),
    emPx,
  );
  return {
    axis,
    // The outermost labels may not have been read.
    box: plotBox(scene, axis, 3),
    ground,
    page: rim.colour,
    tolerance: compressed ? 15 : 11,
    compressed,
    legend,
    rest: others.filter((text) => !legend.some((entry) => entry.text === text)),
  };
}

/** Between the outermost ticks and the outermost labels of the other axis, where there is nothing but the plot. */
function coreBox(scene: Scene, axis: Axis): Box {
  const { texts, emPx } = scene;
  const box = plotBox(scene, axis, 0);
  if (axis.upright) {
    const below = texts.filter(
      (text) =>
        text.turned !== 'upright' &&
        text.box.x1 > box.x0 &&
        centreY(text) > box.y1 &&
        centreY(text) < box.y1 + 8 * emPx,
    );
    if (wordCount(below) < 2) return box;
    return { ...box, x1: Math.min(box.x1, Math.max(...below.map((text) => text.box.x1))) };
  }
  const beside = texts.filter(
    (text) => text.turned !== 'upright' && text.box.x1 < box.x0 && text.box.x1 > box.x0 - 4 * emPx,
  );
  if (beside.length < 2) return box;
  return {
    ...box,
    y0: Math.max(box.y0, Math.min(...beside.map((text) => text.box.y0))),
    y1: Math.min(box.y1, Math.max(...beside.map((text) => text.box.y1))),
  };
}

/** The last part towards the higher values, where few marks reach. */
function farEnd(core: Box, { upright, scale }: Axis): Box {
  const half = (upright ? core.y1 - core.y0 : core.x1 - core.x0) / (2 * Math.max(2, scale.ticks.length - 1));
  return upright ? { ...core, y1: core.y0 + half } : { ...core, x0: core.x1 - half };
}

/** Beside the tick labels, some steps beyond the first and the last tick. */
function plotBox({ raster, emPx }: Scene, { upright, scale, labels }: Axis, steps: number): Box {
  const { from: low, to: high, stepPx: step } = scale.extent;
  if (upright) {
    const right = Math.max(...labels.map(({ box }) => box.x1));
    return {
      x0: right + 1,
      x1: raster.widthPx - 1,
      y0: Math.max(0, low - steps * step),
      y1: Math.min(raster.heightPx - 1, high + (steps ? step : 0)),
    };
  }
  // The labels may stand below the bars or, as in Mermaid's charts, above them.
  const x0 = steps ? Math.max(0, low - Math.max(2 * step, emPx)) : low;
  const x1 = Math.min(raster.widthPx - 1, high + steps * step);
  const top = Math.min(...labels.map(({ box }) => box.y0));
  const bottom = Math.max(...labels.map(({ box }) => box.y1));
  return top > raster.heightPx - bottom
    ? { x0, x1, y0: 0, y1: top - 1 }
    : { x0, x1, y0: bottom + 1, y1: raster.heightPx - 1 };
}

export function titles(
  texts: readonly ChartText[],
  categories: readonly ChartText[],
  axis: Axis,
  plot: Box,
  emPx: number,
): Pick<AxisChart, 'title' | 'categoryAxis' | 'valueAxis'> {
  const lower = Math.max(
    plot.y1,
    ...(axis.upright ? categories : axis.labels).map(({ box }) => box.y1 - 0.3 * emPx),
  );
  const beside = uprightTitle(texts, plot);
  const onTop = !axis.upright && Math.max(...axis.labels.map(centreY)) < plot.y0;
  const above = onTop ? titleAbove(texts, axis.labels) : undefined;
  const below = onTop ? (above?.text ?? '') : levelTitle(texts, lower, plot);
  const values = axis.scale.ticks.map(({ value }) => value);
  const scale = {
    kind: axis.scale.kind,
    lowest: Math.min(...values),
    highest: Math.max(...values),
    unit: axis.unit,
  };
  return {
    title: titleOf(above ? texts.filter((text) => text !== above) : texts, plot.y0 - 0.2 * emPx, emPx),
    categoryAxis: { title: axis.upright ? below : beside },
    valueAxis: { title: axis.upright ? beside : below, scale },
  };
}

/**
 * The legend's entry of each colour, every entry once: the nearest pair first. Marks may be drawn half transparent.
 *
 * @returns for each colour its entry, undefined where none is near
 */
export function matchLegend(
  colours: readonly Colour[],
  legend: readonly LegendEntry[],
): (LegendEntry | undefined)[] {
  const matched: (LegendEntry | undefined)[] = colours.map(() => undefined);
  const used = new Set<LegendEntry>();
  const pairs = colours.flatMap((colour, i) =>
    legend.map((entry) => ({ i, entry, apart: distance(entry.colour, colour) })),
  );
  for (const { i, entry, apart } of pairs.sort((a, b) => a.apart - b.apart)) {
    if (apart > 70) break;
    if (matched[i] || used.has(entry)) continue;
    matched[i] = entry;
    used.add(entry);
  }
  return matched;
}

/** How much of what a chart has was found, and how surely its words were read. */
export function sureness(chart: AxisChart, axis: Axis, labels: readonly ChartText[]): number {
  const cells = chart.series.flatMap(({ values }) => values);
  const filled = cells.filter((cell) => cell !== null);
  const values = filled.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, cells.length);
  const words = [...labels, ...axis.labels];
  return Math.min(values, words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length);
}

export function corners({ x0, y0, x1, y1 }: Box): Point[] {
  return [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ];
}
