/** Gives the text that stands in no node to the connector it belongs to. */
import type { Connector } from './connectors';
import { type Box, boxDistance } from './grid';
import { groupLines, joinLines, type Label, type TextBox } from './labels';
import { settleCase } from './letter-case';

/** Farthest a label may stand from its line, in font sizes. */
const MAX_DISTANCE_EM = 1.8;
/** How much nearer to its own line than to another one a row of text is that is a label by itself, in font sizes. */
const CLEARLY_EM = 0.1;
/** What the distances from a label's centre to the line and to the line's middle count, beside that from its edge. */
const [TO_CENTRE, TO_MIDDLE] = [0.35, 0.08];

/** The label of each connector, in order; and the text left over. */
export function labelConnectors(
  connectors: readonly Connector[],
  free: readonly TextBox[],
  widthPx: number,
  emPx: number,
): { labels: (Label | undefined)[]; rest: TextBox[] } {
  const costOf = (connector: Connector, box: Box): number => {
    const { edge, centre, middle } = distances(connector.pixels, box, widthPx);
    if (edge > MAX_DISTANCE_EM * emPx) return Number.POSITIVE_INFINITY;
    return edge + TO_CENTRE * centre + TO_MIDDLE * middle;
  };
  const grouped = groupLines(free, emPx).flatMap((lines) =>
    parted(lines, connectors, costOf, CLEARLY_EM * emPx),
  );
  const texts = settleCase(grouped.map((lines) => withoutLine(joinLines(lines))));
  const groups = grouped.map((lines, i) => ({ lines, label: texts[i] as Label }));
  const options: { connector: number; group: number; cost: number }[] = [];
  connectors.forEach((line, connector) => {
    groups.forEach(({ label }, group) => {
      const cost = costOf(line, label.box);
      if (cost < Number.POSITIVE_INFINITY) options.push({ connector, group, cost });
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

/**
 * Rows of text, each by itself where each stands clearly nearer to a line of its own: labels of lines that run close to one
 * another.
 */
function parted(
  rows: readonly TextBox[],
  connectors: readonly Connector[],
  costOf: (connector: Connector, box: Box) => number,
  clearPx: number,
): TextBox[][] {
  if (rows.length < 2) return [[...rows]];
  const costs = rows.map(({ box }) => connectors.map((connector) => costOf(connector, box)));
  const nearest = costs.map((own) => own.indexOf(Math.min(...own)));
  const apart = nearest.every((mine, i) =>
    nearest.every((theirs, k) => k === i || costs[i]![theirs]! - costs[i]![mine]! > clearPx),
  );
  return apart ? rows.map((row) => [row]) : [[...rows]];
}

/** Distance in pixels of a line from a box, of the line from the box's centre, and of the line's middle from it. */
function distances(
  pixels: readonly number[],
  box: Box,
  widthPx: number,
): { edge: number; centre: number; middle: number } {
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
  const mid = pixels[pixels.length >> 1] as number;
  return { edge, centre, middle: Math.hypot((mid % widthPx) - cx, Math.floor(mid / widthPx) - cy) };
}

/** The line itself, read as a dash, a dot or a comma before or after its label, is no part of it. */
function withoutLine(label: Label): Label {
  return {
    ...label,
    text: label.text
      .replace(/^[\s|_–—/→←·'’,;:-]+|[\s|_–—→←·'’,;:-]+$/g, '')
      .replace(/(?<=\p{Ll})\|(?=\p{Ll})/gu, 'l')
      .replace(/(?<=^[^.]*)\.$/, '')
      .replace(/(?<=\p{L})·(?=\p{L})/gu, ' '),
  };
}
