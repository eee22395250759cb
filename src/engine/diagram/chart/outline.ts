/** Tells a chart in sentences: what it shows, then its values or, where they are many, their course. */
import type { AxisChart, Chart, ChartSeries, ChartValue, PieChart } from '../../../protocol';
import { parseNumber, told } from './numbers';

/** More values than these are told as range and course. */
const MOST_VALUES = 12;

export function chartOutline(chart: Chart): string {
  return (chart.kind === 'pie' ? pieOutline(chart) : axisOutline(chart)).join('\n');
}

function pieOutline({ title, slices, doughnut }: PieChart): string[] {
  const name = doughnut ? 'doughnut chart' : 'pie chart';
  const sorted = [...slices].sort((a, b) => b.share.value - a.share.value);
  return [
    `A ${name}${title ? ` "${title}"` : ''} of ${count(slices.length, 'slice')}.`,
    ...sorted.map(
      ({ label, share }) => `${label || 'A slice without a name'}: ${approximately(share, '%')}.`,
    ),
  ];
}

function axisOutline(chart: AxisChart): string[] {
  const { kind, title, categories, series, stacked, orientation, categoryAxis, valueAxis } = chart;
  const sort =
    kind === 'line'
      ? 'line chart'
      : `${stacked ? 'stacked ' : ''}${orientation === 'horizontal' ? 'horizontal ' : ''}bar chart`;
  const unit = valueAxis.scale?.unit ?? '';
  // A line over numbers, as years or seconds are, goes on between the labels of its axis.
  const isRange = kind === 'line' && categories.every((label) => parseNumber(label) !== undefined);
  const extent = isRange
    ? `from ${categories[0]} to ${categories[categories.length - 1]}`
    : `over ${count(categories.length, 'category', 'categories')}`;
  const lines = [
    `A ${sort}${title ? ` "${title}"` : ''} of ${count(series.length, 'series', 'series')} ${extent}.`,
  ];
  if (categoryAxis.title)
    lines.push(`${isRange ? 'The horizontal axis is' : 'The categories are'} ${categoryAxis.title}.`);
  if (valueAxis.title) lines.push(`The values are ${valueAxis.title}.`);
  if (valueAxis.scale)
    lines.push(
      `The axis goes from ${told(valueAxis.scale.lowest, unit)} to ${told(valueAxis.scale.highest, unit)}.`,
    );
  else lines.push('Its scale could not be read.');
  series.forEach((one, i) => {
    const name = one.name || (series.length > 1 ? `Series ${i + 1}` : 'Values');
    lines.push(`${name}: ${courseOf(one, categories, unit)}.`);
  });
  return lines;
}

function courseOf({ values, mark }: ChartSeries, categories: readonly string[], unit: string): string {
  const known = values.flatMap((value, i) =>
    value ? [{ value, label: categories[i] || `position ${i + 1}` }] : [],
  );
  if (known.length === 0) return 'no value could be measured';
  if (known.length <= MOST_VALUES)
    return known.map(({ label, value }) => `${label} ${approximately(value, unit)}`).join(', ');
  const by = [...known].sort((a, b) => a.value.value - b.value.value);
  const [low, high] = [by[0]!, by[by.length - 1]!];
  const [first, last] = [known[0]!, known[known.length - 1]!];
  const course =
    mark === 'line'
      ? `from ${approximately(first.value, unit)} (${first.label}) to ${approximately(last.value, unit)} (${last.label}), `
      : '';
  return `${course}lowest ${approximately(low.value, unit)} (${low.label}), highest ${approximately(high.value, unit)} (${high.label})`;
}

const approximately = ({ value, source }: ChartValue, unit: string): string =>
  `${source === 'measured' ? 'about ' : ''}${told(value, unit)}`;

const count = (n: number, noun: string, many = `${noun}s`): string => `${n} ${n === 1 ? noun : many}`;
