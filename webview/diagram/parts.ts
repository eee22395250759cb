/** A diagram's nodes and connections as a list: what the picture, the preview and the reader point at. */
import type { PanelStrings } from '../../src/panel/strings';
import { fill } from '../../src/panel/strings';
import type { Chart, ChartValue, DiagramEdge, DiagramResult, Point } from '../../src/protocol';

export interface Part {
  readonly text: string;
  readonly confidence: number;
  readonly polygon: readonly Point[];
  /** How the preview's drawing names it. */
  readonly key: string;
}

/** Nodes first, then connections, each in reading order; of a chart, its values. */
export function partsOf({ nodes, edges, chart }: DiagramResult, strings: PanelStrings): Part[] {
  if (chart) return valuesOf(chart);
  const name = new Map(nodes.map(({ id, label }, i) => [id, label || fill(strings.unlabelledNode, i + 1)]));
  const sign = { none: '—', forward: '→', both: '↔' };
  const wording = ({ from, to, arrow, label }: DiagramEdge): string =>
    `${name.get(from) ?? from} ${sign[arrow]} ${name.get(to) ?? to}${label ? `: ${label}` : ''}`;
  return [
    ...nodes.map(({ id, confidence, polygon }) => ({
      text: name.get(id) ?? id,
      confidence,
      polygon,
      key: id,
    })),
    ...edges.map((edge) => ({
      text: wording(edge),
      confidence: edge.confidence,
      // There and back again: a line drawn as an outline.
      polygon: [...edge.path, ...[...edge.path].reverse()],
      key: `${edge.from}>${edge.to}`,
    })),
  ];
}

/** A chart's values with what they belong to: Mermaid's drawing has no names for them. */
function valuesOf(chart: Chart): Part[] {
  const part = (names: readonly string[], of: ChartValue, unit: string, key: string): Part => ({
    text: `${names.filter(Boolean).join(', ')}: ${toldWithUncertainty(of, unit)}`,
    confidence: of.confidence,
    polygon: of.polygon,
    key,
  });
  if (chart.kind === 'pie')
    return chart.slices.map(({ label, share }, i) =>
      part([label || String(i + 1)], share, '%', `slice-${i}`),
    );
  const unit = chart.valueAxis.scale?.unit ?? '';
  return chart.series.flatMap(({ name, values }, s) =>
    values.flatMap((value, i) =>
      value ? [part([name, chart.categories[i] || String(i + 1)], value, unit, `value-${s}-${i}`)] : [],
    ),
  );
}

function toldWithUncertainty({ value, uncertainty }: ChartValue, unit: string): string {
  const behind = unit === '%' ? ' %' : '';
  const before = unit && !behind ? unit : '';
  return `${before}${value}${uncertainty > 0 ? ` ± ${uncertainty}` : ''}${behind}`;
}
