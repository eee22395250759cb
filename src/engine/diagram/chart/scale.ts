/** From the places of tick labels to the value of any place along the axis. */
import { leastSquares } from './least-squares';

export interface Tick {
  /** Place along the axis in pixels. */
  readonly at: number;
  readonly value: number;
}

export interface Scale {
  readonly kind: 'linear' | 'logarithmic';
  /** The value at a place. */
  valueAt(at: number): number;
  placeOf(value: number): number;
  /** Values per pixel at a place. */
  perPixel(at: number): number;
  /** Standard error of the place of a value, in pixels. */
  readonly errorPx: number;
  /** Those that agree with one another. */
  readonly ticks: readonly Tick[];
  /** Their least and greatest place, and how far they stand apart on average, in pixels. */
  readonly extent: { readonly from: number; readonly to: number; readonly stepPx: number };
}

/** Fewer agree by chance. */
const LEAST_TICKS = 3;

/**
 * Fits the line that most ticks agree on: every pair proposes one (RANSAC without chance), and the ticks that agree
 * with the best are fitted by least squares.
 *
 * @param tolerancePx How far a label may stand from its place.
 * @returns undefined where fewer than three ticks agree, or not most of them
 */
export function fitScale(ticks: readonly Tick[], tolerancePx: number): Scale | undefined {
  const linear = fitAs(ticks, tolerancePx, 'linear');
  const positive = ticks.filter(({ value }) => value > 0);
  if (linear && linear.ticks.length >= positive.length) return linear;
  const log = positive.length >= LEAST_TICKS ? fitAs(positive, tolerancePx, 'logarithmic') : undefined;
  return log && log.ticks.length > (linear?.ticks.length ?? 0) ? log : linear;
}

function fitAs(ticks: readonly Tick[], tolerancePx: number, kind: Scale['kind']): Scale | undefined {
  const level = (value: number): number => (kind === 'linear' ? value : Math.log10(value));
  let best: readonly Tick[] = [];
  let bestError = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ticks.length; i++)
    for (let j = i + 1; j < ticks.length; j++) {
      const [a, b] = [ticks[i]!, ticks[j]!];
      const run = level(b.value) - level(a.value);
      if (run === 0 || Math.abs(a.at - b.at) < 2 * tolerancePx) continue;
      const slope = (b.at - a.at) / run;
      const off = (tick: Tick): number =>
        Math.abs(tick.at - (a.at + slope * (level(tick.value) - level(a.value))));
      const agree = ticks.filter((tick) => off(tick) <= tolerancePx);
      const error = agree.reduce((sum, tick) => sum + off(tick), 0);
      if (agree.length > best.length || (agree.length === best.length && error < bestError)) {
        best = agree;
        bestError = error;
      }
    }
  if (best.length < LEAST_TICKS || 2 * best.length <= ticks.length) return undefined;
  const { slope, offset } = leastSquares(
    best.map(({ value }) => level(value)),
    best.map(({ at }) => at),
  );
  const placeOf = (value: number): number => offset + slope * level(value);
  const levelAt = (at: number): number => (at - offset) / slope;
  const residual = best.reduce((sum, tick) => sum + (tick.at - placeOf(tick.value)) ** 2, 0);
  const valueAt = (at: number): number => (kind === 'linear' ? levelAt(at) : 10 ** levelAt(at));
  return {
    kind,
    ticks: best,
    extent: extentOf(best.map(({ at }) => at)),
    valueAt,
    placeOf,
    perPixel: (at) => Math.abs(valueAt(at + 0.5) - valueAt(at - 0.5)),
    errorPx: Math.sqrt(residual / Math.max(1, best.length - 2) / best.length + 0.1),
  };
}

function extentOf(places: readonly number[]): Scale['extent'] {
  const [from, to] = [Math.min(...places), Math.max(...places)];
  return { from, to, stepPx: (to - from) / Math.max(1, places.length - 1) };
}
