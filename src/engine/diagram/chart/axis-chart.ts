/** Bar and line charts: marks measured along a value axis. */
import type { AxisChart, ChartSeries, ChartValue, Point } from '../../../protocol';
import type { Raster } from '../../image/raster';
import { type Box, median } from '../grid';
import { type Axis, levelAxis, uprightAxis } from './axes';
import { type Bar, type FoundBars, findBars } from './bars';
import { evened, labelsBelow, labelsBeside, placesOf } from './categories';
import { type Colour, distance, groundOf, hex } from './colour';
import { findLegend, type LegendEntry } from './legend';
import { findLines, type LineSeries } from './lines';
import { rounded, roundedUp } from './numbers';
import { levelTitle, titleOf, uprightTitle } from './titles';
import { type ChartText, centreX, centreY } from './words';

interface Scene {
  readonly raster: Raster;
  readonly texts: readonly ChartText[];
  readonly emPx: number;
}

export interface FoundChart {
  readonly chart: AxisChart;
  readonly confidence: number;
}

export function readAxisChart(
  raster: Raster,
  texts: readonly ChartText[],
  emPx: number,
): FoundChart | undefined {
  const scene = { raster, texts, emPx };
  const upright = uprightAxis(texts, emPx);
  const level = levelAxis(texts, emPx);
  // Numbers along both axes are those of the upright one and, mostly, years: bars lie where nothing stands.
  return (
    (upright && (readBars(scene, upright) ?? readLines(scene, upright, level))) ??
    (level && readBars(scene, level))
  );
}

/** Where marks may be: beside the tick labels, a step beyond the first and the last tick. */
function plotOf({ raster, emPx }: Scene, { upright, scale, labels }: Axis): Box {
  const places = scale.ticks.map(({ at }) => at);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const step = (high - low) / Math.max(1, places.length - 1);
  if (upright) {
    const right = Math.max(...labels.map(({ box }) => box.x1));
    return {
      x0: right + 1,
      x1: raster.widthPx - 1,
      y0: Math.max(0, low - step),
      y1: Math.min(raster.heightPx - 1, high + step),
    };
  }
  const top = Math.min(...labels.map(({ box }) => box.y0));
  const x0 = Math.max(0, low - Math.max(step, emPx));
  return { x0, x1: Math.min(raster.widthPx - 1, high + step), y0: 0, y1: top - 1 };
}

interface Grounds {
  readonly plot: Colour;
  readonly page: Colour;
  /** How far colours of one area are apart: compression makes them uneven. */
  readonly tolerance: number;
}

function groundsOf(raster: Raster, plot: Box): Grounds {
  const inner = groundOf(raster, plot);
  const { widthPx, heightPx } = raster;
  const rim = groundOf(raster, { x0: 0, y0: 0, x1: widthPx - 1, y1: Math.max(2, 0.02 * heightPx) });
  return { plot: inner.colour, page: rim.colour, tolerance: inner.evenness > 0.9 ? 7 : 15 };
}

function legendOf({ raster, texts, emPx }: Scene, axis: Axis): LegendEntry[] {
  return findLegend(
    raster,
    texts.filter((text) => !axis.labels.includes(text)),
    emPx,
  );
}

function readBars(scene: Scene, axis: Axis): FoundChart | undefined {
  const { raster, emPx, texts } = scene;
  const plot = plotOf(scene, axis);
  const grounds = groundsOf(raster, plot);
  const legend = legendOf(scene, axis);
  const excluded = legend.map(({ box }) => ({ ...box, x1: box.x1 + 2 }));
  const found = findBars(raster, plot, axis, [grounds.plot, grounds.page], grounds.tolerance, excluded, emPx);
  if (!found) return undefined;
  const rest = texts.filter(
    (text) => !axis.labels.includes(text) && !legend.some((entry) => entry.text === text),
  );
  const tickEnd = Math.max(...axis.scale.ticks.map(({ at }) => at), found.base);
  const tops = axis.scale.ticks.map(({ at }) => at);
  const extent = found.bars.map(({ box }) => box);
  const [first, last] = axis.upright
    ? [Math.min(...extent.map(({ x0 }) => x0)), Math.max(...extent.map(({ x1 }) => x1))]
    : [Math.min(...extent.map(({ y0 }) => y0)), Math.max(...extent.map(({ y1 }) => y1))];
  const labels = axis.upright
    ? labelsBelow(rest, tickEnd, first, emPx)
    : labelsBeside(rest, Math.min(found.base, ...tops), first, last, emPx);
  if (labels.length < 2) return undefined;
  const marks = found.bars.map(({ centre }) => centre);
  const places = evened(placesOf(labels, axis.upright, marks), 0.9 * emPx);
  const series = barSeries(found, axis, places, legend);
  const inPlot = new Set([...labels]);
  const others = rest.filter((text) => !inPlot.has(text));
  const area = axis.upright
    ? {
        x0: plot.x0,
        x1: last + emPx,
        y0: Math.min(...tops, ...found.bars.map(({ tip }) => tip)),
        y1: tickEnd,
      }
    : { x0: Math.min(...tops), x1: Math.max(...tops), y0: first, y1: last };
  const chart: AxisChart = {
    kind: 'bar',
    orientation: axis.upright ? 'vertical' : 'horizontal',
    stacked: found.stacked,
    ...titles(others, labels, axis, area, emPx),
    categories: labels.map(({ text }) => text),
    series,
  };
  return { chart, confidence: sureness(chart, axis, labels) };
}

function titles(
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
  const below = levelTitle(texts, lower, plot);
  const values = axis.scale.ticks.map(({ value }) => value);
  const scale = {
    kind: axis.scale.kind,
    lowest: Math.min(...values),
    highest: Math.max(...values),
    unit: axis.unit,
  };
  return {
    title: titleOf(texts, plot.y0 - 0.2 * emPx, emPx),
    categoryAxis: { title: axis.upright ? below : beside },
    valueAxis: { title: axis.upright ? beside : below, scale },
  };
}

/** Bars of one colour are a series; its name is that of the legend's patch of the same colour. */
function barSeries(
  found: FoundBars,
  axis: Axis,
  places: readonly number[],
  legend: readonly LegendEntry[],
): ChartSeries[] {
  const groups: Bar[][] = [];
  for (const bar of found.bars) {
    const home = groups.find(([first]) => distance(first!.colour, bar.colour) <= 18);
    if (home) home.push(bar);
    else groups.push([bar]);
  }
  const category = (bar: Bar): number => nearest(places, bar.centre);
  const perCategory = places.map((_, i) => found.bars.filter((bar) => category(bar) === i).length);
  // Bars may have a colour each without being series.
  const single = legend.length === 0 && groups.length > 2 && Math.max(...perCategory) === 1;
  const series = single ? [found.bars] : groups;
  const pitch = places.length > 1 ? Math.abs(places[1]! - places[0]!) : Number.POSITIVE_INFINITY;
  const named = series.map((bars) => {
    const match = matchLegend(bars[0]!.colour, legend);
    const values: (ChartValue | null)[] = places.map(() => null);
    for (const bar of bars) {
      const i = category(bar);
      if (Math.abs(bar.centre - places[i]!) > 0.75 * pitch) continue;
      values[i] = barValue(bar, found, axis);
    }
    return {
      order: match ? legend.indexOf(match) : 100 + median(bars.map(({ centre }) => centre)) / 1e5,
      series: { name: match?.text.text ?? '', mark: 'bar' as const, colour: hex(bars[0]!.colour), values },
    };
  });
  return named.sort((a, b) => a.order - b.order).map((one) => one.series);
}

function barValue(bar: Bar, { stacked, base }: FoundBars, { scale }: Axis): ChartValue {
  const { valueAt, perPixel, errorPx } = scale;
  const zero = scale.kind === 'linear' && Math.abs(valueAt(base)) < perPixel(base);
  const away = Math.sign(bar.tip - base);
  const onBase = Math.abs(bar.base - base) <= 4;
  const value = stacked
    ? valueAt(bar.tip) - (onBase && zero ? 0 : valueAt(onBase ? base : bar.base))
    : valueAt(bar.tip);
  const uncertainty = 2 * perPixel(bar.tip) * Math.hypot(errorPx, 1, stacked ? 0.5 : 0);
  return {
    value: rounded(value, uncertainty),
    uncertainty: roundedUp(uncertainty),
    source: 'measured',
    confidence: away === 0 ? 0.5 : 0.95,
    polygon: corners(bar.box),
  };
}

function readLines(scene: Scene, axis: Axis, level: Axis | undefined): FoundChart | undefined {
  const { raster, emPx, texts } = scene;
  const plot = plotOf(scene, axis);
  const grounds = groundsOf(raster, plot);
  const legend = legendOf(scene, axis);
  const rest = texts.filter(
    (text) => !axis.labels.includes(text) && !legend.some((entry) => entry.text === text),
  );
  const tops = axis.scale.ticks.map(({ at }) => at);
  const row = level && Math.min(...level.labels.map(centreY)) > Math.max(...tops) ? level.labels : undefined;
  const labels = row
    ? [...row].sort((a, b) => centreX(a) - centreX(b))
    : labelsBelow(rest, Math.max(...tops) + 0.1 * emPx, plot.x0, emPx);
  if (labels.length < 2) return undefined;
  const places = row
    ? labels.map(({ number }) => level!.scale.placeOf(number!.value))
    : evened(placesOf(labels, true, []), 0.9 * emPx);
  const width = places[places.length - 1]! - places[0]!;
  if (width < 0.25 * raster.widthPx) return undefined;
  const area = { ...plot, y1: Math.min(plot.y1, Math.min(...labels.map(({ box }) => box.y0)) - 2) };
  const excluded = legend.map(({ box }) => box);
  const palette = legend.length > 0 ? legend.map(({ colour }) => colour) : undefined;
  const found = findLines(raster, area, places, grounds.plot, palette, excluded);
  // In a compressed picture the rim of a line has colours of its own.
  const lines = palette ? found : grounds.tolerance > 7 ? found.slice(0, 1) : apartFrom(found);
  if (lines.length === 0 || Math.max(...found.map(({ seen }) => seen)) < 0.6) return undefined;
  const others = rest.filter((text) => !labels.includes(text));
  const inner = { x0: plot.x0, x1: places[places.length - 1]!, y0: Math.min(...tops), y1: Math.max(...tops) };
  const highest = Math.min(
    ...found.flatMap(({ places: ys }) => ys.flatMap((place) => place?.y ?? [])),
    inner.y0,
  );
  const chart: AxisChart = {
    kind: 'line',
    orientation: 'vertical',
    stacked: false,
    ...titles(others, labels, axis, { ...inner, y0: highest }, emPx),
    categories: labels.map(({ text }) => text),
    series: lines.map((line) => lineSeries(line, axis, places, legend, emPx)),
  };
  return { chart, confidence: sureness(chart, axis, labels) };
}

/** Without a legend the colours are a guess: the rim of a line is not another line. */
function apartFrom(lines: readonly LineSeries[]): LineSeries[] {
  const kept: LineSeries[] = [];
  for (const line of lines) {
    const close = kept.some((other) => {
      const near = line.places.filter((place, i) => {
        const twin = other.places[i];
        return !place || !twin || Math.abs(place.y - twin.y) < 6;
      });
      return near.length > 0.6 * line.places.length;
    });
    if (!close) kept.push(line);
  }
  return kept;
}

function lineSeries(
  line: LineSeries,
  { scale }: Axis,
  xs: readonly number[],
  legend: readonly LegendEntry[],
  emPx: number,
): ChartSeries {
  const values = line.places.map((place, i): ChartValue | null => {
    if (!place) return null;
    const uncertainty = 2 * scale.perPixel(place.y) * Math.hypot(scale.errorPx, 0.9, place.errorPx);
    const half = 0.4 * emPx;
    return {
      value: rounded(scale.valueAt(place.y), uncertainty),
      uncertainty: roundedUp(uncertainty),
      source: 'measured',
      confidence: 0.95 * Math.min(1, 0.3 + line.seen) * (place.errorPx > 2 ? 0.8 : 1),
      polygon: corners({ x0: xs[i]! - half, x1: xs[i]! + half, y0: place.y - half, y1: place.y + half }),
    };
  });
  const match = matchLegend(line.colour, legend);
  return { name: match?.text.text ?? '', mark: 'line', colour: hex(line.colour), values };
}

function matchLegend(colour: Colour, legend: readonly LegendEntry[]): LegendEntry | undefined {
  const [best] = [...legend].sort((a, b) => distance(a.colour, colour) - distance(b.colour, colour));
  return best && distance(best.colour, colour) < 70 ? best : undefined;
}

function nearest(places: readonly number[], at: number): number {
  let best = 0;
  places.forEach((place, i) => {
    if (Math.abs(place - at) < Math.abs(places[best]! - at)) best = i;
  });
  return best;
}

/** How much of what a chart has was found, and how surely its words were read. */
function sureness(chart: AxisChart, axis: Axis, labels: readonly ChartText[]): number {
  const cells = chart.series.flatMap(({ values }) => values);
  const filled = cells.filter((cell) => cell !== null);
  const values = filled.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, cells.length);
  const words = [...labels, ...axis.labels];
  return Math.min(values, words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length);
}

function corners({ x0, y0, x1, y1 }: Box): Point[] {
  return [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ];
}
