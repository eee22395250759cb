/** Takes the dashed lines that run through all of an area out of its ink, and leaves letters that they touch. */
import { type Band, clearBands } from './bands';
import { alignment, type Dash, toDash } from './dashes';
import { boxHeight, boxWidth, components, type Mask } from './grid';

/** Cosine of the most that a dash is off the way to another dash of its line. */
const MIN_ALIGNMENT = 0.97;
/** Longest dash and longest gap between dashes, in widest lines. */
const [LONGEST_DASH, LONGEST_GAP] = [4, 1.6];
/** Share of a dashed line's ink that letters may touch. */
const MAX_TOUCHED = 0.25;

/**
 * @param inside Whether a pixel belongs to the area.
 * @param thinPx Lines are no wider than this.
 * @param strength Contrast of a pixel, 0 to 1; 0 also where no letters are.
 */
export function clearPassingDashes(
  ink: Mask,
  inside: (x: number, y: number) => boolean,
  thinPx: number,
  strength: (pixel: number) => number,
): void {
  const pieces = components(ink)
    .list.filter(({ box, pixels }) => {
      const length = lengthOf(box);
      return length <= LONGEST_DASH * thinPx && pixels.length <= thinPx * length;
    })
    .map((component) => toDash(component, ink.widthPx));
  const dashes = pieces.filter(({ along }) => along !== undefined);
  // The edge of the area leaves of some dashes no more than a dot.
  const isDot = ({ component: { box } }: Dash): boolean => Math.max(boxWidth(box), boxHeight(box)) <= thinPx;
  const own = new Set(
    pieces.filter((piece) => piece.along || isDot(piece)).flatMap(({ component: { pixels } }) => pixels),
  );
  const bands: Band[] = [];
  dashes.forEach((a, i) => {
    for (const b of dashes.slice(i + 1)) {
      const ends = areAligned(a, b) ? passing(ink, own, a, b, inside, LONGEST_GAP * thinPx) : undefined;
      if (ends) bands.push({ ...ends, widthPx: Math.max(thicknessOf(a), thicknessOf(b)) });
    }
  });
  clearBands(ink, bands, strength);
}

const lengthOf = (box: Dash['component']['box']): number => Math.hypot(boxWidth(box), boxHeight(box));

const thicknessOf = ({ component: { box, pixels } }: Dash): number => pixels.length / lengthOf(box);

function areAligned(a: Dash, b: Dash): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy);
  return [a, b].every((dash) => alignment(dash, dx / length, dy / length) > MIN_ALIGNMENT);
}

/**
 * The straight line through two dashes from edge to edge of the area, if it is of dashes and has no gap that is too long for
 * a dashed line.
 * @param own The pixels of all dashes.
 */
function passing(
  { data, widthPx: w }: Mask,
  own: ReadonlySet<number>,
  a: Dash,
  b: Dash,
  inside: (x: number, y: number) => boolean,
  longestGapPx: number,
): Pick<Band, 'from' | 'to'> | undefined {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const [dx, dy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  let [dashed, touched] = [0, 0];
  const reach = (sign: 1 | -1): readonly [number, number] | undefined => {
    let gap = 0;
    for (let t = 0; ; t++) {
      const [x, y] = [Math.round(a.x + sign * dx * t), Math.round(a.y + sign * dy * t)];
      if (!inside(x, y)) return [x, y];
      const p = y * w + x;
      const around = [p, p - 1, p + 1, p - w, p + w].filter((q) => data[q]);
      gap = around.length > 0 ? 0 : gap + 1;
      if (around.some((q) => own.has(q))) dashed++;
      else if (around.length > 0) touched++;
      if (gap > longestGapPx) return undefined;
    }
  };
  const [from, to] = [reach(-1), reach(1)];
  return from && to && touched <= MAX_TOUCHED * dashed ? { from, to } : undefined;
}
