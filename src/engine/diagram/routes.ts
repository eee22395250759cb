/** Ways through the strokes from node to node, going straight on where lines cross. */
import { type End, endDirection } from './links';
import type { Pass } from './passes';
import type { StrokeGraph } from './strokes';

export interface Route {
  readonly from: number;
  readonly to: number;
  /** Pixel indices from the first node to the second. */
  readonly pixels: readonly number[];
  readonly chains: readonly number[];
  /** The attached ends it runs between. */
  readonly ends: readonly [string, string];
  /** The attached ends it runs on from behind a node. */
  readonly passed: readonly string[];
  /** Sharp turns taken at junctions where a straighter way was free. */
  readonly weakTurns: number;
  /** The sharpest turn at a junction, in radians. */
  readonly sharpest: number;
}

/** A route whose pixels are not gathered yet. */
interface Way extends Omit<Route, 'pixels' | 'chains'> {
  readonly path: readonly Step[];
}

/** A chain by the end it is entered at, and what is hidden before it. */
interface Step extends End {
  readonly hidden?: readonly number[];
}

const FORK_LIMIT = (100 / 180) * Math.PI;
const CROSSING_LIMIT = (60 / 180) * Math.PI;
/** Lines that cross go on without a turn, but for the unsteadiness of short pieces. */
const STRAIGHT_LIMIT = (22 / 180) * Math.PI;
/** Lines less slanting than this are level or upright. */
const LEVEL_LIMIT = (14 / 180) * Math.PI;
/** A way is straighter than another one from this difference on. */
const BEND = (25 / 180) * Math.PI;
const MAX_DEPTH = 60;
const MAX_ROUTES = 400;
/** Most nodes that a line runs behind. */
const MAX_PASSES = 3;

export const endKey = ({ chain, side }: End): string => `${chain}/${side}`;

interface Turn {
  readonly to: End;
  readonly angle: number;
  readonly weak: boolean;
}

/** Whether two chains are drawn in the same style. */
export type Alike = (a: number, b: number) => boolean;

/** From an end of a chain at a junction, the ends one may go on with. */
function turnsOf(graph: StrokeGraph, widthPx: number, spanPx: number, alike: Alike): Map<string, Turn[]> {
  const turns = new Map<string, Turn[]>();
  const at: End[][] = graph.junctions.map(() => []);
  graph.chains.forEach((chain, index) => {
    if (chain.start >= 0) at[chain.start]?.push({ chain: index, side: 0 });
    if (chain.end >= 0) at[chain.end]?.push({ chain: index, side: 1 });
  });
  for (const ends of at) {
    const directions = ends.map(({ chain, side }) => {
      const [dx, dy] = endDirection(graph.chains[chain]!, side, widthPx, spanPx);
      return Math.atan2(dy, dx);
    });
    const pairs: { i: number; j: number; angle: number }[] = [];
    for (let i = 0; i < ends.length; i++)
      for (let j = i + 1; j < ends.length; j++) {
        // Both directions point into the junction: straight on means they are opposite.
        const d = Math.abs((directions[i] as number) - (directions[j] as number));
        pairs.push({ i, j, angle: Math.abs(Math.PI - Math.min(d, 2 * Math.PI - d)) });
      }
    pairs.sort((a, b) => a.angle - b.angle);
    const add = (i: number, j: number, angle: number, weak: boolean): void => {
      for (const [from, to] of [
        [i, j],
        [j, i],
      ] as const) {
        const key = endKey(ends[from] as End);
        const list = turns.get(key) ?? [];
        if (!list.some((turn) => endKey(turn.to) === endKey(ends[to] as End)))
          list.push({ to: ends[to] as End, angle, weak });
        turns.set(key, list);
      }
    };
    const straightest = ends.map((_, k) =>
      Math.min(...pairs.filter(({ i, j }) => i === k || j === k).map(({ angle }) => angle)),
    );
    /** Whether both lines had a straighter way on. */
    const bends = (i: number, j: number, angle: number): boolean =>
      angle - Math.max(straightest[i] as number, straightest[j] as number) > BEND;
    if (ends.length <= 3) {
      for (const { i, j, angle } of pairs)
        if (angle <= FORK_LIMIT || ends.length === 2) add(i, j, angle, bends(i, j, angle));
      continue;
    }
    const matched = new Set<number>();
    for (const { i, j, angle } of pairs) {
      if (matched.has(i) || matched.has(j) || angle > CROSSING_LIMIT) continue;
      matched.add(i).add(j);
      add(i, j, angle, false);
    }
    if (
      isCrossing(pairs, matched, directions, (i, j) => alike((ends[i] as End).chain, (ends[j] as End).chain))
    )
      continue;
    for (const { i, j, angle } of pairs) {
      if (angle > FORK_LIMIT) continue;
      add(i, j, angle, bends(i, j, angle));
    }
  }
  return turns;
}

/**
 * Whether two straight lines cross here and nothing else. Level and upright lines may as well be branches of one trunk
 * that part at right angles; slanting ones do not, nor do lines of different styles.
 */
function isCrossing(
  pairs: readonly { readonly i: number; readonly j: number; readonly angle: number }[],
  matched: ReadonlySet<number>,
  directions: readonly number[],
  alike: Alike,
): boolean {
  if (directions.length !== 4 || matched.size !== 4) return false;
  const [first, second] = pairs as [(typeof pairs)[number], (typeof pairs)[number]];
  const apart = first.i !== second.i && first.i !== second.j && first.j !== second.i && first.j !== second.j;
  if (!apart || second.angle > STRAIGHT_LIMIT) return false;
  const unlike = [first.i, first.j].every((i) => !alike(i, second.i) && !alike(i, second.j));
  if (unlike && alike(first.i, first.j) && alike(second.i, second.j)) return true;
  const slant = (angle: number): number => {
    const rest = Math.abs(angle) % (Math.PI / 2);
    return Math.min(rest, Math.PI / 2 - rest);
  };
  return directions.some((direction) => slant(direction) > LEVEL_LIMIT);
}

interface Detour {
  readonly to: End;
  readonly hidden: readonly number[];
}

/** From an attached end, the ends that its line may go on with behind the node. */
function detoursOf(passes: readonly Pass[]): Map<string, Detour[]> {
  const detours = new Map<string, Detour[]>();
  for (const { ends, gap } of passes) {
    const [a, b] = ends;
    detours.set(endKey(a), [...(detours.get(endKey(a)) ?? []), { to: b, hidden: gap }]);
    detours.set(endKey(b), [...(detours.get(endKey(b)) ?? []), { to: a, hidden: [...gap].reverse() }]);
  }
  return detours;
}

/**
 * All routes between attached ends, the straightest for each two.
 * @param attached The node an end lies at, or -1.
 */
export function findRoutes(
  graph: StrokeGraph,
  attached: (end: End) => number,
  passes: readonly Pass[],
  alike: Alike,
  widthPx: number,
  emPx: number,
): Route[] {
  const turns = turnsOf(graph, widthPx, 0.7 * emPx, alike);
  const detours = detoursOf(passes);
  const best = new Map<string, Way>();
  const better = (a: Way, b: Way): boolean =>
    (a.passed.length - b.passed.length || a.weakTurns - b.weakTurns || a.sharpest - b.sharpest) < 0;
  graph.chains.forEach((_, index) => {
    for (const side of [0, 1] as const) {
      const start = { chain: index, side };
      const from = attached(start);
      if (from < 0) continue;
      let budget = MAX_ROUTES;
      const walk = (
        entry: End,
        path: Step[],
        weakTurns: number,
        sharpest: number,
        passed: readonly string[],
      ): void => {
        if (path.length > MAX_DEPTH || budget-- <= 0) return;
        const exit: End = { chain: entry.chain, side: entry.side === 0 ? 1 : 0 };
        const to = attached(exit);
        if (to >= 0) {
          const ends = [endKey(start), endKey(exit)] as const;
          const name = [...ends].sort().join(' ');
          const way = { from, to, ends, weakTurns, sharpest, passed, path };
          const known = best.get(name);
          if (!known || better(way, known)) best.set(name, way);
          if (passed.length >= 2 * MAX_PASSES) return;
          for (const { to: next, hidden } of detours.get(endKey(exit)) ?? []) {
            if (path.some(({ chain }) => chain === next.chain)) continue;
            const both = [...passed, endKey(exit), endKey(next)];
            walk(next, [...path, { ...next, hidden }], weakTurns, sharpest, both);
          }
          return;
        }
        for (const turn of turns.get(endKey(exit)) ?? []) {
          if (path.some(({ chain }) => chain === turn.to.chain)) continue;
          walk(
            turn.to,
            [...path, turn.to],
            weakTurns + (turn.weak ? 1 : 0),
            Math.max(sharpest, turn.angle),
            passed,
          );
        }
      };
      walk(start, [start], 0, 0, []);
    }
  });
  return [...best.values()].map(({ path, ...way }) => ({
    ...way,
    chains: path.map(({ chain }) => chain),
    pixels: pixelsOf(graph, path),
  }));
}

function pixelsOf(graph: StrokeGraph, path: readonly Step[]): number[] {
  return path.flatMap(({ chain, side, hidden = [] }) => {
    const { pixels } = graph.chains[chain]!;
    return [...hidden, ...(side === 0 ? pixels : [...pixels].reverse())];
  });
}
