/** Value axes: columns and rows of numbers that rise evenly. */
import { fitScale, type Scale } from './scale';
import { type ChartText, centreX, centreY } from './words';

export interface Axis {
  readonly upright: boolean;
  readonly scale: Scale;
  /** The tick labels that agree with the scale. */
  readonly labels: readonly ChartText[];
  readonly unit: string;
  /** How far tick labels may stand beside their ticks, all of them alike, in pixels. */
  readonly offsetPx: number;
}

/** The same as a share of the height of letters. */
const OFFSET = 0.08;

/** The best upright axis, whose values rise upwards. */
export function uprightAxis(texts: readonly ChartText[], emPx: number): Axis | undefined {
  const numbers = texts.filter(({ number, turned }) => number && turned === 'level');
  const edges = [({ box }: ChartText) => box.x1, ({ box }: ChartText) => box.x0, centreX];
  const groups = edges.flatMap((edge) => grouped(numbers, edge, 0.7 * emPx));
  return bestAxis(groups, centreY, true, 0.45 * emPx, OFFSET * emPx);
}

/** The best level axis, whose values rise to the right. */
export function levelAxis(texts: readonly ChartText[], emPx: number): Axis | undefined {
  const numbers = texts.filter(({ number, turned }) => number && turned === 'level');
  return bestAxis(grouped(numbers, centreY, 0.6 * emPx), centreX, false, 0.6 * emPx, OFFSET * emPx);
}

function grouped(
  texts: readonly ChartText[],
  edge: (text: ChartText) => number,
  within: number,
): readonly ChartText[][] {
  return texts.map((text) => texts.filter((other) => Math.abs(edge(other) - edge(text)) <= within));
}

function bestAxis(
  groups: readonly (readonly ChartText[])[],
  place: (text: ChartText) => number,
  upright: boolean,
  tolerancePx: number,
  offsetPx: number,
): Axis | undefined {
  let best: Axis | undefined;
  let most = 0;
  for (const group of groups) {
    if (group.length < 3 || group.length <= most) continue;
    const scale = fitScale(
      group.map((text) => ({ at: place(text), value: text.number!.value })),
      tolerancePx,
    );
    if (!scale || scale.ticks.length <= most) continue;
    const rises = scale.valueAt(100) > scale.valueAt(0);
    if (rises === upright) continue;
    const labels = group.filter((text) =>
      scale.ticks.some((tick) => tick.at === place(text) && tick.value === text.number!.value),
    );
    most = labels.length;
    const units = labels.map(({ number }) => number!.unit).filter(Boolean);
    best = {
      upright,
      scale,
      labels,
      unit: 2 * units.length >= labels.length - 1 ? (units[0] ?? '') : '',
      offsetPx,
    };
  }
  return best;
}
