/** Finds the closed shapes of a diagram and tells nodes from groups and from the faces between connectors. */
import type { Raster } from '../image/raster';
import { type Box, boxDistance, boxHeight, boxWidth, contains, overlap } from './grid';
import { isTitle, mergeFrames } from './groups';
import { isDashLike, isHead, isHeadLike, joinLines, type Label, type TextBox } from './labels';
import { colourDistance, type Region, type RegionLimit, type RegionMap } from './regions';
import { classifyShape, type ShapeFit } from './shapes';
import { insideSilhouette, joinSilhouettes, type Silhouette, silhouetteOf } from './silhouette';

export interface ShapeCandidate {
  readonly silhouette: Silhouette;
  readonly fit: ShapeFit;
  /** Differs in colour from the picture's background. */
  readonly filled: boolean;
}

export interface FoundNode extends ShapeCandidate {
  readonly label: Label | undefined;
}

export interface FoundGroup {
  readonly box: Box;
  readonly label: Label | undefined;
}

const MIN_IOU = 0.9;

/** A shape of which a text covers more than this is its background. */
const UNDER_TEXT = 0.5;

/** Height of a cylinder's lid and width of a subroutine's side strips, at least, in font sizes. */
const THINNEST_PART = 0.25;

/** Closed shapes of at least about a letter's size, whole shapes first put together from their parts. */
export function findShapes(map: RegionMap, limit: RegionLimit, emPx: number): ShapeCandidate[] {
  const regions = map.within(limit);
  const background = backgroundOf(regions, map.raster);
  const parts = regions.filter(
    (region) =>
      region !== background &&
      Math.min(boxWidth(region.box), boxHeight(region.box)) >= THINNEST_PART * emPx &&
      region.areaPx > 0.6 * emPx * emPx,
  );
  const outlines = parts.map((region) => ({ region, silhouette: silhouetteOf(region) }));
  const result: ShapeCandidate[] = [];
  for (const { region, silhouette } of outlines) {
    const filled = background !== undefined && colourDistance(region.colour, background.colour) > 18;
    if (limit === 'colour') {
      // Here lines are areas too; a fill has more of itself than its text and what it is drawn around.
      if (filled && region.areaPx > 0.5 * silhouette.areaPx && isBig(region.box, emPx))
        result.push({ silhouette, fit: classifyShape(silhouette, emPx), filled });
      continue;
    }
    const lid = outlines.find(
      (other) => other.region !== region && isLid(other.silhouette, silhouette, emPx),
    );
    if (lid) {
      const joined = joinSilhouettes(lid.silhouette, silhouette);
      const fit = classifyShape(joined, emPx, true);
      if (fit.iou >= MIN_IOU) {
        result.push({ silhouette: joined, fit, filled });
        continue;
      }
    }
    const sides = outlines.filter(
      (other) => other.region !== region && isSideStrip(other.silhouette.box, silhouette.box, emPx),
    );
    if (sides.length === 2) {
      const joined = sides.reduce((all, side) => joinSilhouettes(all, side.silhouette), silhouette);
      const fit = classifyShape(joined, emPx);
      if (fit.iou >= MIN_IOU && (fit.shape === 'rectangle' || fit.shape === 'rounded')) {
        result.push({ silhouette: joined, fit: { ...fit, shape: 'subroutine' }, filled });
        continue;
      }
    }
    if (isBig(region.box, emPx)) result.push({ silhouette, fit: classifyShape(silhouette, emPx), filled });
  }
  return result;
}

/** Whether a line of text fits in. */
function isBig(box: Box, emPx: number): boolean {
  return boxWidth(box) >= 1.1 * emPx && boxHeight(box) >= 1.1 * emPx;
}

function backgroundOf(regions: readonly Region[], raster: Raster): Region | undefined {
  let best: Region | undefined;
  for (const region of regions) {
    const { x0, y0, x1, y1 } = region.box;
    const frame = x0 <= 2 || y0 <= 2 || x1 >= raster.widthPx - 3 || y1 >= raster.heightPx - 3;
    if (frame && (!best || region.areaPx > best.areaPx)) best = region;
  }
  return best;
}

/** The ellipse on top of a cylinder: as wide as the body, flat, and just above it. */
function isLid(lid: Silhouette, body: Silhouette, emPx: number): boolean {
  const a = lid.box;
  const b = body.box;
  const slack = 0.35 * emPx;
  const wide = Math.abs(a.x0 - b.x0) <= slack && Math.abs(a.x1 - b.x1) <= slack;
  // The body's horns reach up beside the lid, so the two boxes overlap in height.
  const above = a.y0 < b.y0 && b.y0 < a.y1 + slack && a.y1 < b.y0 + 0.5 * boxHeight(b);
  return (
    wide && above && boxHeight(a) < 0.6 * boxWidth(a) && boxHeight(a) < boxHeight(b) && lid.solidity > 0.95
  );
}

function isSideStrip(strip: Box, middle: Box, emPx: number): boolean {
  const slack = 0.25 * emPx;
  const level = Math.abs(strip.y0 - middle.y0) <= slack && Math.abs(strip.y1 - middle.y1) <= slack;
  const gap = Math.max(middle.x0 - strip.x1, strip.x0 - middle.x1);
  return (
    level && gap > 0 && gap <= 0.5 * emPx && boxWidth(strip) < 1.2 * emPx && boxWidth(middle) > 1.2 * emPx
  );
}

/** The shapes that may be nodes or groups, the smallest first. */
export function plausibleShapes(shapes: readonly ShapeCandidate[]): ShapeCandidate[] {
  return shapes
    .filter(
      ({ fit, silhouette, filled }) =>
        fit.iou >= (filled ? MIN_IOU - 0.04 : MIN_IOU) && silhouette.solidity > 0.9,
    )
    .sort((a, b) => a.silhouette.areaPx - b.silhouette.areaPx);
}

/** Nodes and groups among the shapes, with the text that stands in them; and the text that stands in none. */
export function assignText(
  shapes: readonly ShapeCandidate[],
  text: readonly TextBox[],
  frames: readonly Box[],
  emPx: number,
): { nodes: FoundNode[]; groups: FoundGroup[]; free: TextBox[] } {
  const plausible = plausibleShapes(shapes);
  const owned = new Map<ShapeCandidate, TextBox[]>();
  let free: TextBox[] = [];
  for (const line of text) {
    const x = (line.box.x0 + line.box.x1) / 2;
    const y = (line.box.y0 + line.box.y1) / 2;
    const home = plausible.find(
      ({ silhouette }) =>
        insideSilhouette(silhouette, x, y) &&
        overlap(silhouette.box, line.box) > 0.75 * boxWidth(line.box) * boxHeight(line.box),
    );
    if (home) owned.set(home, [...(owned.get(home) ?? []), line]);
    else free.push(line);
  }
  free = free.filter((line) => {
    const home = reachedShape(line.box, plausible, owned);
    if (!home) return true;
    const { x0, x1 } = home.silhouette.box;
    const box = { ...line.box, x0: Math.max(x0, line.box.x0), x1: Math.min(x1, line.box.x1) };
    owned.set(home, [{ ...line, box }]);
    return false;
  });
  const nodes: FoundNode[] = [];
  const groups: FoundGroup[] = [];
  for (const shape of plausible) {
    const all = owned.get(shape);
    const words = all?.filter((line) => !isHeadLike(line.text));
    const lines = words?.length ? words : all;
    const holds = plausible.filter((other) => other !== shape && owned.has(other) && encloses(shape, other));
    if (holds.length > 0 && isFrame(shape)) {
      // The line around a node, drawn twice, is no group.
      const only = holds[0] as ShapeCandidate;
      if (holds.length === 1 && !lines && only.silhouette.areaPx > 0.6 * shape.silhouette.areaPx) continue;
      const { box } = shape.silhouette;
      const title = lines?.filter((line) => isTitle(line.box, box, emPx)) ?? [];
      groups.push({ box, label: title.length > 0 ? joinLines(title) : undefined });
      free = free.concat(lines?.filter((line) => !title.includes(line)) ?? []);
      continue;
    }
    if (holds.length > 0) {
      free = free.concat(lines ?? []);
      continue;
    }
    const label = lines && joinLines(lines);
    if (label ? isNode(shape, label, emPx) : isBareNode(shape, emPx) && !isUnderText(shape, text))
      nodes.push({ ...shape, label });
    else if (lines) free = free.concat(lines);
  }
  const whole = nodes.filter(
    (node) => node.label || !nodes.some((other) => other.label && isPart(node, other)),
  );
  // Heads stand at nodes, dashes anywhere.
  const labels = free.filter((line) => {
    if (isDashLike(line, emPx)) return false;
    return (
      !isHead(line, emPx) ||
      !whole.some(({ silhouette }) => boxDistance(silhouette.box, line.box) < 0.8 * emPx)
    );
  });
  return mergeFrames(whole, groups, labels, frames, emPx);
}

/** The empty shape a box of text reaches into: the box of a short label may take in the connector beside it. */
function reachedShape(
  box: Box,
  shapes: readonly ShapeCandidate[],
  owned: ReadonlyMap<ShapeCandidate, unknown>,
): ShapeCandidate | undefined {
  const middle = (box.y0 + box.y1) / 2;
  let best: ShapeCandidate | undefined;
  let most = 0.2 * boxWidth(box);
  for (const shape of shapes) {
    const { x0, x1, y0, y1 } = shape.silhouette.box;
    const common = Math.min(x1, box.x1) - Math.max(x0, box.x0);
    const level = middle > y0 + 0.15 * (y1 - y0) && middle < y1 - 0.15 * (y1 - y0);
    if (!level || common <= most || owned.has(shape) || y1 - y0 > 6 * boxHeight(box)) continue;
    if (shapes.some((other) => other !== shape && encloses(shape, other))) continue;
    best = shape;
    most = common;
  }
  return best;
}

function isFrame({ fit }: ShapeCandidate): boolean {
  return fit.shape === 'rectangle' || fit.shape === 'rounded';
}

export function encloses(outer: ShapeCandidate, inner: ShapeCandidate): boolean {
  const { x0, y0, x1, y1 } = inner.silhouette.box;
  return (
    insideSilhouette(outer.silhouette, (x0 + x1) / 2, (y0 + y1) / 2) &&
    contains(outer.silhouette.box, x0, y0) &&
    contains(outer.silhouette.box, x1, y1)
  );
}

/** Whether a shape is a piece of another one that its text cuts in two. */
function isPart({ silhouette: { box } }: ShapeCandidate, { silhouette: whole }: ShapeCandidate): boolean {
  return overlap(box, whole.box) > 0.7 * boxWidth(box) * boxHeight(box);
}

/** A face between connectors may happen to be as regular as a shape, but its text does not stand in its middle. */
function isNode({ silhouette, filled, fit }: ShapeCandidate, label: Label, emPx: number): boolean {
  const { box } = silhouette;
  const dx = Math.abs(label.box.x0 + label.box.x1 - box.x0 - box.x1) / 2 / boxWidth(box);
  const dy = Math.abs(label.box.y0 + label.box.y1 - box.y0 - box.y1) / 2 / boxHeight(box);
  const roomy = boxWidth(box) > boxWidth(label.box) * 4 && boxHeight(box) > boxHeight(label.box) + 8 * emPx;
  // The background of an edge's label has corners.
  if (filled && fit.shape !== 'circle' && isTight(silhouette, label, emPx)) return false;
  if (filled) return !(roomy && dx + dy > 0.3);
  return fit.iou >= MIN_IOU + 0.02 && dx < 0.2 && dy < 0.25 && !roomy;
}

/** A patch that just covers its text: where it is filled, it is the background of an edge's label. */
export function isTight({ box }: Silhouette, label: Label | undefined, emPx: number): boolean {
  const [high, wide] = [boxHeight(box) / emPx, (boxWidth(box) - (label ? boxWidth(label.box) : 0)) / emPx];
  return (high < 1.95 && wide < 1.1) || (high < 2.4 && wide < 0.6);
}

/** A shape without text is believed when nothing but a drawn shape looks like it. */
function isBareNode({ silhouette, filled, fit }: ShapeCandidate, emPx: number): boolean {
  const small = Math.max(boxWidth(silhouette.box), boxHeight(silhouette.box)) < 6 * emPx;
  if (fit.shape === 'circle') return small && fit.iou > 0.94 && boxWidth(silhouette.box) > 0.9 * emPx;
  return (
    filled &&
    small &&
    fit.iou > 0.96 &&
    Math.min(boxWidth(silhouette.box), boxHeight(silhouette.box)) > 1.5 * emPx
  );
}

/** Whether a shape is a piece of the background of a text that reaches beyond it, as the line through it leaves two. */
function isUnderText({ silhouette: { box } }: ShapeCandidate, text: readonly TextBox[]): boolean {
  return text.some((line) => overlap(line.box, box) > UNDER_TEXT * boxWidth(box) * boxHeight(box));
}
