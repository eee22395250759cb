/** Line charts: lines measured at the labels of the axis they run along. */
import type { AxisChart, ChartSeries, ChartValue } from '../../../protocol';
import { median } from '../grid';
import type { Axis } from './axes';
import { type Category, categoryChoices, labelsBelow } from './categories';
import { hex } from './colour';
import type { LegendEntry } from './legend';
import { findLines, type LineSeries } from './lines';
import { rounded, roundedUp } from './numbers';
import { corners, type FoundChart, matchLegend, type Plot, type Scene, sureness, titles } from './plot';
import { centreX, centreY } from './words';

/** Lines measured at places that categories may have. */
interface Traced {
  readonly categories: readonly Category[];
  readonly places: readonly number[];
  readonly found: readonly LineSeries[];
}

/** What a place at which no line was seen counts for. */
const UNSEEN_PX = 6;

/** @param level The numbers below the plot, where they rise evenly. */
export function readLines(
  { raster, emPx }: Scene,
  plot: Plot,
  level: Axis | undefined,
): FoundChart | undefined {
  const { axis, box, legend, rest } = plot;
  const lowest = axis.scale.extent.to;
  const row = level && Math.min(...level.labels.map(centreY)) > lowest ? level.labels : undefined;
  const labels = row
    ? [...row].sort((a, b) => centreX(a) - centreX(b))
    : labelsBelow(rest, lowest + 0.1 * emPx, box.x0, emPx);
  const choices = row
    ? [labels.map(({ text, number }) => ({ name: text, at: level!.scale.placeOf(number!.value) }))]
    : categoryChoices(labels, true, [], emPx);
  const area = { ...box, y1: Math.min(box.y1, Math.min(...labels.map((label) => label.box.y0)) - 2) };
  const palette = legend.length > 0 ? legend.map(({ colour }) => colour) : undefined;
  const trace = (categories: readonly Category[], rightwards = 0): Traced[] => {
    const places = categories.map(({ at }) => at + rightwards);
    if (categories.length < 2 || places[places.length - 1]! - places[0]! < 0.25 * raster.widthPx) return [];
    const found = findLines(
      raster,
      { ...plot, box: area },
      places,
      palette,
      legend.map((entry) => entry.box),
    );
    return [{ categories, places, found }];
  };
  // Where the places are right, lines bend there and nowhere else.
  const rightBends = ({ found }: Traced): number =>
    found.flatMap(({ bends }) => bends).filter((off) => Math.abs(off) <= 0.25 * emPx).length;
  const surest = (all: readonly Traced[]): Traced | undefined =>
    [...all].sort((a, b) => rightBends(b) - rightBends(a) || doubt(a.found) - doubt(b.found))[0];
  const first = surest(choices.flatMap((categories) => trace(categories)));
  const bends = first && choices.length > 1 ? first.found.flatMap((line) => line.bends) : [];
  const beside = agreed(bends, 0.3 * emPx);
  const best = first && Math.abs(beside) >= 1 ? surest([first, ...trace(first.categories, beside)]) : first;
  if (!best) return undefined;
  const { categories, places, found } = best;
  // In a compressed picture the rim of a line has colours of its own.
  const lines = palette ? found : plot.compressed ? found.slice(0, 1) : apartFrom(found);
  if (lines.length === 0 || Math.max(...found.map(({ seen }) => seen)) < 0.6) return undefined;
  const others = rest.filter((text) => !labels.includes(text));
  const inner = { x0: box.x0, x1: places[places.length - 1]!, y0: axis.scale.extent.from, y1: lowest };
  const highest = Math.min(
    ...found.flatMap(({ places: ys }) => ys.flatMap((place) => place?.y ?? [])),
    inner.y0,
  );
  const entries = matchLegend(
    lines.map(({ colour }) => colour),
    legend,
  );
  const chart: AxisChart = {
    kind: 'line',
    orientation: 'vertical',
    stacked: false,
    ...titles(others, labels, axis, { ...inner, y0: highest }, emPx),
    categories: categories.map(({ name }) => name),
    series: lines.map((line, i) => lineSeries(line, axis, places, entries[i], emPx)),
  };
  return { chart, confidence: sureness(chart, axis, labels) };
}

/** How far lines may be from where they were measured, in pixels on average. */
function doubt(lines: readonly LineSeries[]): number {
  const errors = lines.flatMap(({ places }) => places.map((place) => place?.errorPx ?? UNSEEN_PX));
  return errors.length > 0 ? errors.reduce((sum, error) => sum + error, 0) / errors.length : UNSEEN_PX;
}

/** What most of at least three offsets are about; 0 where they do not agree. */
function agreed(offsets: readonly number[], withinPx: number): number {
  const middle = median(offsets);
  const near = offsets.filter((offset) => Math.abs(offset - middle) <= withinPx);
  return near.length >= 3 && 2 * near.length > offsets.length ? middle : 0;
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
  { scale, offsetPx }: Axis,
  xs: readonly number[],
  entry: LegendEntry | undefined,
  emPx: number,
): ChartSeries {
  const values = line.places.map((place, i): ChartValue | null => {
    if (!place) return null;
    const uncertainty = 2 * scale.perPixel(place.y) * Math.hypot(scale.errorPx, offsetPx, 0.9, place.errorPx);
    const half = 0.4 * emPx;
    return {
      value: rounded(scale.valueAt(place.y), uncertainty),
      uncertainty: roundedUp(uncertainty),
      source: 'measured',
      confidence: 0.95 * Math.min(1, 0.3 + line.seen) * (place.errorPx > 2 ? 0.8 : 1),
      polygon: corners({ x0: xs[i]! - half, x1: xs[i]! + half, y0: place.y - half, y1: place.y + half }),
    };
  });
  return { name: entry?.name ?? '', mark: 'line', colour: hex(line.colour), values };
}
