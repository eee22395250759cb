/** The labels along the category axis, and where each stands. */
import { median } from '../grid';
import { type ChartText, centreX, centreY } from './words';

export interface Categories {
  readonly labels: readonly ChartText[];
  /** Places along the axis in pixels. */
  readonly places: readonly number[];
}

/**
 * Labels below an upright plot.
 *
 * @param below Lower edge of the plot.
 * @param from Left edge of the plot.
 */
export function labelsBelow(
  texts: readonly ChartText[],
  below: number,
  from: number,
  emPx: number,
): ChartText[] {
  const under = texts.filter(
    (text) => centreY(text) > below && text.box.x1 > from - emPx && text.box.y0 > below - 0.9 * emPx,
  );
  const rows = under.map((first) => under.filter(({ box }) => Math.abs(box.y0 - first.box.y0) < 0.9 * emPx));
  // The first row of several; an axis title stands alone further down.
  const top = Math.min(...under.map(({ box }) => box.y0));
  const row = rows
    .filter((one) => one.length >= 2 && Math.min(...one.map(({ box }) => box.y0)) < top + 2.5 * emPx)
    .sort((a, b) => b.length - a.length)[0];
  return [...(row ?? [])].sort((a, b) => centreX(a) - centreX(b));
}

/** Labels left of a lying plot, which end at one line or begin at one. */
export function labelsBeside(
  texts: readonly ChartText[],
  right: number,
  top: number,
  bottom: number,
  emPx: number,
): ChartText[] {
  const beside = texts.filter(
    (text) =>
      text.turned !== 'upright' &&
      text.box.x1 < right + 0.5 * emPx &&
      centreY(text) > top - emPx &&
      centreY(text) < bottom + emPx,
  );
  const edge = Math.max(...beside.map(({ box }) => box.x1));
  return beside.filter(({ box }) => edge - box.x1 < 1.6 * emPx).sort((a, b) => centreY(a) - centreY(b));
}

/** Where labels point: their middle, or the end of slanted ones, whichever agrees with the marks. */
export function placesOf(labels: readonly ChartText[], upright: boolean, marks: readonly number[]): number[] {
  if (!upright) return labels.map(centreY);
  const middles = labels.map(centreX);
  if (labels.every(({ turned }) => turned === 'level')) return middles;
  const ends = labels.map((label) => (label.turned === 'slanted' ? label.end.x : centreX(label)));
  if (marks.length === 0) return middles;
  const off = (places: readonly number[]): number =>
    median(marks.map((mark) => Math.min(...places.map((place) => Math.abs(place - mark)))));
  return off(ends) < off(middles) ? ends : middles;
}

/** Categories stand evenly: a place that the others agree on is better than a label's own middle. */
export function evened(places: readonly number[], tolerancePx: number): number[] {
  const n = places.length;
  if (n < 4) return [...places];
  const pitch = median(places.slice(1).map((place, i) => place - places[i]!));
  if (pitch <= 0) return [...places];
  const steps = places.map((place) => Math.round((place - places[0]!) / pitch));
  if (new Set(steps).size < n) return [...places];
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const [mx, my] = [mean(steps), mean(places)];
  let [cross, square] = [0, 0];
  steps.forEach((step, i) => {
    cross += (step - mx) * (places[i]! - my);
    square += (step - mx) ** 2;
  });
  const even = steps.map((step) => my + (cross / square) * (step - mx));
  return even.every((place, i) => Math.abs(place - places[i]!) < tolerancePx) ? even : [...places];
}
