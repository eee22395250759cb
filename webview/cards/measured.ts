/** What was measured, and how: nothing here was guessed. */
import { html } from 'lit';
import { isDescribeResult, isDiagramResult, isLatexResult } from '../../src/panel/entries';
import { fill } from '../../src/panel/strings';
import { partsOf } from '../diagram/parts';
import type { Card, CardContext } from './card';

type Row = [label: string, value: string];

export const measuredCard: Card = {
  id: 'measured',
  title: ({ strings }) => strings.measured,
  output: () => undefined,
  body: (context) => html`
    <dl>
      ${facts(context).map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  `,
};

function facts({ result, strings }: CardContext): Row[] {
  const percent = (share: number) => Math.round(share * 100);
  const rows: Row[] = [];
  // A description's facts begin with the kind of picture and have its size.
  if (isDescribeResult(result)) rows.push(...result.facts.map(({ label, value }): Row => [label, value]));
  else rows.push([strings.size, fill(strings.sizeValue, result.widthPx, result.heightPx)]);
  if (isDiagramResult(result)) {
    rows.push(
      ...(result.chart
        ? [[strings.values, String(partsOf(result, strings).length)] satisfies Row]
        : [
            [strings.nodes, String(result.nodes.length)] satisfies Row,
            [strings.connections, String(result.edges.length)] satisfies Row,
          ]),
      ...(result.groups.length > 0 ? [[strings.groups, String(result.groups.length)] satisfies Row] : []),
      [strings.diagramConfidence, fill(strings.percent, percent(result.confidence))],
    );
  } else if (isLatexResult(result)) {
    rows.push([strings.latexConfidence, fill(strings.percent, percent(result.confidence))]);
  } else if (result.lines.length > 0) {
    const confidences = result.lines.map(({ confidence }) => confidence);
    const mean = confidences.reduce((sum, confidence) => sum + confidence, 0) / confidences.length;
    const lowest = confidences.reduce((least, confidence) => Math.min(least, confidence), 1);
    rows.push([strings.confidence, fill(strings.confidenceValue, percent(mean), percent(lowest))]);
  }
  rows.push([strings.model, result.model], [strings.time, duration(result.ms, strings)]);
  return rows;
}

function duration(ms: number, strings: CardContext['strings']): string {
  return ms < 1000
    ? fill(strings.milliseconds, Math.round(ms))
    : fill(strings.seconds, (ms / 1000).toFixed(1));
}
