/** Puts nodes, connectors and groups together as a graph with ids in reading order. */
import type { Point } from '../../protocol';
import type { Connector } from './connectors';
import { labelConnectors } from './edge-labels';
import { type Box, boxHeight, boxWidth, overlap } from './grid';
import { type TextBox, withoutBrackets } from './labels';
import type { FoundGroup, FoundNode } from './nodes';
import type { DiagramDirection, Graph, NodeShape } from './types';

export function buildGraph(
  nodes: readonly FoundNode[],
  groups: readonly FoundGroup[],
  connectors: readonly Connector[],
  free: readonly TextBox[],
  widthPx: number,
  emPx: number,
): Graph {
  const { labels } = labelConnectors(connectors, free, widthPx, emPx);
  const direction = mainDirection(nodes, connectors);
  const order = nodes
    .map((_, i) => i)
    .sort((a, b) => readingOrder(nodes[a]!.silhouette.box, nodes[b]!.silhouette.box, direction));
  const idOf = new Map(order.map((index, i) => [index, `n${i + 1}`]));
  const rank = new Map(order.map((index, i) => [index, i]));
  const edges = connectors
    .map((connector, i) => ({ connector: oriented(connector, rank), label: labels[i] }))
    .sort(
      (a, b) =>
        (rank.get(a.connector.from) ?? 0) - (rank.get(b.connector.from) ?? 0) ||
        (rank.get(a.connector.to) ?? 0) - (rank.get(b.connector.to) ?? 0),
    );
  return {
    direction,
    nodes: order.map((index) => {
      const { fit, label } = nodes[index]!;
      return {
        id: idOf.get(index)!,
        label: nodeText(label?.text ?? '', fit.shape),
        shape: fit.shape,
        polygon: fit.polygon,
        confidence: Math.min(1, Math.max(0, (fit.iou - 0.6) * 2.5)) * (label?.confidence ?? 0.6),
      };
    }),
    edges: edges.map(({ connector, label }) => ({
      from: idOf.get(connector.from)!,
      to: idOf.get(connector.to)!,
      label: label?.text ?? '',
      arrow: connector.arrow,
      style: connector.style,
      confidence: connector.confidence * (label?.confidence ?? 1),
      path: thinned(connector.pixels, widthPx),
    })),
    groups: groups.map(({ box, label }, i) => ({
      id: `g${i + 1}`,
      label: label?.text ?? '',
      nodes: order
        .filter((index) => isInside(nodes[index]!.silhouette.box, box))
        .map((index) => idOf.get(index)!),
      polygon: corners(box),
      confidence: label?.confidence ?? 0.6,
    })),
  };
}

/** Only a rectangle has sides that are not read as brackets. */
function nodeText(text: string, shape: NodeShape): string {
  return shape === 'rectangle' ? text : withoutBrackets(text);
}

/** Down or to the right, whichever way the connectors lead for longer. */
function mainDirection(nodes: readonly FoundNode[], connectors: readonly Connector[]): DiagramDirection {
  let down = 0;
  let right = 0;
  for (const { from, to } of connectors) {
    const a = nodes[from]!.silhouette.box;
    const b = nodes[to]!.silhouette.box;
    down += Math.max(0, b.y0 - a.y1, a.y0 - b.y1) > 0 ? 1 : 0;
    right += Math.max(0, b.x0 - a.x1, a.x0 - b.x1) > 0 ? 1 : 0;
  }
  return right > down ? 'LR' : 'TD';
}

/** Layer by layer, and within a layer from the left or the top. */
function readingOrder(a: Box, b: Box, direction: DiagramDirection): number {
  const across = direction === 'LR';
  const [a0, a1, b0, b1] = across ? [a.x0, a.x1, b.x0, b.x1] : [a.y0, a.y1, b.y0, b.y1];
  const main = (a0 + a1 - b0 - b1) / 2;
  const side = across ? a.y0 + a.y1 - b.y0 - b.y1 : a.x0 + a.x1 - b.x0 - b.x1;
  return Math.round(main / 12) || side;
}

/** A line without heads is told in reading order. */
function oriented(connector: Connector, rank: ReadonlyMap<number, number>): Connector {
  if (connector.arrow === 'forward' || (rank.get(connector.from) ?? 0) <= (rank.get(connector.to) ?? 0))
    return connector;
  return { ...connector, from: connector.to, to: connector.from, pixels: [...connector.pixels].reverse() };
}

function thinned(pixels: readonly number[], widthPx: number): Point[] {
  const points: Point[] = [];
  const last = pixels.length - 1;
  for (let i = 0; i < last; i += 8)
    points.push({ x: (pixels[i] as number) % widthPx, y: Math.floor((pixels[i] as number) / widthPx) });
  points.push({ x: (pixels[last] as number) % widthPx, y: Math.floor((pixels[last] as number) / widthPx) });
  return points;
}

function isInside(inner: Box, outer: Box): boolean {
  return overlap(inner, outer) > 0.9 * boxWidth(inner) * boxHeight(inner);
}

function corners({ x0, y0, x1, y1 }: Box): Point[] {
  return [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ];
}
