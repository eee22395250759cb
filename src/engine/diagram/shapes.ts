/** Which shape an outline is: the template that overlaps it best. */
import type { Point } from '../../protocol';
import { boxHeight, boxWidth, median } from './grid';
import type { Silhouette } from './silhouette';
import type { NodeShape } from './types';

export interface ShapeFit {
  readonly shape: NodeShape;
  /** Intersection over union with the template. */
  readonly iou: number;
  readonly polygon: readonly Point[];
}

/** Radius of the corners, as a share of the shorter side, from which on an end is a half circle. */
const ROUND_SHARE = 0.4;

/** Half-open span of a template's row, in pixels from the box's left side; `v` is the row's middle from the top. */
type Template = (v: number) => readonly [number, number];

function templateIou(s: Silhouette, template: Template): number {
  let both = 0;
  let either = 0;
  for (let row = 0; row < s.left.length; row++) {
    const l = (s.left[row] as number) - s.box.x0;
    const r = (s.right[row] as number) - s.box.x0 + 1;
    const own = Math.max(0, r - l);
    const [tl, tr] = template(row + 0.5);
    const theirs = Math.max(0, tr - tl);
    const common = Math.max(0, Math.min(r, tr) - Math.max(l, tl));
    both += common;
    either += own + theirs - common;
  }
  return either ? both / either : 0;
}

interface Fitted {
  readonly iou: number;
  readonly parameter: number;
}

function bestParameter(
  s: Silhouette,
  values: readonly number[],
  make: (parameter: number) => Template,
): Fitted {
  let best: Fitted = { iou: 0, parameter: 0 };
  for (const parameter of values) {
    const iou = templateIou(s, make(parameter));
    if (iou > best.iou) best = { iou, parameter };
  }
  return best;
}

const range = (from: number, to: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);

/**
 * @param emPx Font size of the diagram's text: what counts as a rounded corner depends on the drawing's scale.
 * @param lid A cylinder's lid was seen above the body.
 */
export function classifyShape(s: Silhouette, emPx: number, lid = false): ShapeFit {
  const w = boxWidth(s.box);
  const h = boxHeight(s.box);
  const insetOf =
    (inset: (v: number) => number): Template =>
    (v) => {
      const i = inset(v);
      return [i, w - i];
    };
  const corner = (radius: number) =>
    insetOf((v) => {
      const d = Math.max(0, radius - v, v - (h - radius));
      return radius - Math.sqrt(Math.max(0, radius * radius - d * d));
    });
  const candidates: { shape: NodeShape; iou: number; polygon: Point[] }[] = [];
  const add = (shape: NodeShape, iou: number, points: readonly (readonly [number, number])[]): void => {
    candidates.push({ shape, iou, polygon: points.map(([x, y]) => ({ x: s.box.x0 + x, y: s.box.y0 + y })) });
  };
  const square = [
    [0, 0],
    [w, 0],
    [w, h],
    [0, h],
  ] as const;
  const round = bestParameter(s, range(0, Math.min(w, h) / 2, 14), corner);
  add(roundedName(s, round.parameter, emPx), round.iou, square);
  const ellipse = templateIou(
    s,
    insetOf((v) => (w / 2) * (1 - Math.sqrt(Math.max(0, 1 - ((v - h / 2) / (h / 2)) ** 2)))),
  );
  const circular = Math.abs(w - h) <= 0.09 * Math.max(w, h);
  add(circular ? 'circle' : 'ellipse', ellipse, ellipsePoints(w, h));
  add(
    'diamond',
    templateIou(
      s,
      insetOf((v) => (w / 2) * Math.abs(1 - v / (h / 2))),
    ),
    [
      [w / 2, 0],
      [w, h / 2],
      [w / 2, h],
      [0, h / 2],
    ],
  );
  const hexagon = bestParameter(s, range(0.06 * w, 0.4 * w, 14), (m) =>
    insetOf((v) => m * Math.abs(1 - v / (h / 2))),
  );
  const m = hexagon.parameter;
  add('hexagon', hexagon.iou, [
    [m, 0],
    [w - m, 0],
    [w, h / 2],
    [w - m, h],
    [m, h],
    [0, h / 2],
  ]);
  const slant = bestParameter(
    s,
    [...range(-0.4 * w, -0.04 * w, 10), ...range(0.04 * w, 0.4 * w, 10)],
    (k) => (v) => {
      const shift = (k > 0 ? k : -k) * (k > 0 ? 1 - v / h : v / h);
      return [shift, w - Math.abs(k) + shift];
    },
  );
  const k = slant.parameter;
  add(
    'parallelogram',
    slant.iou,
    k > 0
      ? [
          [k, 0],
          [w, 0],
          [w - k, h],
          [0, h],
        ]
      : [
          [0, 0],
          [w + k, 0],
          [w, h],
          [-k, h],
        ],
  );
  if (lid) {
    const can = bestParameter(s, range(1, h / 3, 12), (e) =>
      insetOf((v) => {
        const d = Math.max(0, (e - v) / e, (v - (h - e)) / e);
        return (w / 2) * (1 - Math.sqrt(Math.max(0, 1 - d * d)));
      }),
    );
    add('cylinder', Math.min(1, can.iou + 0.05), square);
  }
  candidates.sort((a, b) => b.iou - a.iou);
  const best = candidates[0] as (typeof candidates)[number];
  const allRound = round.parameter >= ROUND_SHARE * Math.min(w, h);
  if (best.iou === round.iou && allRound && circular && ellipse > best.iou - 0.02)
    return { ...best, shape: 'circle' };
  return best;
}

/** A rectangle, a rectangle with rounded corners or a stadium, from what is missing at the corners. */
function roundedName(s: Silhouette, radius: number, emPx: number): NodeShape {
  const h = boxHeight(s.box);
  const w = boxWidth(s.box);
  if (radius >= ROUND_SHARE * Math.min(w, h)) return w > h ? 'stadium' : 'rounded';
  const reach = Math.min(Math.round(emPx * 0.6), h >> 1);
  return cornerRadius(s, reach) >= (isSketchy(s) ? 0.33 : 0.17) * emPx ? 'rounded' : 'rectangle';
}

/**
 * Median radius of the four corners, from the area that is missing where the two sides would meet. Each corner has its
 * own frame, since the sides of a drawing by hand are neither level nor upright.
 */
function cornerRadius(s: Silhouette, reach: number): number {
  const rows = s.left.length;
  const inside = (x: number, row: number): boolean =>
    row >= 0 && row < rows && x >= (s.left[row] as number) && x <= (s.right[row] as number);
  const radii: number[] = [];
  for (const up of [true, false])
    for (const west of [true, false]) {
      const level = up ? reach : rows - 1 - reach;
      const side = (west ? s.left[level] : s.right[level]) as number;
      const inward = west ? 1 : -1;
      const step = up ? 1 : -1;
      let top = up ? 0 : rows - 1;
      while (top !== level && !inside(side + inward * reach, top)) top += step;
      let missing = 0;
      for (let i = 0; i < reach; i++)
        for (let j = 0; j < reach; j++) if (!inside(side + inward * i, top + step * j)) missing++;
      // A quarter circle of radius r leaves (1 - π/4) r² of its square uncovered.
      radii.push(Math.sqrt(missing / (1 - Math.PI / 4)));
    }
  return median(radii);
}

/** Sides drawn by hand waver, and their corners are no measure of a radius. */
function isSketchy(s: Silhouette): boolean {
  const margin = Math.floor(s.left.length * 0.25);
  const wander = (side: Int32Array): number => {
    const middle = side.subarray(margin, side.length - margin);
    return Math.max(...middle) - Math.min(...middle);
  };
  return wander(s.left) + wander(s.right) >= 2;
}

function ellipsePoints(w: number, h: number): [number, number][] {
  return Array.from({ length: 16 }, (_, i) => {
    const angle = (i / 16) * 2 * Math.PI - Math.PI / 2;
    return [w / 2 + (w / 2) * Math.cos(angle), h / 2 + (h / 2) * Math.sin(angle)];
  });
}
