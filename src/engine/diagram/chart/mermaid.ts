/** Writes a chart in Mermaid's notation: `xychart-beta` or `pie`. */
import type { AxisChart, Chart, ChartSeries, PieChart } from '../../../protocol';

export function chartMermaid(chart: Chart): string {
  return `${(chart.kind === 'pie' ? pieLines(chart) : axisLines(chart)).join('\n')}\n`;
}

/** Mermaid's strings have no quotation marks in them. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, "'").replace(/\s+/g, ' ').trim()}"`;

function pieLines({ title, slices }: PieChart): string[] {
  return [
    'pie showData',
    ...(title ? [`  title ${title.replace(/[#;"]/g, "'")}`] : []),
    ...slices.map(({ label, share }, i) => `  ${quoted(label || `Slice ${i + 1}`)} : ${share.value}`),
  ];
}

/** Mermaid draws what is missing as nothing: null is written as zero, and said so. */
function axisLines(chart: AxisChart): string[] {
  const { title, categories, series, orientation, stacked, categoryAxis, valueAxis } = chart;
  const numbers = series.flatMap(({ values }) => values.map((value) => value?.value ?? 0));
  const tops = stacked
    ? categories.map((_, i) => series.reduce((sum, { values }) => sum + (values[i]?.value ?? 0), 0))
    : numbers;
  const low = Math.min(...tops, valueAxis.scale?.lowest ?? 0);
  const high = Math.max(...tops, valueAxis.scale?.highest ?? 0);
  const name = (text: string): string => (text ? `${quoted(text)} ` : '');
  const drawn = stacked ? series : largestBarsFirst(series);
  const lines = [
    ...paletteLines(drawn),
    `xychart-beta${orientation === 'horizontal' ? ' horizontal' : ''}`,
    ...(title ? [`  title ${quoted(title)}`] : []),
    `  x-axis ${name(categoryAxis.title)}[${categories.map((label) => quoted(label || '–')).join(', ')}]`,
    `  y-axis ${name(valueAxis.title)}${plain(low)} --> ${plain(high)}`,
  ];
  if (series.some(({ values }) => values.some((value) => value === null)))
    lines.push('  %% Values that were not found are written as 0.');
  // Stacked bars cannot be drawn as such. The comments tell which series is which.
  if (stacked) lines.push('  %% Stacked in the picture.');
  for (const { name: label, mark, values } of drawn) {
    if (label) lines.push(`  %% ${label.replace(/[{}]/g, '')}`);
    lines.push(`  ${mark} [${values.map((value) => plain(value?.value ?? 0)).join(', ')}]`);
  }
  return lines;
}

/** Mermaid draws the bars of one series over those of the last: the smaller ones have to come later to be seen. */
function largestBarsFirst(series: AxisChart['series']): AxisChart['series'] {
  const size = ({ mark, values }: ChartSeries): number =>
    mark === 'bar' ? values.reduce((sum, value) => sum + Math.abs(value?.value ?? 0), 0) : -1;
  return [...series].sort((a, b) => size(b) - size(a));
}

/** The picture's own colours: those of Mermaid's themes can hardly be told apart, nor the first one from white. */
function paletteLines(series: AxisChart['series']): string[] {
  const plotColorPalette = series.map(({ colour }) => colour).join(', ');
  return [`%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "${plotColorPalette}"}}}}%%`];
}

/** Mermaid knows no exponents. */
function plain(value: number): string {
  const text = String(value);
  return /e/.test(text) ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}
