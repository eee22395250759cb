/** Gives the text that stands in no node to the connector it belongs to. */
import type { Connector } from './connectors';
import { type Box, boxDistance } from './grid';
import { groupLines, joinLines, type Label, type TextBox } from './labels';

/** Farthest a label may stand from its line, in font sizes. */
const MAX_DISTANCE_EM = 1.8;

/** The label of each connector, in order; and the text left over. */
export function labelConnectors(
  connectors: readonly Connector[],
  free: readonly TextBox[],
  widthPx: number,
  emPx: number,
): { labels: (Label | undefined)[]; rest: TextBox[] } {
  const groups = groupLines(free, emPx).map((lines) => ({ lines, label: withoutLine(joinLines(lines)) }));
  const options: { connector: number; group: number; cost: number }[] = [];
  connectors.forEach(({ pixels }, connector) => {
    groups.forEach(({ label }, group) => {
      const { edge, centre } = distances(pixels, label.box, widthPx);
      if (edge > MAX_DISTANCE_EM * emPx) return;
      options.push({ connector, group, cost: edge + 0.35 * centre });
    });
  });
  options.sort((a, b) => a.cost - b.cost);
  const labels = connectors.map((): Label | undefined => undefined);
  const used = new Set<number>();
  for (const { connector, group } of options) {
    if (used.has(group) || labels[connector]) continue;
    used.add(group);
    labels[connector] = groups[group]?.label;
  }
  return { labels, rest: groups.flatMap(({ lines }, i) => (used.has(i) ? [] : lines)) };
}

/** Distance of a line from a box, and from the box's centre. */
function distances(pixels: readonly number[], box: Box, widthPx: number): { edge: number; centre: number } {
  let edge = Number.POSITIVE_INFINITY;
  let centre = Number.POSITIVE_INFINITY;
  const cx = (box.x0 + box.x1) / 2;
  const cy = (box.y0 + box.y1) / 2;
  for (let i = 0; i < pixels.length; i += 2) {
    const x = (pixels[i] as number) % widthPx;
    const y = Math.floor((pixels[i] as number) / widthPx);
    edge = Math.min(edge, boxDistance(box, { x0: x, y0: y, x1: x, y1: y }));
    centre = Math.min(centre, Math.hypot(x - cx, y - cy));
  }
  return { edge, centre };
}

/** The line itself, read as a dash or a dot before or after its label, is no part of it. */
function withoutLine(label: Label): Label {
  return {
    ...label,
    text: label.text
      .replace(/^[\s|_–—/→←·'’-]+|[\s|_–—→←·'’-]+$/g, '')
      .replace(/(?<=^[^.]*)\.$/, '')
      .replace(/(?<=\p{L})·(?=\p{L})/gu, ' '),
  };
}
