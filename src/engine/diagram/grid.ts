/** Axis-aligned box in pixels; `x1` and `y1` are the last column and row, not one past them. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** One byte a pixel, row-major; 1 where set. */
export interface Mask {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export const boxWidth = (box: Box): number => box.x1 - box.x0 + 1;
export const boxHeight = (box: Box): number => box.y1 - box.y0 + 1;

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
}

export function grow(box: Box, by: number): Box {
  return { x0: box.x0 - by, y0: box.y0 - by, x1: box.x1 + by, y1: box.y1 + by };
}

/** Area of the overlap in pixels. */
export function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0) + 1;
  const h = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0) + 1;
  return w > 0 && h > 0 ? w * h : 0;
}

export function unite(a: Box, b: Box): Box {
  return {
    x0: Math.min(a.x0, b.x0),
    y0: Math.min(a.y0, b.y0),
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
  };
}

/** Gap between two boxes: 0 where they touch or overlap. */
export function boxDistance(a: Box, b: Box): number {
  const dx = Math.max(0, a.x0 - b.x1, b.x0 - a.x1);
  const dy = Math.max(0, a.y0 - b.y1, b.y0 - a.y1);
  return Math.hypot(dx, dy);
}

/** The pixels a straight line from one point to another covers, ends included. */
export function linePixels(x0: number, y0: number, x1: number, y1: number): [number, number][] {
  const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
  const pixels: [number, number][] = [];
  for (let i = 0; i <= steps; i++)
    pixels.push([Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps)]);
  return pixels;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

export interface Component {
  readonly box: Box;
  /** Indices into the mask. */
  readonly pixels: readonly number[];
}

/** 8-connected components of a mask; `labels` is 0 outside and the component's number plus one inside. */
export function components(mask: Mask): { labels: Int32Array; list: Component[] } {
  const { data, widthPx: w, heightPx: h } = mask;
  const labels = new Int32Array(w * h);
  const list: Component[] = [];
  for (let start = 0; start < data.length; start++) {
    if (!data[start] || labels[start]) continue;
    const label = list.length + 1;
    const pixels = [start];
    labels[start] = label;
    let x0 = w;
    let x1 = 0;
    let y0 = h;
    let y1 = 0;
    for (let at = 0; at < pixels.length; at++) {
      const p = pixels[at] as number;
      const x = p % w;
      const y = (p / w) | 0;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(h - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(w - 1, x + 1); nx++) {
          const q = ny * w + nx;
          if (data[q] && !labels[q]) {
            labels[q] = label;
            pixels.push(q);
          }
        }
    }
    list.push({ box: { x0, y0, x1, y1 }, pixels });
  }
  return { labels, list };
}
