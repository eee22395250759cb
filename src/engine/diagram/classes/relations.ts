/** Relations between boxes: their lines, what stands at their ends, and the words beside them. */
import { type Connector, findConnectors } from '../connectors';
import { connectorInk, ownerMap } from '../edge-ink';
import { labelConnectors } from '../edge-labels';
import { type Box, boxHeight, boxWidth, components, contains, grow, type Mask, overlap } from '../grid';
import type { Label, TextBox } from '../labels';
import type { Silhouette } from '../silhouette';
import { withoutBars } from './bars';
import { endOf, fillHeads, type LineEnd } from './ends';
import { assignMultiplicities, findMultiplicities } from './multiplicities';
import { findStars } from './stars';

export interface Relation {
  /** Indices of boxes. */
  readonly from: number;
  readonly to: number;
  readonly fromEnd: LineEnd;
  readonly toEnd: LineEnd;
  readonly dashed: boolean;
  readonly label: Label | undefined;
  /** Text beside the ends; empty where there is none. */
  readonly fromMultiplicity: string;
  readonly toMultiplicity: string;
  readonly confidence: number;
  /** Pixel indices from `from` to `to`. */
  readonly pixels: readonly number[];
}

/** Pieces of the line that were read as punctuation before or after its label. */
const EDGES = /^[^\p{L}\p{N}"'(«]+|[^\p{L}\p{N}"')»!?.]+$/gu;
/** No more letters than these may be a ring and a foot that were read as letters. */
const SHORT = 2;
/** Share of a line without ink from which on it is dashed. */
const DASHED = 0.14;
/** The same where there are several gaps, which blur makes shorter. */
const SHORT_GAPS = 0.06;

/**
 * @param free Text that stands in no box, as lines and as words.
 * @param counted Whether numbers may stand at the ends; at those of entities, what is read as one is a ring or a dash.
 */
export function findRelations(
  ink: Mask,
  boxes: readonly Box[],
  free: { readonly lines: readonly TextBox[]; readonly words: readonly TextBox[] },
  counted: boolean,
  emPx: number,
): Relation[] {
  const owner = ownerMap(ink, boxes.map(rectangle), emPx);
  const numbers = counted ? findMultiplicities(free.words, emPx) : [];
  const drawn = (one: TextBox): boolean => isDrawn(one, ink, owner, emPx);
  const sure = [
    ...numbers.filter((one) => one.text.length > 1 || !drawn(one)),
    ...(counted ? findStars(ink, owner, free.words, emPx) : []),
  ];
  const spoken = free.lines.filter(
    (one) =>
      /\p{L}{2}/u.test(one.text) &&
      (one.text.length > SHORT || !drawn(one)) &&
      !sure.some(({ box }) => overlap(box, one.box) > 0),
  );
  const words = [...spoken, ...sure];
  const lines = connectorInk(ink, owner, [], words, words, emPx);
  const heads = fillHeads(lines, owner, emPx);
  const { widthPx } = ink;
  const connectors = findConnectors(
    withoutBars(heads.ink, owner, emPx),
    owner,
    words.map(({ box }) => box),
    [],
    emPx,
  );
  const ends = connectors.map(({ from, to, pixels }) => ({
    from: endOf(heads, owner, from, [...pixels].reverse(), emPx),
    to: endOf(heads, owner, to, pixels, emPx),
  }));
  const counts = assignMultiplicities(ends, sure, emPx);
  const { labels } = labelConnectors(connectors, spoken, widthPx, emPx);
  const count = (relation: number, side: 'from' | 'to'): string =>
    counts.find((one) => one.relation === relation && one.side === side)?.box.text ?? '';
  return connectors.map((connector, i) => ({
    from: connector.from,
    to: connector.to,
    fromEnd: ends[i]!.from,
    toEnd: ends[i]!.to,
    dashed: isDashed(connector, heads.ink, words, emPx),
    label: labels[i] && { ...labels[i], text: labels[i].text.replace(EDGES, '') },
    fromMultiplicity: count(i, 'from'),
    toMultiplicity: count(i, 'to'),
    confidence: connector.confidence,
    pixels: connector.pixels,
  }));
}

function rectangle(box: Box): Silhouette {
  const rows = boxHeight(box);
  return {
    box,
    left: new Int32Array(rows).fill(box.x0),
    right: new Int32Array(rows).fill(box.x1),
    areaPx: rows * boxWidth(box),
    solidity: 1,
  };
}

/** Whether a text without words is a head, a ring or a bar that was read as letters: its ink goes on outside. */
function isDrawn({ box }: TextBox, ink: Mask, owner: Int16Array, emPx: number): boolean {
  const { data, widthPx: w, heightPx: h } = ink;
  const reach = Math.round(emPx);
  const zone = {
    x0: Math.max(0, box.x0 - reach),
    y0: Math.max(0, box.y0 - reach),
    x1: Math.min(w - 1, box.x1 + reach),
    y1: Math.min(h - 1, box.y1 + reach),
  };
  const [zw, zh] = [boxWidth(zone), boxHeight(zone)];
  const part = new Uint8Array(zw * zh);
  for (let y = 0; y < zh; y++)
    for (let x = 0; x < zw; x++) {
      const p = (zone.y0 + y) * w + zone.x0 + x;
      part[y * zw + x] = data[p] && !owner[p] ? 1 : 0;
    }
  const own = { x0: box.x0 - zone.x0, y0: box.y0 - zone.y0, x1: box.x1 - zone.x0, y1: box.y1 - zone.y0 };
  const near = grow(own, Math.round(0.45 * emPx));
  // A head stands at its box, a number a little off.
  const touch = Math.max(2, Math.round(0.15 * emPx));
  const atBox = (p: number): boolean => {
    const [x, y] = [zone.x0 + (p % zw), zone.y0 + Math.floor(p / zw)];
    return [
      [touch, 0],
      [-touch, 0],
      [0, touch],
      [0, -touch],
    ].some(([dx, dy]) => (owner[(y + dy!) * w + x + dx!] ?? 0) > 0);
  };
  let [inside, connected] = [0, 0];
  for (const { box: piece, pixels } of components({ data: part, widthPx: zw, heightPx: zh }).list) {
    const count = pixels.filter((p) => contains(own, p % zw, Math.floor(p / zw))).length;
    inside += count;
    const beyond = !contains(near, piece.x0, piece.y0) || !contains(near, piece.x1, piece.y1);
    if (beyond || pixels.some(atBox)) connected += count;
  }
  return connected > 0.4 * inside;
}

/** Whether ink is missing along a line, where neither a label nor a head stands. */
function isDashed(
  { pixels }: Connector,
  { data, widthPx: w }: Mask,
  words: readonly TextBox[],
  emPx: number,
): boolean {
  const zones = words.map(({ box }) => grow(box, Math.round(0.35 * emPx)));
  const head = Math.min(Math.round(0.8 * emPx), Math.floor(pixels.length / 4));
  const seen = pixels
    .slice(head, pixels.length - head)
    .filter((p) => !zones.some((zone) => contains(zone, p % w, Math.floor(p / w))));
  const empty = seen.map((p) => !data[p]);
  const gaps = empty.filter((one, i) => one && !empty[i - 1]).length;
  const share = empty.filter(Boolean).length / Math.max(1, seen.length);
  return share > DASHED || (gaps >= 3 && share > SHORT_GAPS);
}
