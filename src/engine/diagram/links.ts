/** Ties the free ends of chains to nodes, and to one another across gaps. */
import { type Box, grow, linePixels } from './grid';
import type { Chain } from './strokes';

/** One end of a chain. `side` 0: its first pixel, 1: its last. */
export interface End {
  readonly chain: number;
  readonly side: 0 | 1;
}

export interface Surface {
  readonly owner: Int16Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly emPx: number;
}

/** What a turn costs an end that is joined to another one: across a gap, and under a label, where lines may cross. */
const GAP_TURN = 3;
const UNDER_TURN = 8;
/** How much farther apart ends are taken to be that meet at a corner under a label. */
const CORNER = 6;
/** Sine of the angle at which they meet. */
const MIN_ACROSS = 0.8;

export function endPixel(chain: Chain, side: 0 | 1): number {
  return chain.pixels[side === 0 ? 0 : chain.pixels.length - 1] as number;
}

/** Unit vector in which a chain leaves through one of its ends. */
export function endDirection(
  chain: Chain,
  side: 0 | 1,
  widthPx: number,
  spanPx: number,
): readonly [number, number] {
  const at = endPixel(chain, side);
  const back = Math.min(chain.pixels.length - 1, Math.max(2, Math.round(spanPx)));
  const from = chain.pixels[side === 0 ? back : chain.pixels.length - 1 - back] ?? at;
  const dx = (at % widthPx) - (from % widthPx);
  const dy = Math.floor(at / widthPx) - Math.floor(from / widthPx);
  const length = Math.hypot(dx, dy);
  return length ? [dx / length, dy / length] : [0, 0];
}

/** The nearest node within `reach` of a pixel, as its index; -1 if there is none. */
export function nearestNode(surface: Surface, pixel: number, reach: number): number {
  const owned = nearestOwned(surface, pixel, reach);
  return owned < 0 ? -1 : (surface.owner[owned] as number) - 1;
}

/** The nearest pixel within `reach` of another one that belongs to a node; -1 if there is none. */
export function nearestOwned(surface: Surface, pixel: number, reach: number): number {
  const { owner, widthPx: w, heightPx: h } = surface;
  const px = pixel % w;
  const py = Math.floor(pixel / w);
  let best = -1;
  let nearest = reach + 0.5;
  for (let y = Math.max(0, Math.floor(py - reach)); y <= Math.min(h - 1, py + reach); y++)
    for (let x = Math.max(0, Math.floor(px - reach)); x <= Math.min(w - 1, px + reach); x++) {
      if (owner[y * w + x] === 0) continue;
      const distance = Math.hypot(x - px, y - py);
      if (distance < nearest) {
        nearest = distance;
        best = y * w + x;
      }
    }
  return best;
}

/** Distance in pixels from a pixel to a node, infinite beyond `reach`. */
export function nodeDistance(surface: Surface, pixel: number, node: number, reach: number): number {
  const { owner, widthPx: w, heightPx: h } = surface;
  const px = pixel % w;
  const py = Math.floor(pixel / w);
  let nearest = Number.POSITIVE_INFINITY;
  for (let y = Math.max(0, py - reach); y <= Math.min(h - 1, py + reach); y++)
    for (let x = Math.max(0, px - reach); x <= Math.min(w - 1, px + reach); x++)
      if (owner[y * w + x] === node + 1) nearest = Math.min(nearest, Math.hypot(x - px, y - py));
  return nearest;
}

/**
 * The node that a straight continuation of the end meets within `reach`; -1 if there is none. The last piece may be one
 * side of an open arrow head, which leads back: then the line before it is continued.
 */
export function nodeAhead(surface: Surface, chain: Chain, side: 0 | 1, reach: number): number {
  const { widthPx: w, emPx } = surface;
  const node = alongRay(surface, endPixel(chain, side), endDirection(chain, side, w, 0.8 * emPx), reach);
  const head = Math.round(1.1 * emPx);
  if (node >= 0 || chain.pixels.length < 3 * head) return node;
  const { pixels } = chain;
  const line = { ...chain, pixels: side === 0 ? pixels.slice(head) : pixels.slice(0, -head) };
  const direction = endDirection(line, side, w, 1.5 * emPx);
  const [dx, dy] = endDirection(chain, side, w, 0.5 * emPx);
  if (dx * direction[0] + dy * direction[1] > 0) return -1;
  return alongRay(surface, endPixel(line, side), direction, reach + 2 * head);
}

function alongRay(surface: Surface, at: number, [dx, dy]: readonly [number, number], reach: number): number {
  const { owner, widthPx: w, heightPx: h } = surface;
  for (let t = 1; t <= reach; t++) {
    const x = Math.round((at % w) + dx * t);
    const y = Math.round(Math.floor(at / w) + dy * t);
    if (x < 0 || y < 0 || x >= w || y >= h) return -1;
    const id = owner[y * w + x] as number;
    if (id > 0) return id - 1;
  }
  return -1;
}

/**
 * Joins chains whose free ends face each other across a gap: a short one anywhere, a longer one under a label.
 * @param attached Whether an end already lies at a node.
 * @param sure Pairs of ends that belong together for another reason.
 */
export function bridgeGaps(
  chains: readonly Chain[],
  attached: (end: End) => boolean,
  labels: readonly Box[],
  surface: Surface,
  sure: readonly (readonly [End, End])[] = [],
): Chain[] {
  const { widthPx: w, emPx } = surface;
  const ends: { end: End; x: number; y: number; dx: number; dy: number; long: boolean }[] = [];
  chains.forEach((chain, index) => {
    for (const side of [0, 1] as const) {
      if ((side === 0 ? chain.start : chain.end) >= 0) continue;
      const end = { chain: index, side };
      if (attached(end) && !sure.some((pair) => pair.some((other) => sameEnd(other, end)))) continue;
      const at = endPixel(chain, side);
      const [dx, dy] = endDirection(chain, side, w, 0.9 * emPx);
      ends.push({ end, x: at % w, y: Math.floor(at / w), dx, dy, long: chain.pixels.length > 0.5 * emPx });
    }
  });
  const zones = labels.map((box) => grow(box, Math.round(0.8 * emPx)));
  const options: { a: number; b: number; cost: number; corner?: readonly [number, number] }[] = [];
  for (let i = 0; i < ends.length; i++)
    for (let j = i + 1; j < ends.length; j++) {
      const a = ends[i] as (typeof ends)[number];
      const b = ends[j] as (typeof ends)[number];
      if (a.end.chain === b.end.chain) continue;
      if (
        sure.some(
          ([p, q]) => (sameEnd(p, a.end) && sameEnd(q, b.end)) || (sameEnd(q, a.end) && sameEnd(p, b.end)),
        )
      ) {
        options.push({ a: i, b: j, cost: 0 });
        continue;
      }
      if (attached(a.end) || attached(b.end)) continue;
      const distance = Math.hypot(b.x - a.x, b.y - a.y);
      const under = zones.find((zone) => inBox(zone, a.x, a.y) && inBox(zone, b.x, b.y));
      if (distance > (under ? 30 : 1.3) * emPx) continue;
      const ux = distance ? (b.x - a.x) / distance : 0;
      const uy = distance ? (b.y - a.y) / distance : 0;
      const facing = Math.min(a.long ? a.dx * ux + a.dy * uy : 1, b.long ? -(b.dx * ux + b.dy * uy) : 1);
      const needed = distance < 0.6 * emPx ? 0.2 : under ? 0.5 : 0.8;
      if (facing < needed) {
        const corner = under && a.long && b.long ? meeting(a, b) : undefined;
        if (corner && inBox(under as Box, ...corner))
          options.push({ a: i, b: j, cost: CORNER * (apart(a, corner) + apart(b, corner)), corner });
        continue;
      }
      options.push({ a: i, b: j, cost: distance * (1 + (under ? UNDER_TURN : GAP_TURN) * (1 - facing)) });
    }
  options.sort((p, q) => p.cost - q.cost);
  const list: (Chain | undefined)[] = chains.map((chain) => ({ ...chain }));
  const position = ends.map(({ end }) => ({ ...end }));
  const taken = new Set<number>();
  for (const { a, b, corner } of options) {
    if (taken.has(a) || taken.has(b)) continue;
    const first = position[a] as { chain: number; side: 0 | 1 };
    const second = position[b] as { chain: number; side: 0 | 1 };
    if (first.chain === second.chain) continue;
    taken.add(a).add(b);
    const one = orient(list[first.chain] as Chain, first.side === 1);
    const two = orient(list[second.chain] as Chain, second.side === 0);
    const from = endPixel(one, 1);
    const to = endPixel(two, 0);
    const [start, stop] = [from, to].map((p) => [p % w, Math.floor(p / w)] as const);
    const gap = corner
      ? [...linePixels(...start!, ...corner).slice(1), ...linePixels(...corner, ...stop!).slice(1, -1)]
      : linePixels(...start!, ...stop!).slice(1, -1);
    const joined: Chain = {
      pixels: [...one.pixels, ...gap.map(([x, y]) => y * w + x), ...two.pixels],
      start: one.start,
      end: two.end,
    };
    const [keep, gone] = [first.chain, second.chain];
    const firstWasForward = first.side === 1;
    const secondWasForward = second.side === 0;
    list[keep] = joined;
    list[gone] = undefined;
    // The outer ends of both chains are now the ends of the joined one.
    for (const place of position) {
      if (place.chain === keep) place.side = (place.side === 0) === firstWasForward ? 0 : 1;
      else if (place.chain === gone) {
        place.chain = keep;
        place.side = (place.side === 1) === secondWasForward ? 1 : 0;
      }
    }
  }
  return list.filter((chain): chain is Chain => chain !== undefined);
}

interface Ray {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** The pixel at which two lines meet at about a right angle when both go straight on; undefined if they do not. */
function meeting(a: Ray, b: Ray): [number, number] | undefined {
  const across = a.dx * b.dy - a.dy * b.dx;
  if (Math.abs(across) < MIN_ACROSS) return undefined;
  const [x, y] = [b.x - a.x, b.y - a.y];
  const along = [(x * b.dy - y * b.dx) / across, (x * a.dy - y * a.dx) / across] as const;
  if (along[0] < 0 || along[1] < 0) return undefined;
  return [Math.round(a.x + along[0] * a.dx), Math.round(a.y + along[0] * a.dy)];
}

const apart = ({ x, y }: Ray, [toX, toY]: readonly [number, number]): number => Math.hypot(toX - x, toY - y);

const sameEnd = (a: End, b: End): boolean => a.chain === b.chain && a.side === b.side;

/** The chain itself if `asIs`, otherwise turned round. */
function orient(chain: Chain, asIs: boolean): Chain {
  return asIs ? chain : { pixels: [...chain.pixels].reverse(), start: chain.end, end: chain.start };
}

function inBox(box: Box, x: number, y: number): boolean {
  return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
}

/** An end at a node, with its place and the unit vector that leads out of the line there. */
export interface AttachedEnd {
  readonly end: End;
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Shorter pieces have no sure direction, in font sizes. */
const SHORTEST_EM = 0.8;

/** The ends at nodes of all chains that are long enough to have a direction; `attached` gives the node an end lies at, or -1. */
export function attachedEnds(
  chains: readonly Chain[],
  attached: (end: End) => number,
  { widthPx: w, emPx }: Pick<Surface, 'widthPx' | 'emPx'>,
): AttachedEnd[] {
  return chains.flatMap((chain, index) => {
    if (chain.pixels.length < SHORTEST_EM * emPx) return [];
    return ([0, 1] as const).flatMap((side) => {
      const end = { chain: index, side };
      const node = attached(end);
      if (node < 0) return [];
      const p = endPixel(chain, side);
      const [dx, dy] = endDirection(chain, side, w, 1.2 * emPx);
      return [{ end, node, x: p % w, y: Math.floor(p / w), dx, dy }];
    });
  });
}
