/** Bar charts: bars measured along a value axis, named by the labels they stand at and by the legend. */
import type { AxisChart, ChartSeries, ChartValue } from '../../../protocol';
import { median } from '../grid';
import type { Axis } from './axes';
import { type Bar, type FoundBars, findBars } from './bars';
import { type Category, categoriesOf, labelsBelow, labelsBeside } from './categories';
import { distance, hex } from './colour';
import type { LegendEntry } from './legend';
import { rounded, roundedUp } from './numbers';
import { corners, type FoundChart, matchLegend, type Plot, type Scene, sureness, titles } from './plot';
import { printedAt } from './printed';
import type { ChartText } from './words';

/** How far colours of one area are apart at most in a compressed picture of pale colours. */
const CLOSE = 8;

export function readBars({ raster, emPx }: Scene, plot: Plot): FoundChart | undefined {
  const { axis, rest } = plot;
  // Where compression blurs edges, bars nearly as light as the ground are found by a closer look only.
  const found =
    findBars(raster, plot, plot.tolerance, emPx) ??
    (plot.compressed ? findBars(raster, plot, CLOSE, emPx) : undefined);
  if (!found) return undefined;
  const ticks = axis.scale.extent;
  const tickEnd = Math.max(ticks.to, found.base);
  const extent = found.bars.map(({ box }) => box);
  const [first, last] = axis.upright
    ? [Math.min(...extent.map(({ x0 }) => x0)), Math.max(...extent.map(({ x1 }) => x1))]
    : [Math.min(...extent.map(({ y0 }) => y0)), Math.max(...extent.map(({ y1 }) => y1))];
  const labels = axis.upright
    ? labelsBelow(rest, tickEnd, plot.box.x0, emPx)
    : labelsBeside(rest, Math.min(found.base, ticks.from), first, last, emPx);
  const marks = found.bars.map(({ centre }) => centre);
  const categories = categoriesOf(labels, axis.upright, marks, emPx);
  if (categories.length < 2) return undefined;
  const series = barSeries(found, plot, categories);
  const taken = new Set([...labels, ...series.printed]);
  const others = rest.filter((text) => !taken.has(text));
  const tips = found.bars.map(({ tip }) => tip);
  const area = axis.upright
    ? { x0: plot.box.x0, x1: last + emPx, y0: Math.min(ticks.from, ...tips), y1: tickEnd }
    : { x0: ticks.from, x1: ticks.to, y0: first, y1: last };
  const chart: AxisChart = {
    kind: 'bar',
    orientation: axis.upright ? 'vertical' : 'horizontal',
    stacked: found.stacked,
    ...titles(others, labels, axis, area, emPx),
    categories: categories.map(({ name }) => name),
    series: series.list,
  };
  return { chart, confidence: sureness(chart, axis, labels) };
}

/** Bars of one colour are a series; its name is that of the legend's patch of the same colour. */
function barSeries(
  found: FoundBars,
  { axis, legend, rest }: Plot,
  categories: readonly Category[],
): { readonly list: ChartSeries[]; readonly printed: ReadonlySet<ChartText> } {
  const places = categories.map(({ at }) => at);
  const category = (bar: Bar): number => nearest(places, bar.centre);
  const groups = byColour(found.bars, legend);
  const perCategory = places.map((_, i) => found.bars.filter((bar) => category(bar) === i).length);
  // Bars may have a colour each without being series.
  const single = legend.length === 0 && groups.length > 2 && Math.max(...perCategory) === 1;
  const series = single ? [found.bars] : groups;
  const entries = matchLegend(
    series.map((bars) => bars[0]!.colour),
    legend,
  );
  const pitch = places.length > 1 ? Math.abs(places[1]! - places[0]!) : Number.POSITIVE_INFINITY;
  const printed = new Set<ChartText>();
  const named = series.map((bars, s) => {
    const entry = entries[s];
    const values: (ChartValue | null)[] = places.map(() => null);
    for (const bar of bars) {
      const i = category(bar);
      if (Math.abs(bar.centre - places[i]!) > 0.75 * pitch) continue;
      const value = barValue(bar, found, axis);
      const text = printedAt(bar, value, axis, rest);
      if (text) printed.add(text);
      values[i] = text
        ? {
            ...value,
            value: text.number!.value,
            uncertainty: text.number!.halfDigit,
            source: 'printed',
            confidence: text.confidence,
          }
        : value;
    }
    return {
      order: entry ? legend.indexOf(entry) : 100 + median(bars.map(({ centre }) => centre)) / 1e5,
      series: { name: entry?.name ?? '', mark: 'bar' as const, colour: hex(bars[0]!.colour), values },
    };
  });
  return { list: named.sort((a, b) => a.order - b.order).map((one) => one.series), printed };
}

/** By the legend's colours where it has them, else by nearness. */
function byColour(bars: readonly Bar[], legend: readonly LegendEntry[]): Bar[][] {
  const groups: { readonly key: LegendEntry | undefined; readonly bars: Bar[] }[] = [];
  for (const bar of bars) {
    const near = [...legend].sort((a, b) => distance(a.colour, bar.colour) - distance(b.colour, bar.colour));
    const key = near[0] && distance(near[0].colour, bar.colour) <= 55 ? near[0] : undefined;
    const home = groups.find((group) =>
      key ? group.key === key : !group.key && distance(group.bars[0]!.colour, bar.colour) <= 18,
    );
    if (home) home.bars.push(bar);
    else groups.push({ key, bars: [bar] });
  }
  return groups.map((group) => group.bars);
}

function barValue(bar: Bar, { stacked, base }: FoundBars, { scale, offsetPx }: Axis): ChartValue {
  const { valueAt, perPixel, errorPx } = scale;
  const zero = scale.kind === 'linear' && Math.abs(valueAt(base)) < perPixel(base);
  const away = Math.sign(bar.tip - base);
  const onBase = Math.abs(bar.base - base) <= 4;
  const value = stacked
    ? valueAt(bar.tip) - (onBase && zero ? 0 : valueAt(onBase ? base : bar.base))
    : valueAt(bar.tip);
  const uncertainty = 2 * perPixel(bar.tip) * Math.hypot(errorPx, offsetPx, 1, stacked ? 0.5 : 0);
  return {
    value: rounded(value, uncertainty),
    uncertainty: roundedUp(uncertainty),
    source: 'measured',
    confidence: away === 0 ? 0.5 : 0.95,
    polygon: corners(bar.box),
  };
}

function nearest(places: readonly number[], at: number): number {
  let best = 0;
  places.forEach((place, i) => {
    if (Math.abs(place - at) < Math.abs(places[best]! - at)) best = i;
  });
  return best;
}
