/** A chart's data as a table: categories down, series across. */
import type { Chart, ChartValue, Table, TableCell } from '../../../protocol';
import { toCsv, toLatex, toMarkdown } from '../../table/write';

export function chartTable(chart: Chart, confidence: number): Table {
  const rows = chart.kind === 'pie' ? pieRows(chart) : axisRows(chart);
  const cells = rows.flatMap((row, r) =>
    row.map(
      (cell, c): TableCell => ({
        row: r,
        column: c,
        rowSpan: 1,
        columnSpan: 1,
        text: cell === null ? '' : typeof cell === 'string' ? cell : String(cell.value),
        confidence: cell === null || typeof cell === 'string' ? confidence : cell.confidence,
      }),
    ),
  );
  const grid = { rows: rows.length, columns: rows[0]!.length, cells };
  return {
    type: 'table',
    fromChart: true,
    ruled: false,
    ...grid,
    markdown: toMarkdown(grid),
    csv: toCsv(grid),
    latex: toLatex(grid),
    confidence,
  };
}

type Cell = string | ChartValue | null;

function axisRows(chart: Extract<Chart, { kind: 'bar' | 'line' }>): Cell[][] {
  const { categories, series, categoryAxis, valueAxis } = chart;
  const heading = (name: string, i: number): string =>
    name || (series.length === 1 ? valueAxis.title || 'Value' : `Series ${i + 1}`);
  const unit = valueAxis.scale?.unit ? ` (${valueAxis.scale.unit})` : '';
  return [
    [categoryAxis.title || 'Category', ...series.map(({ name }, i) => heading(name, i) + unit)],
    ...categories.map((label, i) => [label, ...series.map(({ values }) => values[i] ?? null)]),
  ];
}

function pieRows({ slices }: Extract<Chart, { kind: 'pie' }>): Cell[][] {
  return [['Slice', 'Share (%)'], ...slices.map(({ label, share }) => [label, share])];
}
