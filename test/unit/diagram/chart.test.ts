import assert from 'node:assert/strict';
import sharp from 'sharp';
import { chartTable, readChart } from '../../../src/engine/diagram/chart';
import { parseNumber, rounded, told } from '../../../src/engine/diagram/chart/numbers';
import { fitScale } from '../../../src/engine/diagram/chart/scale';
import type { Raster } from '../../../src/engine/image/raster';
import type { AxisChart, PieChart, TextLine } from '../../../src/protocol';

async function picture(body: string, page = '#ffffff'): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="460" height="320"><rect width="100%" height="100%" fill="${page}"/>${body}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

/** A line of text centred on a point, as text extraction would tell it; it is not drawn. */
function words(text: string, x: number, y: number): TextLine {
  const half = (text.length * 7) / 2;
  const [x0, x1, y0, y1] = [x - half, x + half, y - 9, y + 9];
  const polygon = [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ] as const;
  return { text, confidence: 0.98, polygon };
}

/** Ticks of 0 to 100 from y = 260 up to y = 60, two pixels a unit. */
const TICKS = [0, 25, 50, 75, 100].map((value) => words(String(value), 30, 260 - 2 * value));
const NAMES = ['North', 'South', 'East', 'West'].map((name, i) => words(name, 110 + 80 * i, 280));
const bar = (i: number, value: number, colour = '#4472c4', from = 0, offset = 0, width = 40): string => {
  const [a, b] = [Math.min(from, from + value), Math.max(from, from + value)];
  return `<rect x="${110 + 80 * i - width / 2 + offset}" y="${260 - 2 * b}" width="${width}" height="${2 * (b - a)}" fill="${colour}"/>`;
};

/** A disk of 100 pixels radius around (200, 170). */
function slices(shares: readonly number[], colours: readonly string[]): string {
  const point = (t: number) =>
    `${200 + 100 * Math.sin(2 * Math.PI * t)},${170 - 100 * Math.cos(2 * Math.PI * t)}`;
  let turn = 0;
  const paths = shares.map((share, i) => {
    const path = `<path d="M200,170 L${point(turn)} A100,100 0 0 1 ${point(turn + share)} Z" fill="${colours[i]}"/>`;
    turn += share;
    return path;
  });
  return paths.join('');
}

function valuesOf(chart: AxisChart): (number | null)[][] {
  return chart.series.map(({ values }) => values.map((value) => value?.value ?? null));
}

function assertNear(found: readonly (number | null)[], real: readonly number[], within = 1): void {
  assert.equal(found.length, real.length);
  found.forEach((value, i) => {
    assert.ok(value !== null && Math.abs(value - real[i]!) <= within, `${found} for ${real}`);
  });
}

describe('numbers of charts', () => {
  it('are read as tick labels write them', () => {
    const value = (text: string) => parseNumber(text)?.value;
    assert.equal(value('1,500'), 1500);
    assert.equal(value('1,234,567'), 1_234_567);
    assert.equal(value('-20'), -20);
    assert.equal(value('−0.5'), -0.5);
    assert.equal(value('15k'), 15_000);
    assert.equal(value('2.5M'), 2_500_000);
    assert.equal(value('0,5'), 0.5);
    assert.equal(value('1e3'), 1000);
    assert.equal(value('1,000-'), 1000);
    assert.equal(value('7.8.'), 7.8);
    assert.equal(value('0 f'), 0);
    assert.equal(parseNumber('37.5%')?.halfDigit, 0.05);
    assert.deepEqual(parseNumber('$1,500'), { value: 1500, unit: '$', halfDigit: 0.5 });
    assert.deepEqual(parseNumber('12 %'), { value: 12, unit: '%', halfDigit: 0.5 });
    for (const text of ['Q1', 'Jan', '12:30', '2024-05-01', 'v2', '1,2,3', '-'])
      assert.equal(value(text), undefined, text);
  });

  it('are told with the digits that are sure', () => {
    assert.equal(rounded(123.456, 3), 123);
    assert.equal(rounded(123.456, 25), 120);
    assert.equal(rounded(0.123456, 0.004), 0.123);
    assert.equal(told(-1500, '$'), '-$1,500');
    assert.equal(told(12.5, '%'), '12.5%');
  });
});

describe('the scale of an axis', () => {
  const ticks = [0, 20, 40, 60, 80].map((value) => ({ at: 400 - 4 * value, value }));

  it('is fitted to the labels that agree', () => {
    const scale = fitScale([...ticks, { at: 0, value: 10 }], 4);
    assert.equal(scale?.kind, 'linear');
    assert.ok(Math.abs(scale!.valueAt(300) - 25) < 0.01);
    assert.equal(scale?.ticks.length, 5);
  });

  it('is logarithmic where the labels are', () => {
    const scale = fitScale(
      [1, 10, 100, 1000].map((value, i) => ({ at: 400 - 100 * i, value })),
      4,
    );
    assert.equal(scale?.kind, 'logarithmic');
    assert.ok(Math.abs(scale!.valueAt(250) - 10 ** 1.5) < 0.1);
  });

  it('needs three labels that agree, and most of them', () => {
    assert.equal(fitScale(ticks.slice(0, 2), 4), undefined);
    const scattered = [3, 91, 47, 12, 60, 8].map((value, i) => ({ at: 50 * i, value }));
    assert.equal(fitScale(scattered, 2), undefined);
  });
});

describe('charts', () => {
  it('reads standing bars along the axis', async () => {
    const real = [30, 80, 55, 12];
    const raster = await picture(real.map((value, i) => bar(i, value)).join(''));
    const result = readChart(raster, [words('Sales by region', 230, 25), ...TICKS, ...NAMES]);
    const chart = result?.chart as AxisChart;
    assert.equal(result?.type, 'chart');
    assert.equal(chart.kind, 'bar');
    assert.equal(chart.title, 'Sales by region');
    assert.deepEqual(chart.categories, ['North', 'South', 'East', 'West']);
    assertNear(valuesOf(chart)[0]!, real);
    for (const value of chart.series[0]!.values) assert.ok(value!.uncertainty > 0 && value!.uncertainty < 3);
    assert.match(
      result!.mermaid,
      /^%%\{init: .*"#4472c4".*\}%%\nxychart-beta\n {2}title "Sales by region"\n {2}x-axis \["North", "South"/,
    );
    assert.match(result!.outline, /^A bar chart "Sales by region" of 1 series over 4 categories\.\n/);
  });

  it('measures bars on either side of zero, and bars from below zero', async () => {
    const either = [40, -20, 60, -10];
    const ticks = [-40, 0, 40, 80].map((value) => words(String(value), 30, 180 - 2 * value));
    const rects = either.map(
      (value, i) =>
        `<rect x="${90 + 80 * i}" y="${180 - 2 * Math.max(0, value)}" width="40" height="${2 * Math.abs(value)}" fill="#4472c4"/>`,
    );
    const signed = readChart(await picture(rects.join('')), [...ticks, ...NAMES])?.chart as AxisChart;
    assertNear(valuesOf(signed)[0]!, either);
    const lower = [20, 75, 50, 100];
    const low = lower.map(
      (value, i) =>
        `<rect x="${90 + 80 * i}" y="${252 - 2 * value}" width="40" height="${2 * value + 12}" fill="#ececff"/>`,
    );
    const raised = TICKS.map((line) => ({
      ...line,
      polygon: line.polygon.map(({ x, y }) => ({ x, y: y - 8 })) as unknown as TextLine['polygon'],
    }));
    const shifted = readChart(await picture(low.join('')), [...raised, ...NAMES])?.chart as AxisChart;
    assertNear(valuesOf(shifted)[0]!, lower);
  });

  it('cuts labels apart that were read as one, and keeps the place of one that was not read', async () => {
    const values = [20, 75, 50, 100];
    const bars = values.map((value, i) => bar(i, value)).join('');
    const [north, south, , west] = NAMES;
    const joined = {
      ...words('North South', 150, 280),
      words: [north!, south!],
    };
    const cut = readChart(await picture(bars), [...TICKS, joined, NAMES[2]!, west!])?.chart as AxisChart;
    assert.deepEqual(cut.categories, ['North', 'South', 'East', 'West']);
    const open = readChart(await picture(bars), [...TICKS, north!, south!, west!])?.chart as AxisChart;
    assert.deepEqual(open.categories, ['North', 'South', '', 'West']);
    assertNear(valuesOf(open)[0]!, values);
  });

  it('takes the numbers printed at bars that agree with them', async () => {
    const values = [20.5, 75.2, 50.1, 99.7];
    const bars = values.map((value, i) => bar(i, value)).join('');
    const labels = values.map((value, i) => words(String(value), 110 + 80 * i, 250 - 2 * value));
    const chart = readChart(await picture(bars), [...TICKS, ...NAMES, ...labels])?.chart as AxisChart;
    assert.deepEqual(valuesOf(chart)[0], values);
    assert.ok(chart.series[0]!.values.every((value) => value?.source === 'printed'));
  });

  it('tells grouped bars by the colours of the legend', async () => {
    const [first, second] = [
      [30, 80, 55, 20],
      [10, 40, 70, 90],
    ] as const;
    const swatch = (x: number, colour: string) =>
      `<rect x="${x}" y="10" width="12" height="12" fill="${colour}"/>`;
    const body = [
      ...first.map((value, i) => bar(i, value, '#4472c4', 0, -15, 28)),
      ...second.map((value, i) => bar(i, value, '#ed7d31', 0, 15, 28)),
      swatch(120, '#4472c4'),
      swatch(220, '#ed7d31'),
    ].join('');
    // The letters tell the ink's colour from the patch's.
    const letters =
      '<g fill="#333"><rect x="140" y="10" width="2" height="12"/><rect x="160" y="10" width="2" height="12"/><rect x="243" y="10" width="2" height="12"/><rect x="262" y="10" width="2" height="12"/></g>';
    const legend = [words('2023', 152, 16), words('2024', 254, 16)];
    const result = readChart(await picture(body + letters), [...legend, ...TICKS, ...NAMES]);
    const chart = result?.chart as AxisChart;
    assert.deepEqual(
      chart.series.map(({ name }) => name),
      ['2023', '2024'],
    );
    // The larger bars come first, as Mermaid draws the next ones over them; with the picture's colours.
    assert.match(
      result?.mermaid ?? '',
      /^%%\{init: .*"#ed7d31, #4472c4".*\}%%\nxychart-beta\n.*%% 2024\n.*%% 2023\n/s,
    );
    assertNear(valuesOf(chart)[0]!, first);
    assertNear(valuesOf(chart)[1]!, second);
    const table = chartTable(chart, 0.9);
    assert.equal(table.fromChart, true);
    assert.match(table.markdown, /^\| Category \| 2023 \| 2024 \|\n/);
  });

  it('measures the parts of stacked bars', async () => {
    const [low, high] = [
      [30, 20, 55, 12],
      [10, 40, 25, 60],
    ] as const;
    const body = [
      ...low.map((value, i) => bar(i, value)),
      ...high.map((value, i) => bar(i, value, '#ed7d31', low[i])),
    ];
    const chart = readChart(await picture(body.join('')), [...TICKS, ...NAMES])?.chart as AxisChart;
    assert.equal(chart.stacked, true);
    const found = valuesOf(chart);
    assert.equal(found.length, 2);
    assertNear(found[0]!, low);
    assertNear(found[1]!, high);
  });

  it('tells bars from a grey ground with a white grid, even where bars fill most of it', async () => {
    const real = [85, 80, 90, 84];
    const rows = [0, 25, 50, 75, 100].map((value) => `<path d="M50 ${260 - 2 * value} H430"/>`);
    const columns = NAMES.map((_, i) => `<path d="M${110 + 80 * i} 50 V265"/>`);
    const grid = `<g stroke="#ffffff" stroke-width="2">${[...rows, ...columns].join('')}</g>`;
    const bars = real.map((value, i) => bar(i, value, '#e24a33', 0, 0, 72)).join('');
    const panel = '<rect x="50" y="50" width="380" height="215" fill="#e5e5e5"/>';
    const chart = readChart(await picture(`${panel}${grid}${bars}`), [...TICKS, ...NAMES])
      ?.chart as AxisChart;
    assert.equal(chart.kind, 'bar');
    assert.equal(chart.series[0]!.colour, '#e24a33');
    assertNear(valuesOf(chart)[0]!, real);
  });

  it('follows a line to its categories', async () => {
    const real = [20, 70, 45, 90];
    const points = real.map((value, i) => `${110 + 80 * i},${260 - 2 * value}`).join(' ');
    const grid = TICKS.map((_, i) => `<path d="M50 ${260 - 50 * i} H440" stroke="#dddddd"/>`).join('');
    const raster = await picture(
      `${grid}<polyline points="${points}" fill="none" stroke="#2255cc" stroke-width="2"/>`,
    );
    const result = readChart(raster, [...TICKS, ...NAMES]);
    const chart = result?.chart as AxisChart;
    assert.equal(chart.kind, 'line');
    assert.equal(chart.series.length, 1);
    assertNear(valuesOf(chart)[0]!, real, 1.5);
    assert.match(result!.mermaid, /\n {2}line \[/);
  });

  it('measures the slices of a pie', async () => {
    const names = [words('Rent', 335, 170), words('Food', 110, 275), words('Rest', 100, 70)];
    const body = slices([0.5, 0.3, 0.2], ['#4472c4', '#ed7d31', '#70ad47']);
    const result = readChart(await picture(body), [words('Budget', 200, 25), ...names]);
    const chart = result?.chart as PieChart;
    assert.equal(chart.kind, 'pie');
    assert.equal(chart.title, 'Budget');
    assert.deepEqual(
      chart.slices.map(({ label }) => label),
      ['Rent', 'Food', 'Rest'],
    );
    assertNear(
      chart.slices.map(({ share }) => share.value),
      [50, 30, 20],
      0.6,
    );
    assert.match(result!.mermaid, /^pie showData\n {2}title Budget\n {2}"Rent" : /);
  });

  it('names slices after patches that are nearly as light as the page', async () => {
    const names = ['Rent', 'Food', 'Rest', 'Gifts'];
    const colours = ['#ececff', '#ffffde', '#b5ff20', '#b9b9ff'];
    const patches = colours.map(
      (colour, i) => `<rect x="340" y="${101 + 22 * i}" width="18" height="18" fill="${colour}"/>`,
    );
    const raster = await picture(slices([0.4, 0.3, 0.2, 0.1], colours) + patches.join(''));
    const legend = names.map((name, i) => words(name, 363 + 3.5 * name.length, 110 + 22 * i));
    const chart = readChart(raster, legend)?.chart as PieChart;
    assert.deepEqual(
      chart.slices.map(({ label }) => label),
      names,
    );
  });

  it('takes boxes that are together as wide as high for no pie', async () => {
    const box = (x: number, y: number, width: number, height: number, colour: string): string =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`;
    const boxes = [
      box(155, 70, 90, 65, '#ffffde'),
      box(100, 140, 200, 60, '#ececff'),
      box(155, 205, 90, 65, '#ffffde'),
    ];
    const lines = [
      words('Visitor', 200, 100),
      words('Order', 130, 170),
      words('Bill', 270, 170),
      words('Item', 200, 230),
    ];
    assert.equal(readChart(await picture(boxes.join('')), lines), undefined);
  });

  it('finds none in text beside line numbers, in a flowchart and in a table', async () => {
    const numbered = Array.from({ length: 8 }, (_, i) => [
      words(String(i + 1), 20, 30 + 30 * i),
      words('const a = 1;', 140, 30 + 30 * i),
    ]);
    assert.equal(readChart(await picture(''), numbered.flat()), undefined);
    const boxes =
      '<g fill="none" stroke="black"><rect x="40" y="40" width="120" height="50"/><rect x="40" y="200" width="120" height="50"/><path d="M100 90 V200"/></g>';
    assert.equal(
      readChart(await picture(boxes), [words('Start', 100, 65), words('End', 100, 225)]),
      undefined,
    );
    const cells = [10, 20, 30, 40].flatMap((value, i) => [
      words('Bolts', 60, 60 + 40 * i),
      words(String(50 - value), 200, 60 + 40 * i),
    ]);
    assert.equal(readChart(await picture(''), cells), undefined);
  });
});
