/** Relations between boxes: their lines, what stands at their ends, and the words beside them. */
import { type Connector, findConnectors } from '../connectors';
import { connectorInk, ownerMap } from '../edge-ink';
import { labelConnectors } from '../edge-labels';
import { type Box, boxDistance, boxHeight, boxWidth, components, contains, grow, type Mask } from '../grid';
import type { Label, TextBox } from '../labels';
import type { Silhouette } from '../silhouette';
import { withoutBars } from './bars';
import { endOf, fillHeads, type LineEnd } from './ends';

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

/** Farthest a multiplicity stands from its end, in font sizes. */
const MULTIPLICITY_REACH = 3;
/** "1", "*", "0..*", "1..n", "2..5", and what they are read as: dots are small. */
const MULTIPLICITY = /^[[({]?(?:\d+|\*|[nm])(?:\s*(?:\.{1,3}|…|·{1,2}|-)\s*(?:\d+|\*|[nm]))?[\])}]?$/i;
/** Share of a line without ink from which on it is dashed. */
const DASHED = 0.2;

/** @param free Text that stands in no box. */
export function findRelations(
  ink: Mask,
  boxes: readonly Box[],
  free: readonly TextBox[],
  emPx: number,
): Relation[] {
  const owner = ownerMap(ink, boxes.map(rectangle), emPx);
  const words = free.filter((line) => !isDrawn(line, ink, owner, emPx));
  const lines = connectorInk(ink, owner, [], words, words, emPx);
  const heads = fillHeads(lines, owner, emPx);
  const { widthPx } = ink;
  const connectors = findConnectors(
    withoutBars(heads.ink, owner, emPx),
    owner,
    words.map(({ box }) => box),
    emPx,
  );
  const ends = connectors.map(({ from, to, pixels }) => ({
    from: endOf(heads, owner, from, [...pixels].reverse(), emPx),
    to: endOf(heads, owner, to, pixels, emPx),
  }));
  const counts = multiplicities(ends, words, emPx);
  const spoken = words.filter((line) => !counts.some(({ text }) => text === line));
  const { labels } = labelConnectors(connectors, spoken, widthPx, emPx);
  const count = (relation: number, side: 'from' | 'to'): string =>
    settled(counts.find((one) => one.relation === relation && one.side === side)?.text.text ?? '');
  return connectors.map((connector, i) => ({
    from: connector.from,
    to: connector.to,
    fromEnd: ends[i]!.from,
    toEnd: ends[i]!.to,
    dashed: isDashed(connector, heads.ink, words, emPx),
    label: labels[i],
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
function isDrawn({ text, box }: TextBox, ink: Mask, owner: Int16Array, emPx: number): boolean {
  if (/\p{L}{2}/u.test(text)) return false;
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
  let [inside, connected] = [0, 0];
  for (const { box: piece, pixels } of components({ data: part, widthPx: zw, heightPx: zh }).list) {
    const count = pixels.filter((p) => contains(own, p % zw, Math.floor(p / zw))).length;
    inside += count;
    if (!contains(near, piece.x0, piece.y0) || !contains(near, piece.x1, piece.y1)) connected += count;
  }
  return connected > 0.4 * inside;
}

interface Count {
  readonly relation: number;
  readonly side: 'from' | 'to';
  readonly text: TextBox;
}

function multiplicities(
  ends: readonly { readonly from: LineEnd; readonly to: LineEnd }[],
  words: readonly TextBox[],
  emPx: number,
): Count[] {
  const options: (Count & { readonly distance: number })[] = [];
  for (const text of words.filter((word) => MULTIPLICITY.test(word.text)))
    ends.forEach((both, relation) => {
      for (const side of ['from', 'to'] as const) {
        const { x, y } = both[side];
        const distance = boxDistance(text.box, { x0: x, y0: y, x1: x, y1: y });
        if (distance <= MULTIPLICITY_REACH * emPx) options.push({ relation, side, text, distance });
      }
    });
  const taken: Count[] = [];
  for (const option of options.sort((a, b) => a.distance - b.distance))
    if (
      !taken.some(
        ({ relation, side, text }) =>
          text === option.text || (relation === option.relation && side === option.side),
      )
    )
      taken.push(option);
  return taken;
}

const settled = (text: string): string =>
  text.replace(/\s*(?:\.{1,3}|…|·{1,2})\s*/, '..').replace(/\s+/g, '');

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
  const gaps = seen.filter((p) => !data[p]).length;
  return gaps > DASHED * seen.length;
}
