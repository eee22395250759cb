/** Title and axis titles: what is left when ticks, categories and legend are known. */
import type { Box } from '../grid';
import { type ChartText, centreX, centreY, heightOf, widthOf } from './words';

/** The highest text above the plot, and what stands closely beside it. */
export function titleOf(texts: readonly ChartText[], above: number, emPx: number): string {
  return titleTexts(texts, above, emPx)
    .map(({ text }) => text)
    .join(' ');
}

export function titleTexts(texts: readonly ChartText[], above: number, emPx: number): readonly ChartText[] {
  const over = texts.filter(
    (text) => text.turned === 'level' && centreY(text) < above && /\p{L}/u.test(text.text),
  );
  if (over.length === 0) return [];
  // The tallest; of equals the highest.
  const tallest = Math.max(...over.map(heightOf));
  const first = over
    .filter((text) => heightOf(text) > 0.72 * tallest)
    .sort((a, b) => a.box.y0 - b.box.y0)[0]!;
  return over
    .filter((text) => Math.abs(centreY(text) - centreY(first)) < 0.6 * emPx && heightOf(text) > 0.7 * tallest)
    .sort((a, b) => a.box.x0 - b.box.x0);
}

/** Of the texts above an axis on top of the plot, the lowest, if a title of the chart stands above it. */
export function titleAbove(texts: readonly ChartText[], labels: readonly ChartText[]): ChartText | undefined {
  const top = Math.min(...labels.map(({ box }) => box.y0));
  const over = texts
    .filter((text) => text.turned === 'level' && centreY(text) < top && /\p{L}/u.test(text.text))
    .sort((a, b) => b.box.y0 - a.box.y0);
  return over.length > 1 ? over[0] : undefined;
}

/** Turned text left of the plot, else right of it. */
export function uprightTitle(texts: readonly ChartText[], plot: Box): string {
  const turned = texts.filter(
    (text) => text.turned === 'upright' && /\p{L}/u.test(text.text) && text.text.length > 1,
  );
  const left = turned.filter((text) => centreX(text) < plot.x0);
  const [first] = (left.length > 0 ? left : turned).sort(
    (a, b) => widthOf(b) * heightOf(b) - widthOf(a) * heightOf(a),
  );
  return first?.text ?? '';
}

/** Level text below the labels of an axis, about under the middle of the plot. */
export function levelTitle(texts: readonly ChartText[], below: number, plot: Box): string {
  const width = plot.x1 - plot.x0;
  const under = texts
    .filter(
      (text) =>
        text.turned === 'level' &&
        centreY(text) > below &&
        /\p{L}/u.test(text.text) &&
        centreX(text) > plot.x0 + 0.1 * width &&
        centreX(text) < plot.x1 - 0.1 * width,
    )
    .sort((a, b) => a.box.y0 - b.box.y0);
  return under[0]?.text ?? '';
}
