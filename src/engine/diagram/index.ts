/**
 * Reads a diagram: nodes, connectors, labels and groups from pixels and the text that was read in the picture.
 *
 * @example
 * const { lines } = await new TextReader('models').read(raster);
 * (await analyseDiagram(raster, lines))?.mermaid; // 'flowchart TD\n  n1["Start"] …'
 */
import { luminancePlane } from '../image/luminance';
import type { Raster } from '../image/raster';
import { readChart } from './chart';
import { readClasses } from './classes';
import { findConnectors } from './connectors';
import { connectorInk, ownerMap } from './edge-ink';
import { findFrames } from './frames';
import { buildGraph } from './graph';
import { type Box, boxHeight, boxWidth, type Mask, overlap } from './grid';
import { clearHatching } from './hatching';
import { type Contrast, inkOf, measureContrast } from './ink';
import { fontSize, isHead, type ReadLine, type TextBox, toTextBoxes, toWordBoxes } from './labels';
import { toMermaid } from './mermaid';
import { assignText, findShapes, type ShapeCandidate } from './nodes';
import { outlineOf } from './outline';
import { RegionMap } from './regions';
import { scaleGraph, scaleLines, shrink } from './scale';
import { lookAgain, type Reread } from './second-look';
import { readSequence } from './sequence';
import { trimWords } from './trim-words';
import type { Diagram, Graph } from './types';

export type * from './types';

/**
 * @param read Text of the picture with its place, as text extraction gives it.
 * @param reread Reads doubtful text again; without it, what was read first stands.
 * @returns undefined where the picture shows no diagram.
 */
export async function analyseDiagram(
  raster: Raster,
  read: readonly ReadLine[],
  signal?: AbortSignal,
  reread?: Reread,
): Promise<Diagram | undefined> {
  const lines = trimWords(read, raster);
  const chart = readChart(raster, lines);
  if (chart) return chart;
  signal?.throwIfAborted();
  const factor = Math.max(1, Math.floor(fontSize(toTextBoxes(lines)) / 10.5));
  const reduced = shrink(raster, factor);
  const text = toTextBoxes(scaleLines(lines, 1 / factor));
  const emPx = fontSize(text);
  const { widthPx, heightPx } = reduced;
  const radius = Math.max(6, Math.round(0.5 * emPx));
  const contrast = measureContrast(luminancePlane(reduced), widthPx, heightPx, radius);
  signal?.throwIfAborted();
  const words = toWordBoxes(scaleLines(lines, 1 / factor));
  const ink = inkOf(contrast);
  const regions = new RegionMap(reduced, ink);
  const classes = readClasses(regions, ink, text, words, emPx, factor, signal);
  if (classes) return classes;
  const sequence = readSequence(reduced, contrast, ink, text, emPx, factor);
  if (sequence) return sequence;
  const look = async (shapes: readonly ShapeCandidate[]): Promise<readonly TextBox[]> =>
    reread ? lookAgain({ raster, text, words, shapes, factor, emPx }, reread) : text;
  const small = await readGraph(regions, contrast, ink, look, emPx, signal);
  if (!small) return undefined;
  const graph = scaleGraph(small, factor);
  return {
    type: 'flowchart',
    ...graph,
    mermaid: toMermaid(graph),
    outline: outlineOf(graph),
    confidence: meanConfidence([...graph.nodes, ...graph.edges]),
  };
}

/** @param textOf The text of the drawing, once its shapes are known. */
async function readGraph(
  regions: RegionMap,
  contrast: Contrast,
  ink: Mask,
  textOf: (shapes: readonly ShapeCandidate[]) => Promise<readonly TextBox[]>,
  emPx: number,
  signal?: AbortSignal,
): Promise<Graph | undefined> {
  const { widthPx, heightPx } = regions.raster;
  if (widthPx < 24 || heightPx < 24) return undefined;
  const limits = ['inkOrColour', 'ink', 'colour'] as const;
  const shapes = dedupe(limits.flatMap((limit) => findShapes(regions, limit, emPx)));
  const text = await textOf(shapes);
  signal?.throwIfAborted();
  const frames = findFrames(ink, Math.round(5 * emPx), Math.round(0.6 * emPx), Math.round(0.5 * emPx));
  const { nodes, groups, free } = assignText(shapes, text, frames, emPx);
  if (nodes.length < 2) return undefined;
  const owner = ownerMap(
    ink,
    nodes.map(({ silhouette }) => silhouette),
    emPx,
  );
  const borders = groups.map(({ box }) => outerBorder(box, frames));
  const lineInk = connectorInk(
    ink,
    owner,
    borders,
    text.filter((line) => free.includes(line) || !isHead(line, emPx)),
    free,
    emPx,
  );
  clearHatching(lineInk, contrast, emPx);
  signal?.throwIfAborted();
  const connectors = findConnectors(
    lineInk,
    owner,
    free.map(({ box }) => box),
    nodes.map(({ silhouette }) => silhouette.box),
    emPx,
  );
  if (connectors.length === 0) return undefined;
  return buildGraph(nodes, groups, connectors, free, widthPx, emPx);
}

function meanConfidence(parts: readonly { readonly confidence: number }[]): number {
  return parts.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, parts.length);
}

/** The frame seen as lines around a group seen as an area: the area ends inside its border. */
function outerBorder(box: Box, frames: readonly Box[]): Box {
  const same = frames.find(
    (frame) =>
      overlap(frame, box) > 0.93 * boxWidth(frame) * boxHeight(frame) &&
      overlap(frame, box) > 0.93 * boxWidth(box) * boxHeight(box),
  );
  return same ?? { x0: box.x0 - 1, y0: box.y0 - 1, x1: box.x1 + 1, y1: box.y1 + 1 };
}

/** Of shapes found twice, the one that fits its shape better. */
function dedupe(shapes: readonly ShapeCandidate[]): ShapeCandidate[] {
  const result: ShapeCandidate[] = [];
  const rank = ({ fit, silhouette }: ShapeCandidate): number =>
    fit.iou + silhouette.solidity + (fit.shape === 'subroutine' || fit.shape === 'cylinder' ? 0.1 : 0);
  for (const shape of [...shapes].sort((a, b) => rank(b) - rank(a))) {
    const { box, areaPx } = shape.silhouette;
    const area = boxWidth(box) * boxHeight(box);
    const twin = result.some(({ silhouette: other }) => {
      const theirs = boxWidth(other.box) * boxHeight(other.box);
      const common = overlap(other.box, box);
      // Where its narrow corners were taken for lines, a diamond is found a second time without them.
      return (
        common > 0.7 * Math.max(area, theirs) &&
        Math.min(areaPx, other.areaPx) > 0.75 * Math.max(areaPx, other.areaPx)
      );
    });
    if (!twin) result.push(shape);
  }
  return result;
}
