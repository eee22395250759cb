/** A diagram's nodes and connections as a list: what the picture, the preview and the reader point at. */
import type { PanelStrings } from '../../src/panel/strings';
import { fill } from '../../src/panel/strings';
import type { DiagramEdge, DiagramResult, Point } from '../../src/protocol';

export interface Part {
  readonly text: string;
  readonly confidence: number;
  readonly polygon: readonly Point[];
  /** How the preview's drawing names it. */
  readonly key: string;
}

/** Nodes first, then connections, each in reading order. */
export function partsOf({ nodes, edges }: DiagramResult, strings: PanelStrings): Part[] {
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
