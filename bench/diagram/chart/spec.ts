/** Random but plausible charts, from a seed: what the renderers draw and what the reader should read back. */
import { pick, type Random } from '../spec';

export type Mark = 'bar' | 'line' | 'pie';

export interface ChartSeriesSpec {
  readonly name: string;
  readonly values: readonly number[];
}

export interface ChartSpec {
  readonly mark: Mark;
  /** Of bars: whether they lie. */
  readonly horizontal: boolean;
  readonly stacked: boolean;
  readonly title: string;
  /** Empty where the axis has none. */
  readonly categoryTitle: string;
  readonly valueTitle: string;
  readonly categories: readonly string[];
  /** One has no name in the picture where `legend` is false. */
  readonly series: readonly ChartSeriesSpec[];
  readonly legend: boolean;
  /** Whether categories are numbers on an axis of their own, such as years. */
  readonly numeric: boolean;
  /** How tick labels are written. */
  readonly format: TickFormat;
  /** Values written at the marks. */
  readonly dataLabels: boolean;
}

export type TickFormat = 'plain' | 'comma' | 'percent' | 'k' | 'dollar';

const TITLES =
  'Monthly revenue|Sales by region|Rainfall in 2023|Server response time|Energy use|Visitors per week|Test results|Downloads by platform|Population growth|Budget by department|Open issues|Survey answers|Market share|Average temperature|Build duration|Active users|Memory use by process|Orders and returns|Water level|Exports by country'.split(
    '|',
  );
const NAME_SETS = [
  'January|February|March|April|May|June|July|August|September|October|November|December',
  'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec',
  'Q1|Q2|Q3|Q4',
  'Mon|Tue|Wed|Thu|Fri|Sat|Sun',
  'Germany|France|Italy|Spain|Poland|Norway|Japan|Brazil|India|Kenya',
  'Python|Rust|Go|Java|Kotlin|Ruby|Swift|Perl',
  'Apples|Pears|Plums|Grapes|Cherries|Lemons|Melons',
  'Windows|Linux|macOS|Android|iOS|Other',
  'Marketing|Research|Support|Legal|Design|Finance|Sales',
  'Team A|Team B|Team C|Team D|Team E',
  '2016|2017|2018|2019|2020|2021|2022|2023|2024',
].map((names) => names.split('|'));
const SERIES_SETS = [
  'North|South|East|West',
  'Online|Retail|Partners',
  '2022|2023|2024',
  'Actual|Forecast',
  'Revenue|Costs|Profit',
  'Desktop|Mobile|Tablet',
  'Baseline|Optimised|Compressed|Cached',
  'Alpha|Beta|Gamma|Delta',
].map((names) => names.split('|'));
const VALUE_TITLES = [
  'Revenue (USD)',
  'Count',
  'Time (ms)',
  'Users',
  'Requests per second',
  'Temperature (°C)',
  'Share',
  'Energy (kWh)',
  'Units sold',
];
const CATEGORY_TITLES = ['Month', 'Region', 'Category', 'Year', 'Product', 'Group'];

export interface ChartWishes {
  readonly marks: readonly Mark[];
  readonly horizontal?: boolean;
  readonly stacked?: boolean;
  readonly negative?: boolean;
  readonly numeric?: boolean;
  readonly dataLabels?: boolean;
  readonly formats?: readonly TickFormat[];
  readonly maxSeries?: number;
}

export function makeChart(next: Random, wishes: ChartWishes): ChartSpec {
  const mark = pick(next, wishes.marks);
  const names = pick(next, NAME_SETS);
  const maxSeries = wishes.maxSeries ?? 4;
  const many = next() < 0.5 && mark !== 'pie' && maxSeries > 1;
  const seriesNames = many ? pick(next, SERIES_SETS) : ['Value'];
  const seriesCount = many ? 2 + Math.floor(next() * (Math.min(maxSeries, seriesNames.length) - 1)) : 1;
  const most = Math.min(names.length, mark === 'pie' ? 7 : many && mark === 'bar' ? 7 : 12);
  let count = Math.max(mark === 'pie' ? 3 : 3, 3 + Math.floor(next() * (most - 2)));
  count = Math.min(count, names.length);
  const numeric = mark === 'line' && !!wishes.numeric && next() < 0.4;
  const first = numeric ? pick(next, [0, 1, 1990, 2000, 2010]) : 0;
  const step = numeric ? pick(next, first > 100 ? [1, 1, 2, 5] : [1, 2, 5, 10]) : 0;
  const categories = numeric
    ? Array.from({ length: 5 + Math.floor(next() * 12) }, (_, i) => String(first + i * step))
    : names.slice(0, count);
  const stacked = mark === 'bar' && seriesCount > 1 && wishes.stacked !== false && next() < 0.4;
  const magnitude = 10 ** pick(next, [0, 1, 1, 2, 2, 3, 4, 5]) * (0.5 + next() * 4);
  const negative = !stacked && mark !== 'pie' && !!wishes.negative && next() < 0.2;
  const format = pickFormat(next, magnitude, wishes.formats);
  // What is drawn can be told apart: a value below a hundredth of the range would be a line on the axis.
  const series = seriesNames.slice(0, seriesCount).map((name) => {
    let level = 0.3 + next() * 0.5;
    const values = categories.map(() => {
      const wild = mark === 'line' ? 0.35 : 0.8;
      level = Math.min(1, Math.max(0.12, level + (next() - 0.5) * wild));
      const sign = negative && next() < 0.35 ? -0.6 : 1;
      return Number((sign * level * magnitude).toPrecision(3));
    });
    return { name, values };
  });
  return {
    mark,
    horizontal: mark === 'bar' && wishes.horizontal !== false && next() < 0.3,
    stacked,
    title: next() < 0.9 ? pick(next, TITLES) : '',
    categoryTitle: mark !== 'pie' && next() < 0.5 ? pick(next, CATEGORY_TITLES) : '',
    valueTitle: mark !== 'pie' && next() < 0.6 ? pick(next, VALUE_TITLES) : '',
    categories,
    series,
    legend: seriesCount > 1,
    numeric,
    format,
    dataLabels: !!wishes.dataLabels && mark !== 'line' && seriesCount === 1 && next() < 0.3,
  };
}

function pickFormat(next: Random, magnitude: number, formats?: readonly TickFormat[]): TickFormat {
  const allowed = formats ?? ['plain'];
  const format = pick(next, allowed);
  if (format === 'k' && magnitude < 5000) return 'plain';
  if (format === 'percent' && magnitude > 200) return 'plain';
  return format;
}

/** About `count` round ticks that span the values, as plotting libraries choose them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / Math.max(1, count - 1) || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= raw) ?? 10) * power;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/** Lowest and highest value an axis has to show. */
export function extent({ series, stacked, categories, mark }: ChartSpec): [number, number] {
  const tops = stacked
    ? categories.map((_, i) => series.reduce((sum, { values }) => sum + values[i]!, 0))
    : series.flatMap(({ values }) => values);
  const low = Math.min(...tops);
  return [mark === 'line' ? low : Math.min(0, low), Math.max(0, ...tops)];
}

export function tickText(value: number, format: TickFormat): string {
  const plain = Number(value.toPrecision(10));
  if (format === 'comma') return plain.toLocaleString('en-US', { maximumFractionDigits: 6 });
  if (format === 'percent') return `${plain}%`;
  if (format === 'k') return plain === 0 ? '0' : `${plain / 1000}k`;
  if (format === 'dollar')
    return `${plain < 0 ? '-' : ''}$${Math.abs(plain).toLocaleString('en-US', { maximumFractionDigits: 6 })}`;
  return String(plain);
}
