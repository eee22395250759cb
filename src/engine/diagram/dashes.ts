/** Closes the gaps of dashed and dotted lines, so that they can be followed like solid ones. */
import { boxHeight, boxWidth, type Component, components, linePixels, type Mask } from './grid';

/** Cosine between a dash and the way to the next one; lenient, for the dashes in bends. */
const MIN_ALIGNMENT = 0.55;

export interface Dash {
  readonly component: Component;
  readonly x: number;
  readonly y: number;
  /** Unit vector along the dash; undefined for a dot. */
  readonly along: readonly [number, number] | undefined;
}

/**
 * Draws bridges into `ink` between dashes that follow one another.
 * @returns A mask of the bridges.
 */
export function closeDashes(ink: Mask, emPx: number): Mask {
  const { widthPx: w, heightPx: h } = ink;
  const bridges: Mask = { data: new Uint8Array(ink.data.length), widthPx: w, heightPx: h };
  const { labels, list } = components(ink);
  const dashes = new Map<number, Dash>();
  list.forEach((component, i) => {
    if (Math.max(boxWidth(component.box), boxHeight(component.box)) <= 1.1 * emPx)
      dashes.set(i + 1, toDash(component, w));
  });
  const reach = Math.round(0.75 * emPx);
  for (const [label, dash] of dashes) {
    const chosen: { dx: number; dy: number }[] = [];
    const options = new Map<number, { distance: number; from: number; to: number }>();
    for (const p of dash.component.pixels) {
      const px = p % w;
      const py = (p / w) | 0;
      if (!isRim(ink, px, py)) continue;
      for (let y = Math.max(0, py - reach); y <= Math.min(h - 1, py + reach); y++)
        for (let x = Math.max(0, px - reach); x <= Math.min(w - 1, px + reach); x++) {
          const other = labels[y * w + x] as number;
          if (other === 0 || other === label) continue;
          const distance = Math.hypot(x - px, y - py);
          const known = options.get(other);
          if (distance <= reach && (!known || distance < known.distance))
            options.set(other, { distance, from: p, to: y * w + x });
        }
    }
    for (const [other, { from, to }] of [...options].sort((a, b) => a[1].distance - b[1].distance)) {
      if (chosen.length === 2) break;
      const target = dashes.get(other);
      const tx = target ? target.x : to % w;
      const ty = target ? target.y : Math.floor(to / w);
      const length = Math.hypot(tx - dash.x, ty - dash.y) || 1;
      const dx = (tx - dash.x) / length;
      const dy = (ty - dash.y) / length;
      if (alignment(dash, dx, dy) < MIN_ALIGNMENT) continue;
      if (target && alignment(target, dx, dy) < MIN_ALIGNMENT) continue;
      // A dash goes on at its other side, not twice at the same one.
      if (chosen.some((taken) => taken.dx * dx + taken.dy * dy > -0.3)) continue;
      chosen.push({ dx, dy });
      for (const [x, y] of linePixels(from % w, Math.floor(from / w), to % w, Math.floor(to / w))) {
        if (!ink.data[y * w + x]) bridges.data[y * w + x] = 1;
      }
    }
  }
  for (let i = 0; i < bridges.data.length; i++) if (bridges.data[i]) ink.data[i] = 1;
  return bridges;
}

/** Cosine between a dash and a way, given as a unit vector; 1 for a dot. */
export function alignment({ along }: Dash, dx: number, dy: number): number {
  return along ? Math.abs(dx * along[0] + dy * along[1]) : 1;
}

function isRim(ink: Mask, x: number, y: number): boolean {
  const { data, widthPx: w, heightPx: h } = ink;
  if (x === 0 || y === 0 || x === w - 1 || y === h - 1) return true;
  const p = y * w + x;
  return !data[p - 1] || !data[p + 1] || !data[p - w] || !data[p + w];
}

/** Centre and main axis, from the pixels' second moments. */
export function toDash(component: Component, w: number): Dash {
  const count = component.pixels.length;
  let [sx, sy] = [0, 0];
  for (const p of component.pixels) {
    sx += p % w;
    sy += Math.floor(p / w);
  }
  const x = sx / count;
  const y = sy / count;
  let [xx, yy, xy] = [0, 0, 0];
  for (const p of component.pixels) {
    const dx = (p % w) - x;
    const dy = Math.floor(p / w) - y;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const spread = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  const ratio = ((xx + yy) / 2 + spread + count / 12) / ((xx + yy) / 2 - spread + count / 12);
  return { component, x, y, along: ratio > 3.2 ? [Math.cos(angle), Math.sin(angle)] : undefined };
}
