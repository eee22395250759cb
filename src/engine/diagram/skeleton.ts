/** One-pixel-wide centre lines of ink (thinning after Guo and Hall, 1989, which keeps two-pixel diagonals). */
import type { Mask } from './grid';

/** Thins a mask; its outermost pixels are cleared. */
export function skeletonise(mask: Mask): Mask {
  const { widthPx: w, heightPx: h } = mask;
  const data = mask.data.slice();
  data.fill(0, 0, w);
  data.fill(0, w * (h - 1));
  for (let y = 0; y < h; y++) {
    data[y * w] = 0;
    data[y * w + w - 1] = 0;
  }
  let live: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i]) live.push(i);
  for (let changed = true; changed; ) {
    changed = false;
    for (let phase = 0; phase < 2; phase++) {
      const drop: number[] = [];
      for (const p of live) if (removable(data, p, w, phase)) drop.push(p);
      for (const p of drop) data[p] = 0;
      if (drop.length > 0) {
        changed = true;
        live = live.filter((p) => data[p]);
      }
    }
  }
  // Staircase corners that thinning leaves would look like junctions.
  for (const p of live) {
    const [north, east, south, west] = [data[p - w], data[p + 1], data[p + w], data[p - 1]];
    const spare =
      (north && east && !data[p + w - 1]) ||
      (east && south && !data[p - w - 1]) ||
      (south && west && !data[p - w + 1]) ||
      (west && north && !data[p + w + 1]);
    if (spare && (north ?? 0) + (east ?? 0) + (south ?? 0) + (west ?? 0) === 2) data[p] = 0;
  }
  return { data, widthPx: w, heightPx: h };
}

function removable(data: Uint8Array, p: number, w: number, phase: number): boolean {
  const n = data[p - w] as number;
  const ne = data[p - w + 1] as number;
  const e = data[p + 1] as number;
  const se = data[p + w + 1] as number;
  const s = data[p + w] as number;
  const sw = data[p + w - 1] as number;
  const west = data[p - 1] as number;
  const nw = data[p - w - 1] as number;
  const branches = (1 - n) * (ne | e) + (1 - e) * (se | s) + (1 - s) * (sw | west) + (1 - west) * (nw | n);
  if (branches !== 1) return false;
  const count = Math.min(
    (nw | n) + (ne | e) + (se | s) + (sw | west),
    (n | ne) + (e | se) + (s | sw) + (west | nw),
  );
  if (count < 2 || count > 3) return false;
  return phase === 0 ? ((s | sw | (1 - nw)) & west) === 0 : ((n | ne | (1 - se)) & e) === 0;
}
