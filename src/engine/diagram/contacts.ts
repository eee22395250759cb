/** Puts right what lines do near nodes: forks at a node's border, lines that graze one, ends that stop short. */
import { type Box, contains, grow, linePixels, type Mask } from './grid';
import {
  attachedEnds,
  type End,
  endDirection,
  endPixel,
  nearestNode,
  nearestOwned,
  nodeDistance,
  type Surface,
} from './links';
import type { Chain, StrokeGraph } from './strokes';

/** Interior angle below which two lines that meet at a node are two lines. */
const FORK_COSINE = Math.cos((75 / 180) * Math.PI);
/** The same where both lines lead away from the node. */
const WIDE_FORK_COSINE = Math.cos((120 / 180) * Math.PI);
/** Share of the way on to a node that has to be ink. */
const MIN_STEM_INK = 0.8;

/**
 * Cuts lines that turn back at a node: two connectors that leave it from the same point, or that meet in the head of one
 * of them.
 */
export function cutForks(graph: StrokeGraph, ink: Mask, surface: Surface, reach: number): StrokeGraph {
  const chains = graph.chains.flatMap((chain) => cutFork(chain, ink, surface, reach));
  const open = graph.junctions.map(({ x, y }, junction) => {
    const pixel = Math.round(y) * surface.widthPx + Math.round(x);
    if (nearestNode(surface, pixel, reach) < 0) return false;
    return !passesStraight(chains, junction, surface);
  });
  const loose = (junction: number): number => (junction >= 0 && open[junction] ? -1 : junction);
  return {
    chains: chains.map((chain) => ({
      pixels: chain.pixels,
      start: loose(chain.start),
      end: loose(chain.end),
    })),
    junctions: graph.junctions,
  };
}

/** Draws free ends on to a node that the ink goes on to: thinning leaves short heads without their tips. */
export function reachNodes(
  chains: readonly Chain[],
  lying: (chain: Chain, side: 0 | 1) => boolean,
  ink: Mask,
  surface: Surface,
): Chain[] {
  return chains.map((chain) => {
    let { pixels } = chain;
    if (pixels.length < surface.emPx) return chain;
    if (chain.start < 0 && !lying(chain, 0))
      pixels = [...(stem(pixels[0] as number, ink, surface) ?? []).reverse(), ...pixels];
    if (chain.end < 0 && !lying(chain, 1))
      pixels = [...pixels, ...(stem(pixels[pixels.length - 1] as number, ink, surface) ?? [])];
    return { ...chain, pixels };
  });
}

/** The pixels from one to the nearest node, if they are ink: what is left of a head; undefined if they are not. */
function stem(pixel: number, ink: Mask, surface: Surface): number[] | undefined {
  const { owner, widthPx: w, emPx } = surface;
  const at = nearestOwned(surface, pixel, Math.round(1.3 * emPx));
  if (at < 0) return undefined;
  const way = linePixels(pixel % w, Math.floor(pixel / w), at % w, Math.floor(at / w))
    .slice(1)
    .map(([x, y]) => y * w + x)
    .filter((p) => !owner[p]);
  return way.filter((p) => ink.data[p]).length >= MIN_STEM_INK * way.length ? way : undefined;
}

function passesStraight(chains: readonly Chain[], junction: number, surface: Surface): boolean {
  const span = 0.7 * surface.emPx;
  const directions: (readonly [number, number])[] = [];
  for (const chain of chains) {
    if (chain.start === junction) directions.push(endDirection(chain, 0, surface.widthPx, span));
    if (chain.end === junction) directions.push(endDirection(chain, 1, surface.widthPx, span));
  }
  return directions.some((a, i) => directions.slice(i + 1).some((b) => a[0] * b[0] + a[1] * b[1] < -0.8));
}

function cutFork(chain: Chain, ink: Mask, surface: Surface, reach: number): Chain[] {
  const { widthPx: w, emPx } = surface;
  const { pixels } = chain;
  const k = Math.max(3, Math.round(0.7 * emPx));
  let sharpest = WIDE_FORK_COSINE;
  let at = -1;
  for (let i = k; i < pixels.length - k; i++) {
    const p = pixels[i] as number;
    const a = pixels[i - k] as number;
    const b = pixels[i + k] as number;
    const [ax, ay] = [(a % w) - (p % w), Math.floor(a / w) - Math.floor(p / w)];
    const [bx, by] = [(b % w) - (p % w), Math.floor(b / w) - Math.floor(p / w)];
    const cosine = (ax * bx + ay * by) / (Math.hypot(ax, ay) * Math.hypot(bx, by) || 1);
    if (cosine <= sharpest) continue;
    const near = nearestNode(surface, p, reach);
    if (cosine <= FORK_COSINE) {
      if (near < 0) continue;
      const [own, ...arms] = [p, a, b].map((q) => nodeDistance(surface, q, near, 2 * k));
      if (arms.some((arm) => arm < (own as number) + 0.3 * k)) continue;
    } else if (near < 0 && !stem(p, ink, surface)) continue;
    sharpest = cosine;
    at = i;
  }
  if (at < 0) return [chain];
  const tip = stem(pixels[at] as number, ink, surface) ?? [];
  const before = { pixels: [...pixels.slice(0, at), ...tip], start: chain.start, end: -1 };
  const after = { pixels: [...[...tip].reverse(), ...pixels.slice(at + 1)], start: -1, end: chain.end };
  return [...cutFork(before, ink, surface, reach), ...cutFork(after, ink, surface, reach)];
}

/**
 * The pairs of ends at one node that are one line running past it: they face each other, and between them lies the
 * node's border rather than its inside.
 */
export function grazes(
  chains: readonly Chain[],
  attached: (end: End) => number,
  surface: Surface,
): [End, End][] {
  const { widthPx: w, owner, emPx } = surface;
  const ends = attachedEnds(chains, attached, surface);
  const result: [End, End][] = [];
  ends.forEach((a, i) => {
    for (const b of ends.slice(i + 1)) {
      if (a.node !== b.node || a.end.chain === b.end.chain) continue;
      const distance = Math.hypot(b.x - a.x, b.y - a.y);
      if (distance < 1 || distance > 9 * emPx) continue;
      const [ux, uy] = [(b.x - a.x) / distance, (b.y - a.y) / distance];
      if (a.dx * ux + a.dy * uy < 0.94 || -(b.dx * ux + b.dy * uy) < 0.94) continue;
      let inside = 0;
      for (let t = 0; t <= distance; t++) {
        const deep = (s: number): boolean =>
          owner[Math.round(a.y + uy * t + s * ux * 3) * w + Math.round(a.x + ux * t - s * uy * 3)] ===
          a.node + 1;
        if (deep(1) && deep(-1)) inside++;
      }
      if (inside < 0.35 * distance) result.push([a.end, b.end]);
    }
  });
  return result;
}

/** Draws an end on to a line just ahead of it, in the skeleton: a branch whose first dash starts after a gap. */
export function reachLines(
  graph: StrokeGraph,
  skeleton: Uint8Array,
  surface: Surface,
  reach: number,
): boolean {
  const { widthPx: w, heightPx: h, emPx } = surface;
  let changed = false;
  for (const chain of graph.chains) {
    if (chain.pixels.length < 0.3 * emPx) continue;
    const own = new Set(chain.pixels);
    for (const side of [0, 1] as const) {
      if ((side === 0 ? chain.start : chain.end) >= 0) continue;
      const p = endPixel(chain, side);
      if (nearestNode(surface, p, reach) >= 0) continue;
      const [dx, dy] = endDirection(chain, side, w, 0.7 * emPx);
      const trail: number[] = [];
      for (let t = 1; t <= reach; t++) {
        const x = Math.round((p % w) + dx * t);
        const y = Math.round(Math.floor(p / w) + dy * t);
        if (x < 1 || y < 1 || x >= w - 1 || y >= h - 1) break;
        const q = y * w + x;
        const hit = [q, q - 1, q + 1, q - w, q + w].find((n) => skeleton[n] && !own.has(n));
        trail.push(q);
        if (hit === undefined) continue;
        for (const n of trail) skeleton[n] = 1;
        changed = true;
        break;
      }
    }
  }
  return changed;
}

/**
 * Joins an end that stops at a label to the line that it meets when it goes straight on under it: the label stands where
 * a line branches off.
 * @param lying Whether an end lies at a node.
 */
export function joinUnderLabels(
  graph: StrokeGraph,
  lying: (chain: Chain, side: 0 | 1) => boolean,
  labels: readonly Box[],
  surface: Surface,
): StrokeGraph {
  const { widthPx: w, emPx } = surface;
  const chains = graph.chains.map((chain) => ({ ...chain }));
  const junctions = [...graph.junctions];
  for (let index = 0; index < chains.length; index++)
    for (const side of [0, 1] as const) {
      const chain = chains[index]!;
      if ((side === 0 ? chain.start : chain.end) >= 0 || chain.pixels.length < 0.5 * emPx) continue;
      const p = endPixel(chain, side);
      const [x, y] = [p % w, Math.floor(p / w)];
      const zone = labels.map((box) => grow(box, Math.round(0.8 * emPx))).find((box) => contains(box, x, y));
      if (!zone || lying(chain, side)) continue;
      const [dx, dy] = endDirection(chain, side, w, 0.9 * emPx);
      let hit: { other: Chain; at: number } | undefined;
      for (let t = 2; !hit; t++) {
        const [tx, ty] = [Math.round(x + dx * t), Math.round(y + dy * t)];
        if (!contains(zone, tx, ty)) break;
        const q = ty * w + tx;
        for (const other of chains) {
          if (other === chain) continue;
          const at = other.pixels.findIndex((n) => n === q || n === q + 1 || n === q - 1 || n === q + w);
          if (at > 0 && at < other.pixels.length - 1) hit = { other, at };
        }
      }
      if (!hit) continue;
      const { other, at } = hit;
      const centre = other.pixels[at]!;
      const junction = junctions.length;
      junctions.push({ x: centre % w, y: Math.floor(centre / w) });
      chains.push({ pixels: other.pixels.slice(at + 1), start: junction, end: other.end });
      other.pixels = other.pixels.slice(0, at);
      other.end = junction;
      const gap = linePixels(x, y, centre % w, Math.floor(centre / w)).slice(1, -1);
      const more = gap.map(([gx, gy]) => gy * w + gx);
      chain.pixels = side === 1 ? [...chain.pixels, ...more] : [...more.reverse(), ...chain.pixels];
      if (side === 1) chain.end = junction;
      else chain.start = junction;
    }
  return { chains, junctions };
}
