/** Finding the line of text, or the node, under a point of the picture. */
import type { Point } from '../src/protocol';

type Polygon = readonly Point[];

/** A part of the picture that can light up. */
export interface Region {
  /** Clockwise; convex where the pointer is to find it. */
  readonly polygon: Polygon;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function boundingBox(quad: Polygon): Box {
  const xs = quad.map(({ x }) => x);
  const ys = quad.map(({ y }) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Whether the point lies in the convex polygon whose corners go clockwise, edges included. */
export function contains(quad: Polygon, point: Point): boolean {
  return quad.every((corner, index) => {
    const next = quad[(index + 1) % quad.length]!;
    return (next.x - corner.x) * (point.y - corner.y) - (next.y - corner.y) * (point.x - corner.x) >= 0;
  });
}

/** One SVG path for all boxes: thousands of elements would make every repaint slow. */
export function outline(quads: Iterable<Polygon>): string {
  let path = '';
  for (const quad of quads) path += `M${quad.map(({ x, y }) => `${x} ${y}`).join('L')}Z`;
  return path;
}

/** Answers which line is under a point; the smallest wins where boxes overlap. */
export class LineIndex {
  private readonly boxes: readonly Box[];

  constructor(private readonly lines: readonly Region[]) {
    this.boxes = lines.map(({ polygon }) => boundingBox(polygon));
  }

  at(point: Point): number | undefined {
    let found: number | undefined;
    let foundArea = Number.POSITIVE_INFINITY;
    for (const [index, box] of this.boxes.entries()) {
      if (point.x < box.left || point.x > box.right || point.y < box.top || point.y > box.bottom) continue;
      const area = (box.right - box.left) * (box.bottom - box.top);
      if (area >= foundArea || !contains(this.lines[index]!.polygon, point)) continue;
      found = index;
      foundArea = area;
    }
    return found;
  }
}
