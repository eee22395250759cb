/** Groups: rectangles around nodes, with a title at their upper or lower edge. */
import { type Box, boxHeight, boxWidth, overlap } from './grid';
import { joinLines, type TextBox } from './labels';
import type { FoundGroup, FoundNode } from './nodes';

/** A group's title stands this near to one of its edges, in font sizes. */
const TITLE_REACH = 1.6;

/** Whether a line of text stands near the upper or the lower edge of a group. */
export function isTitle(line: Box, group: Box, emPx: number): boolean {
  return Math.min(Math.abs(line.y0 - group.y0), Math.abs(group.y1 - line.y1)) < TITLE_REACH * emPx;
}

/** Whether the border of a group runs through a node: then it is a connector, seen as a side of a smaller group. */
function cutsNode(group: Box, nodes: readonly FoundNode[]): boolean {
  return nodes.some(({ silhouette: { box } }) => {
    const common = overlap(box, group) / (boxWidth(box) * boxHeight(box));
    return common > 0.08 && common < 0.92;
  });
}

/**
 * Takes away the groups that are pieces of others, and adds the rectangles that were seen as four lines: groups whose
 * inside the connectors cut to pieces.
 */
export function mergeFrames(
  nodes: readonly FoundNode[],
  found: readonly FoundGroup[],
  free: readonly TextBox[],
  frames: readonly Box[],
  emPx: number,
): { nodes: FoundNode[]; groups: FoundGroup[]; free: TextBox[] } {
  const groups = found.filter(({ box }) => !cutsNode(box, nodes));
  const titles = found.filter((group) => !groups.includes(group)).flatMap(({ label }) => label ?? []);
  let rest = [...free, ...titles];
  for (const frame of [...frames].sort((a, b) => boxWidth(a) * boxHeight(a) - boxWidth(b) * boxHeight(b))) {
    const area = boxWidth(frame) * boxHeight(frame);
    const known = groups.some(
      ({ box }) => overlap(box, frame) > 0.85 * Math.max(area, boxWidth(box) * boxHeight(box)),
    );
    const inside = nodes.filter(
      ({ silhouette }) =>
        overlap(silhouette.box, frame) > 0.95 * boxWidth(silhouette.box) * boxHeight(silhouette.box),
    );
    if (known || cutsNode(frame, nodes) || inside.length === 0) continue;
    const single = inside[0] as FoundNode;
    if (inside.length === 1 && single.silhouette.areaPx > 0.5 * area) continue;
    const title = rest.filter(({ box }) => {
      return (
        isTitle(box, frame, emPx) &&
        overlap(box, frame) > 0.8 * boxWidth(box) * boxHeight(box) &&
        !groups.some((group) => overlap(group.box, box) > 0)
      );
    });
    const top = title.filter(({ box }) => box.y0 - frame.y0 < TITLE_REACH * emPx);
    const used = top.length ? top : title;
    // A face between connectors has neither a name nor, as a rule, nodes strictly inside.
    if (used.length === 0 && inside.length < 2) continue;
    rest = rest.filter((line) => !used.includes(line));
    groups.push({ box: frame, label: used.length ? joinLines(used) : undefined });
  }
  return { nodes: [...nodes], groups, free: rest };
}
