/** Which of the routes through lines that share pieces were drawn: the set that explains lines and heads best. */
import type { Alike, Route } from './routes';

/** A route and the heads that are seen at its ends. */
export interface Option {
  readonly route: Route;
  readonly headAtStart: boolean;
  readonly headAtEnd: boolean;
}

/** How much rarer something makes a drawing, as a logarithm; fitted to drawings of several renderers. */
const COST = {
  route: 0.3,
  loop: 2,
  /** Each turn where a straighter way was free. */
  weakTurn: 0.9,
  /** For a turn of one radian. */
  turn: 0.25,
  /** A line that ends in the opposite direction to the one that it starts in. */
  turnBack: 1,
  /** A line that changes its style on its way. */
  unlike: 0.6,
  /** A line that runs on behind a node. */
  pass: 0.6,
  /** A line that starts where another one has its head. */
  atHead: 0.8,
  /** A line that runs on behind a node where a head stands at its border. */
  pastHead: 4,
  /** An end that no route leads to. */
  endLeft: 3,
  /** A piece of line that no route runs along. */
  pieceLeft: 0.8,
} as const;

/** Edges with no head, with one and with two that a drawing has before one has looked at it. */
const USUAL = [1, 8, 0.6] as const;

/** More steps than a search takes. */
const MAX_STEPS = 200;

/**
 * @returns The routes that were drawn, each with the heads that are its own: where routes share an end, a head there may
 * belong to only some of them.
 */
export function chooseRoutes<T extends Option>(
  options: readonly T[],
  alike: Alike,
  widthPx: number,
  emPx: number,
): T[] {
  const bundles = bundlesOf(options);
  const plain = options.filter(({ route }) => route.passed.length === 0);
  const prices = headPrices(
    bundlesOf(plain)
      .filter(({ length }) => length === 1)
      .flat(),
  );
  return bundles.flatMap((bundle) => new Choice(bundle, prices, alike, widthPx, emPx).best());
}

/** Routes that share lines, directly or over others. */
function bundlesOf<T extends Option>(options: readonly T[]): T[][] {
  const parent = options.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] as number;
    return at;
  };
  const first = new Map<number, number>();
  options.forEach(({ route }, i) => {
    for (const chain of route.chains) {
      const other = first.get(chain);
      if (other === undefined) first.set(chain, i);
      else parent[root(i)] = root(other);
    }
  });
  const bundles = new Map<number, T[]>();
  options.forEach((option, i) => {
    const list = bundles.get(root(i));
    if (list) list.push(option);
    else bundles.set(root(i), [option]);
  });
  return [...bundles.values()];
}

/** What an edge costs by the number of its heads, from the lines that leave no choice. */
function headPrices(alone: readonly Option[]): number[] {
  const count: number[] = [...USUAL];
  for (const { headAtStart, headAtEnd } of alone) count[Number(headAtStart) + Number(headAtEnd)]!++;
  const most = Math.max(...count);
  return count.map((n) => Math.log(most / n));
}

interface Item {
  readonly cost: number;
  /** Numbers of its ends and of the pieces of line it runs along. */
  readonly ends: readonly [number, number];
  /** Numbers of the ends that it runs on from behind a node. */
  readonly passed: readonly number[];
  readonly pieces: readonly number[];
}

type Heads = readonly [atStart: boolean, atEnd: boolean];

/** The search for the best set of routes in one bundle: from none, the change that gains most at each step. */
class Choice<T extends Option> {
  readonly #items: readonly Item[];
  /** Whether there is a head at each end. */
  readonly #headed: readonly boolean[];
  readonly #pieceCount: number;

  constructor(
    private readonly options: readonly T[],
    private readonly prices: readonly number[],
    alike: Alike,
    widthPx: number,
    emPx: number,
  ) {
    const ends = new Map<string, number>();
    const pieces = new Map<number, number>();
    const numberOf = <K>(known: Map<K, number>, key: K): number => {
      const number = known.get(key) ?? known.size;
      known.set(key, number);
      return number;
    };
    this.#items = options.map(({ route }) => {
      const { chains, passed } = route;
      const sameStyle = alike(chains[0] as number, chains[chains.length - 1] as number);
      return {
        cost:
          COST.route +
          COST.weakTurn * route.weakTurns +
          COST.turn * route.sharpest +
          (turnsBack(route.pixels, widthPx, emPx) ? COST.turnBack : 0) +
          (sameStyle ? 0 : COST.unlike) +
          (COST.pass * passed.length) / 2 +
          (route.from === route.to ? COST.loop : 0),
        ends: [numberOf(ends, route.ends[0]), numberOf(ends, route.ends[1])],
        passed: passed.map((end) => numberOf(ends, end)),
        pieces: chains.map((chain) => numberOf(pieces, chain)),
      };
    });
    // The routes from one end see its head alike, but for those that are too short to.
    const votes = new Array<number>(ends.size).fill(0);
    options.forEach(({ route, headAtStart, headAtEnd }, i) => {
      if (route.passed.length > 0) return;
      const [start, end] = (this.#items[i] as Item).ends;
      votes[start]! += headAtStart ? 1 : -1;
      votes[end]! += headAtEnd ? 1 : -1;
    });
    this.#headed = votes.map((vote) => vote >= 0);
    this.#pieceCount = pieces.size;
  }

  best(): T[] {
    // A line that stops at every node is likelier than one that runs behind some, until all is explained.
    const stopping = this.#search(new Set(), false);
    const all = this.#items.some(({ passed }) => passed.length > 0);
    const chosen = all ? this.#search(stopping, true) : stopping;
    return [...this.#heads(chosen)]
      .sort(([a], [b]) => a - b)
      .map(([i, [headAtStart, headAtEnd]]) => ({ ...(this.options[i] as T), headAtStart, headAtEnd }));
  }

  /** @param passing Whether lines may run on behind nodes. */
  #search(first: ReadonlySet<number>, passing: boolean): ReadonlySet<number> {
    let chosen = first;
    let cost = this.#cost(chosen);
    for (let step = 0; step < MAX_STEPS; step++) {
      const before = chosen;
      for (const other of this.#changes(before, passing)) {
        const its = this.#cost(other);
        if (its > cost - 1e-6) continue;
        cost = its;
        chosen = other;
      }
      if (chosen === before) break;
    }
    return chosen;
  }

  /** Every set with one route more or less, or with one in another's place that shares something with it. */
  *#changes(chosen: ReadonlySet<number>, passing: boolean): Generator<ReadonlySet<number>> {
    for (let i = 0; i < this.#items.length; i++) {
      const { passed } = this.#items[i] as Item;
      if (passed.length > 0 && !passing) continue;
      const toggled = new Set(chosen);
      if (toggled.delete(i)) {
        yield toggled;
        continue;
      }
      yield toggled.add(i);
      if (passed.length > 0) yield new Set([...toggled].filter((other) => !this.#isPart(other, i)));
      for (const gone of chosen) {
        if (!this.#meet(i, gone)) continue;
        const swapped = new Set(toggled);
        swapped.delete(gone);
        yield swapped;
      }
    }
  }

  /** Whether a route runs along pieces of another one only, and stops where that one runs on behind a node. */
  #isPart(part: number, whole: number): boolean {
    const [one, other] = [this.#items[part] as Item, this.#items[whole] as Item];
    return (
      part !== whole &&
      one.ends.some((end) => other.passed.includes(end)) &&
      one.pieces.every((piece) => other.pieces.includes(piece))
    );
  }

  #meet(a: number, b: number): boolean {
    const [one, other] = [this.#items[a] as Item, this.#items[b] as Item];
    return one.pieces.some((piece) => other.pieces.includes(piece));
  }

  #cost(chosen: ReadonlySet<number>): number {
    let cost = 0;
    const ends = new Uint8Array(this.#headed.length);
    const pieces = new Uint8Array(this.#pieceCount);
    for (const [i, [atStart, atEnd]] of this.#heads(chosen)) {
      const item = this.#items[i] as Item;
      const [start, end] = item.ends;
      cost += item.cost + (this.prices[Number(atStart) + Number(atEnd)] as number);
      if ((this.#headed[start] && !atStart) || (this.#headed[end] && !atEnd)) cost += COST.atHead;
      ends[start] = 1;
      ends[end] = 1;
      for (const piece of item.pieces) pieces[piece] = 1;
      for (const end of item.passed) {
        ends[end] = 1;
        if (this.#headed[end]) cost += COST.pastHead;
      }
    }
    for (const used of ends) if (!used) cost += COST.endLeft;
    for (const used of pieces) if (!used) cost += COST.pieceLeft;
    return cost;
  }

  /** The heads of each route: every head belongs to one of them at least. */
  #heads(chosen: ReadonlySet<number>): Map<number, Heads> {
    const owned = new Set<number>();
    const result = new Map<number, Heads>();
    const between: number[] = [];
    for (const i of chosen) {
      const [start, end] = (this.#items[i] as Item).ends;
      const heads: Heads = [this.#headed[start] as boolean, this.#headed[end] as boolean];
      if (heads[0] && heads[1]) {
        between.push(i);
        continue;
      }
      result.set(i, heads);
      if (heads[0]) owned.add(start);
      if (heads[1]) owned.add(end);
    }
    // The plainest route first: it has both heads if no other one has either.
    between.sort((a, b) => (this.#items[a] as Item).cost - (this.#items[b] as Item).cost || a - b);
    for (const i of between) {
      const [start, end] = (this.#items[i] as Item).ends;
      const heads: Heads = [!owned.has(start), !owned.has(end)];
      result.set(i, heads[0] || heads[1] ? heads : [false, true]);
      owned.add(start).add(end);
    }
    return result;
  }
}

/** Whether a line ends in about the opposite direction to the one that it starts in. */
function turnsBack(pixels: readonly number[], widthPx: number, emPx: number): boolean {
  const last = pixels.length - 1;
  const span = Math.min(last, Math.round(emPx));
  const heading = (a: number, b: number): readonly [number, number] => {
    const [from, to] = [pixels[a] as number, pixels[b] as number];
    return [(to % widthPx) - (from % widthPx), Math.floor(to / widthPx) - Math.floor(from / widthPx)];
  };
  const [ax, ay] = heading(0, span);
  const [bx, by] = heading(last - span, last);
  return ax * bx + ay * by < -0.5 * Math.hypot(ax, ay) * Math.hypot(bx, by);
}
