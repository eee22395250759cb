/** Compares what was read with what was drawn. */
import type { Diagram } from '../../src/engine/diagram';
import type { Truth } from './render';

/** Levenshtein distance over the longer length, from 1. */
export function editSimilarity(a: string, b: string): number {
  const [x, y] = [a.replace(/\s+/g, ' ').trim(), b.replace(/\s+/g, ' ').trim()];
  if (!x && !y) return 1;
  let row = Array.from({ length: y.length + 1 }, (_, i) => i);
  for (let i = 1; i <= x.length; i++) {
    const next = [i];
    for (let j = 1; j <= y.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (x[i - 1] === y[j - 1] ? 0 : 1)));
    row = next;
  }
  return 1 - row[y.length]! / Math.max(x.length, y.length);
}

export interface Counts {
  hit: number;
  found: number;
  drawn: number;
}

export interface Score {
  readonly nodes: Counts;
  readonly edges: Counts;
  /** Edges without regard to direction. */
  readonly links: Counts;
  readonly labels: Counts;
  readonly shapes: { hit: number; drawn: number };
  readonly styles: { hit: number; drawn: number };
  readonly groups: Counts;
  /** Shapes taken for another, as "drawn>read". */
  readonly confusions: string[];
  readonly missedNodes: string[];
  readonly extraNodes: string[];
  readonly missedEdges: string[];
  readonly extraEdges: string[];
  /** Labels of edges that were found, as "drawn>read". */
  readonly wrongLabels: string[];
}

export function f1({ hit, found, drawn }: Counts): number {
  return found + drawn ? (2 * hit) / (found + drawn) : 1;
}

export function compare(result: Diagram | undefined, truth: Truth): Score {
  const nodes = result?.nodes ?? [];
  const edges = result?.edges ?? [];
  const match = new Map<string, string>();
  const taken = new Set<string>();
  const shapes = { hit: 0, drawn: 0 };
  const missedNodes: string[] = [];
  const confusions: string[] = [];
  for (const node of truth.nodes) {
    const best = nodes.find((other) => {
      if (taken.has(other.id)) return false;
      const xs = other.polygon.map(({ x }) => x);
      const ys = other.polygon.map(({ y }) => y);
      const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const { x, y, width, height } = node.box;
      const w = Math.min(x1, x + width) - Math.max(x0, x);
      const h = Math.min(y1, y + height) - Math.max(y0, y);
      const common = w > 0 && h > 0 ? w * h : 0;
      const iou = common / (width * height + (x1 - x0) * (y1 - y0) - common);
      return iou >= 0.5 && editSimilarity(other.label, node.label) >= 0.9;
    });
    if (!best) {
      missedNodes.push(node.label);
      continue;
    }
    taken.add(best.id);
    match.set(best.id, node.id);
    shapes.drawn++;
    if (best.shape === node.shape) shapes.hit++;
    else confusions.push(`${node.shape}>${best.shape}`);
  }
  const name = new Map(truth.nodes.map((node) => [node.id, node.label]));
  const usedEdges = new Set<number>();
  const usedLinks = new Set<number>();
  const extraEdges: string[] = [];
  const styles = { hit: 0, drawn: 0 };
  let labelHit = 0;
  const missedEdges: string[] = [];
  const wrongLabels: string[] = [];
  for (const edge of edges) {
    const from = match.get(edge.from);
    const to = match.get(edge.to);
    const same = (i: number, reverse: boolean): boolean => {
      const other = truth.edges[i]!;
      return reverse ? other.from === to && other.to === from : other.from === from && other.to === to;
    };
    const any = truth.edges.findIndex((_, i) => !usedLinks.has(i) && (same(i, false) || same(i, true)));
    if (any >= 0) usedLinks.add(any);
    const at = truth.edges.findIndex(
      (other, i) =>
        !usedEdges.has(i) &&
        other.arrow === edge.arrow &&
        (same(i, false) || (other.arrow !== 'forward' && same(i, true))),
    );
    if (at < 0) {
      const label = (id: string): string => nodes.find((node) => node.id === id)?.label ?? id;
      extraEdges.push(`${label(edge.from)} ${edge.arrow} ${label(edge.to)}`);
      continue;
    }
    usedEdges.add(at);
    styles.drawn++;
    if (truth.edges[at]!.style === edge.style) styles.hit++;
    const drawn = truth.edges[at]!.label;
    if (edge.label && drawn && editSimilarity(edge.label, drawn) >= 0.9) labelHit++;
    else if (edge.label || drawn) wrongLabels.push(`${drawn}>${edge.label}`);
  }
  truth.edges.forEach((edge, i) => {
    if (!usedEdges.has(i))
      missedEdges.push(
        `${name.get(edge.from)} ${edge.arrow} ${name.get(edge.to)}${usedLinks.has(i) ? ' (direction)' : ''}`,
      );
  });
  const drawnGroups = truth.groups.map((group) => [...group.nodes].sort().join(' '));
  const foundGroups = (result?.groups ?? []).map((group) =>
    group.nodes
      .map((id) => match.get(id))
      .sort()
      .join(' '),
  );
  return {
    nodes: { hit: taken.size, found: nodes.length, drawn: truth.nodes.length },
    edges: { hit: usedEdges.size, found: edges.length, drawn: truth.edges.length },
    links: { hit: usedLinks.size, found: edges.length, drawn: truth.edges.length },
    labels: {
      hit: labelHit,
      found: edges.filter(({ label }) => label).length,
      drawn: truth.edges.filter(({ label }) => label).length,
    },
    shapes,
    styles,
    groups: {
      hit: drawnGroups.filter((group) => foundGroups.includes(group)).length,
      found: foundGroups.length,
      drawn: drawnGroups.length,
    },
    confusions,
    missedNodes,
    extraNodes: nodes.filter((node) => !taken.has(node.id)).map(({ label }) => label),
    missedEdges,
    extraEdges,
    wrongLabels,
  };
}
