import assert from 'node:assert/strict';
import { join } from 'node:path';
import { TextReader } from '../../../src/engine/ocr';
import { readDiagram } from '../../../src/engine/tasks/diagram';
import { readTable } from '../../../src/engine/tasks/table';
import type { AxisChart, PieChart } from '../../../src/protocol';

const MODELS = join(__dirname, '..', '..', '..', 'models');
const picture = (name: string) => ({ path: join(__dirname, 'pictures', name) });

function assertNear(found: readonly (number | undefined)[], real: readonly number[], within: number): void {
  assert.equal(found.length, real.length);
  found.forEach((value, i) => {
    assert.ok(value !== undefined && Math.abs(value - real[i]!) <= within, `${found} for ${real}`);
  });
}

describe('charts with text extraction', function () {
  this.timeout(60_000);
  const reader = new TextReader(MODELS);
  const signal = new AbortController().signal;
  after(() => reader.dispose());

  it('measures grouped bars', async () => {
    const result = await readDiagram(picture('chart-bars.png'), reader, signal);
    const chart = result.chart as AxisChart;
    assert.equal(result.type, 'chart');
    assert.equal(chart.kind, 'bar');
    assert.equal(chart.title, 'Open issues');
    assert.equal(chart.valueAxis.title, 'Users');
    assert.deepEqual(chart.categories, ['Marketing', 'Research', 'Support']);
    assert.deepEqual(
      chart.series.map(({ name }) => name),
      ['Actual', 'Forecast'],
    );
    // The axis goes from 0 to 4000: within 2 % of it.
    const [actual, forecast] = chart.series.map(({ values }) => values.map((value) => value?.value));
    assertNear(actual!, [770, 817, 889], 80);
    assertNear(forecast!, [3860, 2810, 3460], 80);
  });

  it('measures lines that cross', async () => {
    const result = await readDiagram(picture('chart-lines.png'), reader, signal);
    const chart = result.chart as AxisChart;
    assert.equal(chart.kind, 'line');
    assert.deepEqual(
      chart.series.map(({ name }) => name),
      ['Desktop', 'Mobile'],
    );
    const [desktop, mobile] = chart.series.map(({ values }) => values.map((value) => value?.value));
    assertNear(desktop!, [174, 155, 222], 2);
    assertNear(mobile!, [200, 198, 140], 2);
  });

  it('measures a pie, and gives it as a table', async () => {
    const result = await readDiagram(picture('chart-pie.png'), reader, signal);
    const chart = result.chart as PieChart;
    assert.equal(chart.kind, 'pie');
    assert.equal(chart.title, 'Test results');
    assertNear(
      chart.slices.map(({ share }) => share.value),
      [39.1, 28.8, 32.1],
      1,
    );
    const table = await readTable(picture('chart-pie.png'), reader, signal);
    assert.equal(table.fromChart, true);
    assert.match(table.csv, /^Slice,Share \(%\)\r\nJanuary,39.*\r\nFebruary,2/);
  });

  it('leaves tables and flowcharts what they are', async () => {
    assert.equal((await readDiagram(picture('mermaid-flowchart.png'), reader, signal)).type, 'flowchart');
    const stock = join(__dirname, '..', '..', 'fixtures', 'workspace', 'tables', 'stock.png');
    const table = await readTable({ path: stock }, reader, signal);
    assert.equal(table.fromChart, undefined);
    assert.equal(table.rows, 4);
  });
});
