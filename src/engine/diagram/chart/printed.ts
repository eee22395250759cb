/** Values that are printed at the marks. */
import type { ChartValue } from '../../../protocol';
import type { Axis } from './axes';
import type { Bar } from './bars';
import { type ChartText, centreX, centreY } from './words';

/** How far a printed number may be from the measured one to be its mark's, as a share of the axis. */
const AGREE = 0.015;

/** The number written at a bar's tip or inside the bar, if it agrees with what was measured. */
export function printedAt(
  bar: Bar,
  { value, uncertainty }: Pick<ChartValue, 'value' | 'uncertainty'>,
  { scale, upright }: Axis,
  texts: readonly ChartText[],
): ChartText | undefined {
  const values = scale.ticks.map((tick) => tick.value);
  const limit = Math.max(uncertainty, AGREE * (Math.max(...values) - Math.min(...values)));
  const [from, to] = [Math.min(bar.tip, bar.base), Math.max(bar.tip, bar.base)];
  return texts.find((text) => {
    if (!text.number || text.confidence < 0.8 || Math.abs(text.number.value - value) > limit) return false;
    const across = upright ? centreX(text) : centreY(text);
    const along = upright ? centreY(text) : centreX(text);
    const reach = upright ? text.box.y1 - text.box.y0 : text.box.x1 - text.box.x0;
    return (
      Math.abs(across - bar.centre) < 0.5 * bar.thicknessPx + 2 && along > from - reach && along < to + reach
    );
  });
}
