/** A skeleton as a graph: chains of pixels between end points and junctions. */
import type { Mask } from './grid';

export interface Chain {
  /** Pixel indices from one end to the other; the junctions' pixels are not among them. */
  pixels: number[];
  /** Junction at either end, or -1 for a free end. */
  start: number;
  end: number;
}

export interface StrokeGraph {
  readonly chains: Chain[];
  /** Centre of each junction, in pixels. */
  readonly junctions: { x: number; y: number }[];
}

export function traceStrokes(skeleton: Mask): StrokeGraph {
  const { data, widthPx: w } = skeleton;
  const ring = [-w, 1, w, -1, -w + 1, w + 1, w - 1, -w - 1];
  const live: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i]) live.push(i);
  const neighbours = (p: number): number[] => {
    const found: number[] = [];
    for (const step of ring) if (data[p + step]) found.push(p + step);
    return found;
  };
  /** Branches leaving a pixel: runs of set pixels around it. */
  const crossings = (p: number): number => {
    const order = [-w, -w + 1, 1, w + 1, w, w - 1, -1, -w - 1];
    let rises = 0;
    for (let k = 0; k < 8; k++)
      if (!data[p + (order[k] as number)] && data[p + (order[(k + 1) & 7] as number)]) rises++;
    return rises;
  };
  const junctionOf = new Map<number, number>();
  const members: number[][] = [];
  const branching = new Set(live.filter((p) => crossings(p) >= 3));
  for (const p of live) for (const q of blockCrossing(data, p, w)) branching.add(q);
  for (const p of branching) {
    if (junctionOf.has(p)) continue;
    const group = [p];
    junctionOf.set(p, members.length);
    for (let at = 0; at < group.length; at++)
      for (const q of neighbours(group[at] as number))
        if (branching.has(q) && !junctionOf.has(q)) {
          junctionOf.set(q, members.length);
          group.push(q);
        }
    members.push(group);
  }
  const junctions = members.map((group) => ({
    x: group.reduce((sum, p) => sum + (p % w), 0) / group.length,
    y: group.reduce((sum, p) => sum + Math.floor(p / w), 0) / group.length,
  }));
  const used = new Set<number>();
  const chains: Chain[] = [];
  const follow = (first: number, from: number): { pixels: number[]; end: number } => {
    const pixels = [first];
    used.add(first);
    let at = first;
    let previous = -1;
    for (;;) {
      const around = neighbours(at);
      const stop = around.find((q) => {
        const junction = junctionOf.get(q);
        return junction !== undefined && q !== previous && (junction !== from || pixels.length > 2);
      });
      if (stop !== undefined) return { pixels, end: junctionOf.get(stop) as number };
      const open = around.filter((q) => !used.has(q) && !junctionOf.has(q));
      // The first step leads away from the junction, not along its rim into another branch.
      const away =
        pixels.length === 1
          ? open.find((q) => !neighbours(q).some((n) => junctionOf.get(n) === from))
          : undefined;
      const next = away ?? open[0];
      if (next === undefined) return { pixels, end: -1 };
      used.add(next);
      pixels.push(next);
      previous = at;
      at = next;
    }
  };
  members.forEach((group, junction) => {
    for (const p of group)
      for (const q of neighbours(p)) {
        if (junctionOf.has(q) || used.has(q)) continue;
        const { pixels, end } = follow(q, junction);
        chains.push({ pixels, start: junction, end });
      }
  });
  for (const p of live) {
    if (used.has(p) || junctionOf.has(p) || neighbours(p).length > 1) continue;
    const { pixels, end } = follow(p, -1);
    chains.push({ pixels, start: -1, end });
  }
  return { chains, junctions };
}

/**
 * The four pixels of a square, `p` its upper left one, that three or more lines run into: where two diagonal lines meet
 * between pixels, none of the four has more than two ways out by itself. Empty where there is no such square.
 */
function blockCrossing(data: Uint8Array, p: number, w: number): number[] {
  const block = [p, p + 1, p + w, p + w + 1];
  if (!block.every((q) => data[q])) return [];
  const around = [
    ...[-1, 0, 1, 2].map((x) => p - w + x),
    ...[0, 1].map((y) => p + y * w + 2),
    ...[2, 1, 0, -1].map((x) => p + 2 * w + x),
    ...[1, 0].map((y) => p + y * w - 1),
  ];
  const arms = around.filter((q, i) => data[q] && !data[around[(i + 1) % around.length] as number]).length;
  return arms >= 3 ? block : [];
}

/**
 * Drops short side branches with a free end that `keep` does not want, and rejoins what they split.
 * @param keep Told the free end's pixel and where the branch leaves.
 */
export function pruneSpurs(
  graph: StrokeGraph,
  maxLength: number,
  keep: (pixel: number, from: { readonly x: number; readonly y: number }) => boolean,
): StrokeGraph {
  let { chains } = graph;
  for (let again = true; again; ) {
    again = false;
    const degree = degrees(chains, graph.junctions.length);
    const kept: Chain[] = [];
    // The shortest first: of two branches at a junction the longer one is the line's own end.
    for (const chain of [...chains].sort((a, b) => a.pixels.length - b.pixels.length)) {
      const free =
        chain.start < 0 ? chain.pixels[0] : chain.end < 0 ? chain.pixels[chain.pixels.length - 1] : undefined;
      const anchor = chain.start < 0 ? chain.end : chain.start;
      const spur =
        free !== undefined &&
        anchor >= 0 &&
        (degree[anchor] as number) >= 3 &&
        chain.pixels.length <= maxLength &&
        !keep(free, graph.junctions[anchor]!);
      if (spur) {
        degree[anchor] = (degree[anchor] as number) - 1;
        again = true;
      } else kept.push(chain);
    }
    chains = joinPassThrough(kept, graph.junctions.length);
  }
  return { chains: freeDeadEnds(chains, graph.junctions.length), junctions: graph.junctions };
}

/** A junction that only one chain is left at is that chain's free end. */
function freeDeadEnds(chains: readonly Chain[], junctions: number): Chain[] {
  const degree = degrees(chains, junctions);
  const kept = (junction: number): number => (junction >= 0 && degree[junction] === 1 ? -1 : junction);
  return chains.map(({ pixels, start, end }) => ({ pixels, start: kept(start), end: kept(end) }));
}

function degrees(chains: readonly Chain[], count: number): number[] {
  const degree = new Array<number>(count).fill(0);
  for (const { start, end } of chains) {
    if (start >= 0) degree[start] = (degree[start] as number) + 1;
    if (end >= 0) degree[end] = (degree[end] as number) + 1;
  }
  return degree;
}

/** Two chains that meet at a junction of their own become one. */
export function joinPassThrough(chains: readonly Chain[], junctions: number): Chain[] {
  let list = [...chains];
  const degree = degrees(list, junctions);
  for (let j = 0; j < junctions; j++) {
    if (degree[j] !== 2) continue;
    const pair = list.filter((chain) => chain.start === j || chain.end === j);
    if (pair.length !== 2) continue;
    const [a, b] = pair as [Chain, Chain];
    const first = a.end === j ? a : reversed(a);
    const second = b.start === j ? b : reversed(b);
    list = list.filter((chain) => chain !== a && chain !== b);
    list.push({ pixels: [...first.pixels, ...second.pixels], start: first.start, end: second.end });
  }
  return list;
}

export function reversed(chain: Chain): Chain {
  return { pixels: [...chain.pixels].reverse(), start: chain.end, end: chain.start };
}

/** Junctions joined by a chain shorter than `maxLength` become one: a crossing of wide lines has two. */
export function contractShort(graph: StrokeGraph, maxLength: number): StrokeGraph {
  const parent = graph.junctions.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] as number;
    return at;
  };
  const rest: Chain[] = [];
  for (const chain of graph.chains) {
    if (chain.start >= 0 && chain.end >= 0 && chain.pixels.length <= maxLength)
      parent[root(chain.start)] = root(chain.end);
    else rest.push(chain);
  }
  const junctions = graph.junctions.map((own, i) => {
    const group = graph.junctions.filter((_, k) => root(k) === root(i));
    if (group.length < 2) return own;
    return {
      x: group.reduce((sum, { x }) => sum + x, 0) / group.length,
      y: group.reduce((sum, { y }) => sum + y, 0) / group.length,
    };
  });
  const chains = rest.map((chain) => ({
    pixels: chain.pixels,
    start: chain.start < 0 ? -1 : root(chain.start),
    end: chain.end < 0 ? -1 : root(chain.end),
  }));
  return { chains, junctions };
}
