/** One-pixel-wide centre lines of ink (thinning after Zhang and Suen, 1984). */
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
  const ring = [-w, -w + 1, 1, w + 1, w, w - 1, -1, -w - 1];
  const n = new Uint8Array(8);
  for (let changed = true; changed; ) {
    changed = false;
    for (let phase = 0; phase < 2; phase++) {
      const drop: number[] = [];
      for (const p of live) {
        let count = 0;
        for (let k = 0; k < 8; k++) {
          n[k] = data[p + (ring[k] as number)] as number;
          count += n[k] as number;
        }
        if (count < 2 || count > 6) continue;
        let rises = 0;
        for (let k = 0; k < 8; k++) if (!n[k] && n[(k + 1) & 7]) rises++;
        if (rises !== 1) continue;
        // n: 0 north, 2 east, 4 south, 6 west.
        const removable =
          phase === 0
            ? !(n[0] && n[2] && n[4]) && !(n[2] && n[4] && n[6])
            : !(n[0] && n[2] && n[6]) && !(n[0] && n[4] && n[6]);
        if (removable) drop.push(p);
      }
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
