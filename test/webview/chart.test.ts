/** The card of a chart: its drawing, and its values with where they were measured. */
import assert from 'node:assert/strict';
import { chartMermaid } from '../../src/engine/diagram/chart/mermaid';
import type { AxisChart, ChartValue } from '../../src/protocol';
import { THEME_KINDS, usePages } from './page-under-test';
import { flowEntry, flowResult } from './samples';

/** A bar of 100 pixels' width, from the top left corner. */
const value = (amount: number, i: number, confidence = 0.95): ChartValue => ({
  value: amount,
  uncertainty: 1,
  source: 'measured',
  confidence,
  polygon: [
    { x: 100 * i, y: 10 },
    { x: 100 * i + 80, y: 10 },
    { x: 100 * i + 80, y: 90 },
    { x: 100 * i, y: 90 },
  ],
});

const chart: AxisChart = {
  kind: 'bar',
  orientation: 'vertical',
  stacked: false,
  title: 'Visitors',
  categoryAxis: { title: 'Day' },
  valueAxis: { title: 'People', scale: { kind: 'linear', lowest: 0, highest: 80, unit: '' } },
  // One label was not read.
  categories: ['Mon', '', 'Wed'],
  series: [
    {
      name: 'Adults',
      mark: 'bar',
      colour: '#4472c4',
      values: [value(40, 0), value(62, 1), value(21, 2, 0.5)],
    },
  ],
};
const result = {
  ...flowResult,
  ...{ type: 'chart' as const, nodes: [], edges: [], groups: [], chart, mermaid: chartMermaid(chart) },
};
const chartEntry = { ...flowEntry, result };

describe('the panel with a chart', () => {
  const pages = usePages();

  for (const theme of THEME_KINDS) {
    it(`draws it, and lights up a value in the picture, in the ${theme} theme`, async () => {
      const panel = await pages.open({ theme });
      await panel.show(chartEntry);
      await panel.find('.preview svg').first().waitFor();
      const option = panel.page.getByRole('option', { name: 'Adults, ' });
      const texts = await option.allInnerTexts();
      assert.deepEqual(
        texts.map((text) => text.replace(/\s*[\n(±].*$/s, '')),
        ['Adults, Mon: 40', 'Adults, 2: 62', 'Adults, Wed: 21'],
      );
      await option.nth(1).focus();
      assert.equal(
        await panel.find('.stage .lit').getAttribute('points'),
        chart.series[0]!.values[1]!.polygon.map(({ x, y }) => `${x},${y}`).join(' '),
      );
      await panel.screenshot(`${theme}-chart`);
    });
  }
});
