/** The labels along the category axis, and where each stands. */
import { median } from '../grid';
import { leastSquares } from './least-squares';
import { type ChartText, centreX, centreY, heightOf, wordCount } from './words';

export interface Category {
  /** Empty where no label was read. */
  readonly name: string;
  /** Place along the axis in pixels. */
  readonly at: number;
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
    (text) =>
      centreY(text) > below &&
      text.box.x1 > from - emPx &&
      text.box.y0 > below - 0.9 * emPx &&
      // Tick marks that were read as letters.
      heightOf(text) > 0.75 * emPx,
  );
  const rows = under.map((first) => under.filter((other) => areInOneRow(first, other, emPx)));
  // The first row of several; an axis title stands alone further down.
  const top = Math.min(...under.map(({ box }) => box.y0));
  const row = rows
    .filter((one) => wordCount(one) >= 2 && Math.min(...one.map(({ box }) => box.y0)) < top + 2.5 * emPx)
    .sort((a, b) => wordCount(b) - wordCount(a))[0];
  return [...(row ?? [])].sort((a, b) => centreX(a) - centreX(b));
}

/** Of slanted labels some may have been read as if they were level: in the middle of where they stand. */
function areInOneRow(a: ChartText, b: ChartText, emPx: number): boolean {
  if (Math.abs(a.box.y0 - b.box.y0) < 0.9 * emPx) return true;
  const inside = (level: ChartText, { box, turned }: ChartText): boolean =>
    turned === 'slanted' && centreY(level) > box.y0 && centreY(level) < box.y1;
  return inside(a, b) || inside(b, a);
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
  const labels = beside
    .filter(({ box }) => edge - box.x1 < 1.6 * emPx)
    .sort((a, b) => centreY(a) - centreY(b));
  // Letters of the axis title, which runs upwards beside the labels.
  const scraps = labels.filter(({ words }) => words.length > 1 && words[0]!.text.length === 1);
  if (2 * scraps.length > labels.length) return labels;
  return labels.map((label) =>
    scraps.includes(label)
      ? {
          ...label,
          text: label.words
            .slice(1)
            .map(({ text }) => text)
            .join(' '),
        }
      : label,
  );
}

/** The part of a label that stands at its place. */
type Anchor = 'middle' | 'end' | 'start';

/**
 * Categories in their order. Labels that run together are cut where their words stand as evenly as the others, places
 * without a label between others or at the marks beyond them are told without a name.
 *
 * @param labels Along the axis.
 * @param marks Places of the marks along the axis.
 */
export function categoriesOf(
  labels: readonly ChartText[],
  upright: boolean,
  marks: readonly number[],
  emPx: number,
): Category[] {
  const [first, ...others] = categoryChoices(labels, upright, marks, emPx);
  const off = (categories: readonly Category[]): number =>
    median(marks.map((mark) => Math.min(...categories.map(({ at }) => Math.abs(at - mark)))));
  return others.reduce((best, other) => (off(other) < off(best) ? other : best), first ?? []);
}

/** What the categories may be: slanted labels point at their places with their middle, their end or their beginning. */
export function categoryChoices(
  labels: readonly ChartText[],
  upright: boolean,
  marks: readonly number[],
  emPx: number,
): Category[][] {
  const slanted = upright && labels.some(({ turned }) => turned === 'slanted');
  const anchors: readonly Anchor[] = slanted ? ['middle', 'end', 'start'] : ['middle'];
  return anchors.map((anchor) => {
    const place = upright ? placing(labels, anchor) : centreY;
    const whole = labels.map((label) => ({ name: label.text, at: place(label) }));
    const categories = upright && labels.length > 0 ? cutApart(labels, whole, marks, place, emPx) : whole;
    return filled(evened(categories, 0.9 * emPx), marks);
  });
}

type Placed = Pick<ChartText, 'text' | 'box'> & Partial<Pick<ChartText, 'turned' | 'end'>>;

/** Where a label or a word of one points. Those that were read as if they were level are as slanted as the others. */
function placing(labels: readonly ChartText[], anchor: Anchor): (text: Placed) => number {
  if (anchor === 'middle') return centreX;
  const slanted = labels.filter(({ turned }) => turned === 'slanted');
  const perLetter = median(slanted.map((label) => (label.end.x - centreX(label)) / label.text.length));
  const sign = anchor === 'end' ? 1 : -1;
  return (text) => {
    const half =
      text.turned === 'slanted' && text.end ? text.end.x - centreX(text) : perLetter * text.text.length;
    return centreX(text) + sign * half;
  };
}

function cutApart(
  labels: readonly ChartText[],
  whole: readonly Category[],
  marks: readonly number[],
  place: (text: Placed) => number,
  emPx: number,
): readonly Category[] {
  const words = labels.flatMap((label): readonly Placed[] =>
    label.words.length > 1 ? label.words : [label],
  );
  if (words.length === labels.length) return whole;
  const centres = [...new Set(marks)].sort((a, b) => a - b);
  const parts = words.map((word) => ({ name: word.text, at: place(word) }));
  if (stepsOf(whole, 0.12) && whole.length > 2) return whole;
  if (centres.length === words.length && centres.length !== labels.length)
    return parts.map(({ name }, i) => ({ name, at: centres[i]! }));
  const longest = Math.max(...labels.map(({ box }) => box.x1 - box.x0));
  return parts.length > 2 && longest > 3 * emPx && stepsOf(parts, 0.25) ? parts : whole;
}

/**
 * How many places each category is from the first, if they stand evenly.
 *
 * @param tolerance As a share of the distance of two places.
 */
function stepsOf(categories: readonly Category[], tolerance: number): number[] | undefined {
  const places = categories.map(({ at }) => at);
  const gaps = places.slice(1).map((place, i) => place - places[i]!);
  if (gaps.length === 0) return undefined;
  // The lower middle: where a label is missing, a gap is twice as wide.
  const pitch = [...gaps].sort((a, b) => a - b)[(gaps.length - 1) >> 1]!;
  if (pitch <= 0) return undefined;
  const steps = places.map((place) => Math.round((place - places[0]!) / pitch));
  if (new Set(steps).size < places.length) return undefined;
  const { slope, offset } = leastSquares(steps, places);
  return places.every((place, i) => Math.abs(place - offset - slope * steps[i]!) <= tolerance * pitch)
    ? steps
    : undefined;
}

/** A place that the others agree on is better than a label's own middle; places without a label are filled in. */
function evened(categories: readonly Category[], tolerancePx: number): readonly Category[] {
  const steps = categories.length >= 3 ? stepsOf(categories, 0.3) : undefined;
  if (!steps) return categories;
  const { slope, offset } = leastSquares(
    steps,
    categories.map(({ at }) => at),
  );
  if (!categories.every(({ at }, i) => Math.abs(at - offset - slope * steps[i]!) < tolerancePx))
    return categories;
  return Array.from({ length: steps[steps.length - 1]! + 1 }, (_, step) => ({
    name: categories[steps.indexOf(step)]?.name ?? '',
    at: offset + slope * step,
  }));
}

/** Marks that stand beyond the first or the last label have categories, too. */
function filled(categories: readonly Category[], marks: readonly number[]): Category[] {
  const result = [...categories];
  if (result.length < 3 || marks.length === 0) return result;
  const pitch = (result[result.length - 1]!.at - result[0]!.at) / (result.length - 1);
  const [first, last] = [Math.min(...marks), Math.max(...marks)];
  while (first < result[0]!.at - 0.6 * pitch) result.unshift({ name: '', at: result[0]!.at - pitch });
  while (last > result[result.length - 1]!.at + 0.6 * pitch)
    result.push({ name: '', at: result[result.length - 1]!.at + pitch });
  return result;
}
