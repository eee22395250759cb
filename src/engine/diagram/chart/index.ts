/**
 * Reads a chart: title, axes, series and labels, and the values of its marks with their uncertainty.
 *
 * @example
 * readChart(raster, lines)?.mermaid; // '%%{init: …}%%\nxychart-beta\n  title "Sales" …'
 */
import type { Diagram } from '../../../protocol';
import type { Raster } from '../../image/raster';
import type { ReadLine } from '../labels';
import { readAxisChart } from './axis-chart';
import { chartMermaid } from './mermaid';
import { chartOutline } from './outline';
import { readPie } from './pie-chart';
import { emOf, toChartTexts } from './words';

export { chartTable } from './table';

/**
 * @param lines Text of the picture, with boxes trimmed to their letters.
 * @returns undefined where the picture is no bar, line or pie chart.
 */
export function readChart(raster: Raster, lines: readonly ReadLine[]): Diagram | undefined {
  if (raster.widthPx < 80 || raster.heightPx < 80) return undefined;
  const texts = toChartTexts(lines);
  const emPx = emOf(texts);
  const found = readAxisChart(raster, texts, emPx) ?? readPie(raster, texts, emPx);
  if (!found) return undefined;
  const { chart, confidence } = found;
  return {
    type: 'chart',
    direction: 'TD',
    nodes: [],
    edges: [],
    groups: [],
    chart,
    mermaid: chartMermaid(chart),
    outline: chartOutline(chart),
    confidence,
  };
}
