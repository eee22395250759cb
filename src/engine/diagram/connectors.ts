/** Connectors between nodes, from the ink that is neither node nor text. */

import { chooseRoutes } from './choice';
import { cutForks, grazes, joinUnderLabels, reachLines, reachNodes } from './contacts';
import { closeDashes } from './dashes';
import { type Box, type Mask, median } from './grid';
import { type LineProfile, lineWidth, profileLine } from './heads';
import { bridgeGaps, type End, endPixel, nearestNode, nodeAhead, nodeDistance, type Surface } from './links';
import { findPasses } from './passes';
import { endKey, findRoutes, type Route } from './routes';
import { skeletonise } from './skeleton';
import { type Chain, contractShort, joinPassThrough, pruneSpurs, traceStrokes } from './strokes';
import type { ArrowHeads, LineStyle } from './types';

export interface Connector {
  /** Indices of the nodes; of an edge with one head, `to` is where the head is. */
  readonly from: number;
  readonly to: number;
  readonly arrow: ArrowHeads;
  readonly style: LineStyle;
  readonly confidence: number;
  /** Pixel indices from `from` to `to`. */
  readonly pixels: readonly number[];
}

/** So many lines by themselves tell whether a drawing's lines have heads. */
const MIN_ALONE = 3;

interface Candidate extends LineProfile {
  readonly route: Route;
  readonly dashed: boolean;
}

/**
 * @param ink Connector ink; gaps in dashed lines are closed in it.
 * @param labels Boxes of text that stands in no node and may interrupt a line.
 * @param boxes Bounds of the nodes that lines may run behind, in order; none where they do not.
 */
export function findConnectors(
  ink: Mask,
  owner: Int16Array,
  labels: readonly Box[],
  boxes: readonly Box[],
  emPx: number,
): Connector[] {
  const { widthPx: w, heightPx: h } = ink;
  const surface: Surface = { owner, widthPx: w, heightPx: h, emPx };
  const bridges = closeDashes(ink, emPx);
  const skeleton = skeletonise(ink);
  const contact = Math.max(2, Math.round(0.15 * emPx));
  clearContacts(skeleton, owner, contact);
  const leads = (pixel: number, from: { readonly x: number; readonly y: number }): boolean =>
    nearestNode(surface, pixel, contact + 2) >= 0 || leadsToNode(surface, pixel, from, contact + 0.25 * emPx);
  const touch = contact + Math.max(3, Math.round(0.4 * emPx));
  const spurs = Math.round(0.95 * emPx);
  let graph = pruneSpurs(traceStrokes(skeleton), spurs, leads);
  if (reachLines(graph, skeleton.data, surface, Math.round(0.8 * emPx)))
    graph = pruneSpurs(traceStrokes(skeleton), spurs, leads);
  graph = cutForks(graph, ink, surface, contact + Math.round(0.5 * emPx));
  const lying = (end: End): number => attachedNode(surface, graph.chains[end.chain]!, end.side, touch);
  const past = grazes(graph.chains, lying, surface);
  const bridged = bridgeGaps(graph.chains, (end) => lying(end) >= 0, labels, surface, past);
  graph = { chains: joinPassThrough(bridged, graph.junctions.length), junctions: graph.junctions };
  const atNode = (chain: Chain, side: 0 | 1): boolean => attachedNode(surface, chain, side, touch) >= 0;
  graph = joinUnderLabels(graph, atNode, labels, surface);
  graph = contractShort(graph, Math.max(5, Math.round(0.5 * emPx)));
  const ahead = (chain: Chain, side: 0 | 1): number =>
    chain.pixels.length > 0.6 * emPx ? nodeAhead(surface, chain, side, Math.round(1.6 * emPx)) : -1;
  const settled = (chain: Chain, side: 0 | 1): boolean => atNode(chain, side) || ahead(chain, side) >= 0;
  const joined = joinPassThrough(graph.chains, graph.junctions.length);
  graph = { chains: reachNodes(joined, settled, ink, surface), junctions: graph.junctions };
  const attachment = new Map<string, number>();
  graph.chains.forEach((chain, index) => {
    for (const side of [0, 1] as const) {
      if ((side === 0 ? chain.start : chain.end) >= 0) continue;
      const lies = attachedNode(surface, chain, side, touch);
      const node = lies >= 0 ? lies : ahead(chain, side);
      if (node >= 0) attachment.set(endKey({ chain: index, side }), node);
    }
  });
  const dashShare = (pixels: readonly number[]): number =>
    pixels.filter((p) => onBridge(bridges, p)).length / pixels.length;
  const styles = graph.chains.map(({ pixels }) => ({
    widthPx: lineWidth(ink, pixels, emPx),
    dashed: dashShare(pixels) > 0.15,
  }));
  const alike = (a: number, b: number): boolean => {
    const [one, other] = [styles[a]!, styles[b]!];
    const [thin, thick] = [Math.min(one.widthPx, other.widthPx), Math.max(one.widthPx, other.widthPx)];
    return one.dashed === other.dashed && thick < 1.5 * thin;
  };
  const attached = (end: End): number => attachment.get(endKey(end)) ?? -1;
  const passes = boxes.length > 0 ? findPasses(graph.chains, attached, boxes, surface) : [];
  const routes = findRoutes(graph, attached, passes, alike, w, emPx);
  const candidates = routes
    .filter(({ from, to, pixels }) => (from === to ? pixels.length > 4 * emPx : pixels.length >= 2))
    .map((route): Candidate => {
      const profile = profileLine(ink, route.pixels, emPx);
      return { route, ...profile, dashed: dashShare(route.pixels) > 0.15 };
    })
    // A loop without a head is a piece of border or an arrow head's outline.
    .filter(({ route, headAtStart, headAtEnd }) => route.from !== route.to || headAtStart !== headAtEnd)
    .map(
      (candidate): Candidate => ({
        ...candidate,
        headAtStart: candidate.headAtStart && candidate.startIsLikeEnd,
        headAtEnd: candidate.headAtEnd && candidate.endIsLikeStart,
      }),
    );
  const isPlain = ({ route: { passed } }: Candidate): boolean => passed.length === 0;
  const plain = withoutForkHeads(withoutLoneHeads(candidates.filter(isPlain)), w, emPx);
  const options = [...plain, ...candidates.filter((candidate) => !isPlain(candidate))];
  return toConnectors(chooseRoutes(options, alike, w, emPx), emPx);
}

/** Weak heads count only in a drawing that has a strong one: the others have none at all. */
function withoutLoneHeads(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.some(({ strong }) => strong)) return candidates;
  return candidates.map((candidate) => ({ ...candidate, headAtStart: false, headAtEnd: false }));
}

function clearContacts(skeleton: Mask, owner: Int16Array, reach: number): void {
  const { data, widthPx: w, heightPx: h } = skeleton;
  for (let p = 0; p < data.length; p++) {
    if (!data[p]) continue;
    const x = p % w;
    const y = (p / w) | 0;
    let close = false;
    for (let ny = Math.max(0, y - reach); ny <= Math.min(h - 1, y + reach) && !close; ny++)
      for (let nx = Math.max(0, x - reach); nx <= Math.min(w - 1, x + reach) && !close; nx++)
        close = (owner[ny * w + nx] as number) > 0;
    if (close) data[p] = 0;
  }
}

/** Whether a branch ends near a node and nearer than where it starts: the sides of an arrow head lead away from it. */
function leadsToNode(
  surface: Surface,
  pixel: number,
  from: { readonly x: number; readonly y: number },
  reachPx: number,
): boolean {
  const reach = Math.round(reachPx);
  const node = nearestNode(surface, pixel, reach);
  if (node < 0) return false;
  const start = Math.round(from.y) * surface.widthPx + Math.round(from.x);
  return nodeDistance(surface, start, node, 3 * reach) > nodeDistance(surface, pixel, node, reach) + 1;
}

/** The node a free end lies at; -1 for an end at a junction or in the open. */
function attachedNode(surface: Surface, chain: Chain, side: 0 | 1, reach: number): number {
  if ((side === 0 ? chain.start : chain.end) >= 0) return -1;
  const last = chain.pixels.length - 1;
  let node = nearestNode(surface, endPixel(chain, side), reach);
  // The centre line of an arrow head may turn back from its tip along one of its sides.
  for (let back = 2; node < 0 && back <= Math.min(last - 2, 0.7 * surface.emPx); back += 2)
    node = nearestNode(surface, chain.pixels[side === 0 ? back : last - back] as number, reach - 1);
  const far = side === 0 ? chain.end : chain.start;
  if (node < 0 || far >= 0 || chain.pixels.length > 1.5 * surface.emPx) return node;
  // Of a piece as short as an arrow head only the end nearer to the node lies at it.
  const other = endPixel(chain, side === 0 ? 1 : 0);
  if (nearestNode(surface, other, reach) !== node) return node;
  const own = nodeDistance(surface, endPixel(chain, side), node, reach);
  const theirs = nodeDistance(surface, other, node, reach);
  return own < theirs || (own === theirs && side === 0) ? node : -1;
}

function onBridge(bridges: Mask, pixel: number): boolean {
  const { data, widthPx: w } = bridges;
  return Boolean(data[pixel] || data[pixel - 1] || data[pixel + 1] || data[pixel - w] || data[pixel + w]);
}

/**
 * Two lines that part slowly look like a head where they leave a node together: there, a head has to be clear. A line
 * with a head at either end, one of them at a place where another line ends too, has no head there. Where the lines that
 * share no place have no heads, none has.
 */
function withoutForkHeads(candidates: readonly Candidate[], widthPx: number, emPx: number): Candidate[] {
  const places = candidates.flatMap(({ route }, index) => [
    { index, node: route.from, pixel: route.pixels[0] as number },
    { index, node: route.to, pixel: route.pixels[route.pixels.length - 1] as number },
  ]);
  const shared = (index: number, node: number, pixel: number): boolean =>
    places.some((other) => {
      if (other.index === index || other.node !== node) return false;
      const dx = (other.pixel % widthPx) - (pixel % widthPx);
      const dy = Math.floor(other.pixel / widthPx) - Math.floor(pixel / widthPx);
      return Math.hypot(dx, dy) < 0.9 * emPx;
    });
  const sides = candidates.map(({ route: { from, to, pixels } }, index) => ({
    atStart: shared(index, from, pixels[0] as number),
    atEnd: shared(index, to, pixels[pixels.length - 1] as number),
  }));
  const alone = candidates.filter((_, index) => !sides[index]!.atStart && !sides[index]!.atEnd);
  const headless =
    alone.length >= MIN_ALONE && !alone.some(({ headAtStart, headAtEnd }) => headAtStart || headAtEnd);
  return candidates.map((candidate, index) => {
    const { atStart, atEnd } = sides[index]!;
    if (headless) return { ...candidate, headAtStart: false, headAtEnd: false };
    const headAtStart = candidate.headAtStart && (!atStart || candidate.clearAtStart);
    const headAtEnd = candidate.headAtEnd && (!atEnd || candidate.clearAtEnd);
    if (!headAtStart || !headAtEnd || atStart === atEnd) return { ...candidate, headAtStart, headAtEnd };
    return { ...candidate, headAtStart: !atStart, headAtEnd: !atEnd };
  });
}

function toConnectors(candidates: readonly Candidate[], emPx: number): Connector[] {
  const usual = lowerQuartile(candidates.map(({ widthPx }) => widthPx));
  const result: (Connector & { readonly own: ReadonlySet<number> })[] = [];
  const order = [...candidates].sort(
    (a, b) => a.route.sharpest - b.route.sharpest || a.route.pixels.length - b.route.pixels.length,
  );
  for (const { route, headAtStart, headAtEnd, widthPx, dashed } of order) {
    const own = new Set(route.pixels);
    const twin = result.some((other) => {
      const same =
        (other.from === route.from && other.to === route.to) ||
        (other.from === route.to && other.to === route.from);
      return (
        same &&
        (other.pixels.filter((p) => own.has(p)).length > 0.3 * Math.min(own.size, other.own.size) ||
          Math.min(own.size, other.own.size) < emPx)
      );
    });
    if (twin) continue;
    const backward = headAtStart && !headAtEnd;
    const thick = widthPx >= 1.55 * usual && widthPx >= 0.15 * emPx;
    result.push({
      from: backward ? route.to : route.from,
      to: backward ? route.from : route.to,
      arrow: headAtStart && headAtEnd ? 'both' : headAtStart || headAtEnd ? 'forward' : 'none',
      style: dashed ? 'dashed' : thick ? 'thick' : 'solid',
      confidence: Math.max(
        0.3,
        0.97 - 0.12 * route.sharpest - 0.15 * (route.weakTurns + route.passed.length / 2),
      ),
      pixels: backward ? [...route.pixels].reverse() : route.pixels,
      own,
    });
  }
  return result;
}

function lowerQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? (sorted[Math.floor(sorted.length / 4)] as number) : median(values);
}
