/** How much of a drawn chart was read back: its labels, and the values of its marks. */
import type { Chart, Diagram } from '../../../src/protocol';
import { type Counts, editSimilarity } from '../measure';
import type { ChartCase } from './render';
import type { ChartSpec } from './spec';

export interface ChartScore {
  /** Title, axis titles, categories, series. */
  readonly labels: Counts;
  /** Marks whose value is within 2 % of the axis range; of pies within 2 points. */
  readonly values: Counts;
  readonly kind: boolean;
  /** Of the values read, those whose stated interval (or 0.2 % of the range) holds the true one. */
  readonly covered: { readonly hit: number; readonly of: number };
  readonly mistakes: readonly string[];
}

const same = (a: string, b: string): boolean => editSimilarity(a, b) >= 0.9;

function labelsDrawn(spec: ChartSpec): string[] {
  const series = spec.legend ? spec.series.map(({ name }) => `series ${name}`) : [];
  const categories = spec.numeric ? [] : spec.categories.map((name) => `category ${name}`);
  return [
    ...(spec.title ? [`title ${spec.title}`] : []),
    ...(spec.categoryTitle ? [`category axis ${spec.categoryTitle}`] : []),
    ...(spec.valueTitle ? [`value axis ${spec.valueTitle}`] : []),
    ...categories,
    ...series,
  ];
}

function labelsFound(chart: Chart, spec: ChartSpec): string[] {
  const title = chart.title ? [`title ${chart.title}`] : [];
  if (chart.kind === 'pie')
    return [...title, ...chart.slices.flatMap(({ label }) => (label ? [`category ${label}`] : []))];
  const { categoryAxis, valueAxis, categories, series } = chart;
  return [
    ...title,
    ...(categoryAxis.title ? [`category axis ${categoryAxis.title}`] : []),
    ...(valueAxis.title ? [`value axis ${valueAxis.title}`] : []),
    ...(spec.numeric ? [] : categories.filter(Boolean).map((name) => `category ${name}`)),
    ...series.flatMap(({ name }) => (name ? [`series ${name}`] : [])),
  ];
}

/** The true value at a category of the result: of numeric axes between the points too. */
function truthAt(
  spec: ChartSpec,
  values: readonly number[],
  label: string,
  index: number,
): number | undefined {
  if (!spec.numeric) {
    const i = spec.categories.findIndex((name) => same(name, label));
    return values[i >= 0 ? i : index];
  }
  const x = Number(label.replace(',', ''));
  const xs = spec.categories.map(Number);
  const i = xs.findIndex((at, k) => k + 1 < xs.length && x >= at && x <= xs[k + 1]!);
  if (i < 0) return undefined;
  return values[i]! + ((x - xs[i]!) / (xs[i + 1]! - xs[i]!)) * (values[i + 1]! - values[i]!);
}

export function compareChart(result: Diagram | undefined, { truth, range }: ChartCase): ChartScore {
  const chart = result?.type === 'chart' ? result.chart : undefined;
  const drawn = labelsDrawn(truth);
  const found = chart ? labelsFound(chart, truth) : [];
  const left = [...found];
  const missed = drawn.filter((label) => {
    const at = left.findIndex((other) => same(label, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const mistakes = [...missed.map((label) => `missed ${label}`), ...left.map((label) => `extra ${label}`)];
  const labels = { hit: drawn.length - missed.length, found: found.length, drawn: drawn.length };
  const [hits, wrong, total, covered, told] = values(chart, truth, range);
  mistakes.push(...wrong);
  return {
    labels,
    values: { hit: hits, found: told, drawn: total },
    kind: chart?.kind === truth.mark,
    covered: { hit: covered, of: told },
    mistakes,
  };
}

function values(
  chart: Chart | undefined,
  truth: ChartSpec,
  range: readonly [number, number],
): [hits: number, wrong: string[], total: number, covered: number, told: number] {
  const wrong: string[] = [];
  let [hits, covered, told] = [0, 0, 0];
  const span = Math.abs(range[1] - range[0]);
  const judge = (
    name: string,
    value: { value: number; uncertainty: number } | null,
    real: number | undefined,
  ): void => {
    if (!value) return;
    told++;
    const off = real === undefined ? Number.POSITIVE_INFINITY : Math.abs(value.value - real);
    if (off <= value.uncertainty + 0.002 * span) covered++;
    if (off <= 0.02 * span) hits++;
    else wrong.push(`value ${name}: ${real} > ${value.value}`);
  };
  const drawn = truth.categories.length * truth.series.length;
  if (!chart) return [0, [], drawn, 0, 0];
  if (chart.kind === 'pie' || truth.mark === 'pie') {
    if (chart.kind !== truth.mark) return [0, [`kind ${truth.mark} > ${chart.kind}`], drawn, 0, 0];
    const total = truth.series[0]!.values.reduce((a, b) => a + b, 0);
    for (const { label, share } of chart.kind === 'pie' ? chart.slices : []) {
      const i = truth.categories.findIndex((name) => same(name, label));
      judge(label, share, i < 0 ? undefined : (100 * truth.series[0]!.values[i]!) / total);
    }
    return [hits, wrong, drawn, covered, told];
  }
  chart.series.forEach(({ name, values: found }, s) => {
    const series = truth.legend ? truth.series.find((one) => same(one.name, name)) : truth.series[s];
    found.forEach((value, i) => {
      const label = chart.categories[i]!;
      judge(`${name}/${label}`, value, series && truthAt(truth, series.values, label, i));
    });
  });
  // A numeric axis is read at its ticks, of which there may be fewer than points.
  const points = truth.numeric ? Math.max(chart.categories.length, 1) * truth.series.length : drawn;
  return [hits, wrong, points, covered, told];
}
