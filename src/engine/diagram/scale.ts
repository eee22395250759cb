/** Brings a picture to the size the analysis is tuned for: lines of one to four pixels, text of 10 to 20. */
import type { Point, Quad } from '../../protocol';
import type { Raster } from '../image/raster';
import type { ReadLine } from './labels';
import type { Graph } from './types';

/** Means of `factor` × `factor` pixels; what does not fill a whole pixel at the right and bottom is left out. */
export function shrink(raster: Raster, factor: number): Raster {
  if (factor === 1) return raster;
  const w = Math.floor(raster.widthPx / factor);
  const h = Math.floor(raster.heightPx / factor);
  const data = new Uint8Array(w * h * 3);
  const area = factor * factor;
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++)
          for (let dx = 0; dx < factor; dx++)
            sum += raster.data[((y * factor + dy) * raster.widthPx + x * factor + dx) * 3 + c] as number;
        data[(y * w + x) * 3 + c] = sum / area;
      }
  return { data, widthPx: w, heightPx: h };
}

const scaled = (points: readonly Point[], by: number): Point[] =>
  points.map(({ x, y }) => ({ x: x * by, y: y * by }));

const scaledQuad = (quad: Quad, by: number): Quad => scaled(quad, by) as unknown as Quad;

export function scaleLines(lines: readonly ReadLine[], by: number): ReadLine[] {
  return lines.map((line) => ({
    ...line,
    polygon: scaledQuad(line.polygon, by),
    words: line.words?.map((word) => ({ ...word, polygon: scaledQuad(word.polygon, by) })),
  }));
}

export function scaleGraph(graph: Graph, by: number): Graph {
  return {
    direction: graph.direction,
    nodes: graph.nodes.map((node) => ({ ...node, polygon: scaled(node.polygon, by) })),
    edges: graph.edges.map((edge) => ({ ...edge, path: scaled(edge.path, by) })),
    groups: graph.groups.map((group) => ({ ...group, polygon: scaled(group.polygon, by) })),
  };
}
