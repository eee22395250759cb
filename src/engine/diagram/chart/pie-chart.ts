/** Pie and doughnut charts: slices measured as angles, named by a legend or by the words beside them. */
import type { ChartValue, PieChart, PieSlice, Point } from '../../../protocol';
import type { Raster } from '../../image/raster';
import { type Colour, distance, groundOf, hex } from './colour';
import { findLegend, type LegendEntry } from './legend';
import { parseNumber, rounded, roundedUp } from './numbers';
import { findPie, type Pie, type Slice } from './pie';
import { titleTexts } from './titles';
import { type ChartText, centreX, centreY, widthOf } from './words';

/** How far a printed percentage may be from the measured one, in points, to be that slice's. */
const AGREE = 1.6;

/** Narrower slices without a name, in points, are taken for borders. */
const THINNEST = 1.2;

export function readPie(
  raster: Raster,
  texts: readonly ChartText[],
  emPx: number,
): { readonly chart: PieChart; readonly confidence: number } | undefined {
  if (texts.length < 2) return undefined;
  const { widthPx, heightPx } = raster;
  const ground = groundOf(raster, { x0: 0, y0: 0, x1: widthPx - 1, y1: heightPx - 1 });
  const rim = groundOf(raster, { x0: 0, y0: 0, x1: widthPx - 1, y1: Math.max(2, 0.02 * heightPx) });
  const pie = findPie(raster, rim.colour, ground.evenness > 0.9 ? 9 : 15);
  if (!pie || pie.slices.length > 20) return undefined;
  const out = (text: ChartText): number =>
    Math.hypot(centreX(text) - pie.x, centreY(text) - pie.y) / pie.radiusPx;
  const legend = findLegend(
    raster,
    texts.filter((text) => out(text) > 0.9),
    emPx,
  );
  const named = nameSlices(pie.slices, legend, rim.colour);
  const taken = new Set(legend.map(({ text }) => text));
  const rest = texts.filter((text) => !taken.has(text));
  // Names of slices may stand right above the disk.
  const heading = titleTexts(
    rest.filter((text) => out(text) > 1 && (widthOf(text) > 7 * emPx || out(text) > 1.25)),
    pie.y - pie.radiusPx - 0.1 * emPx,
    emPx,
  );
  const title = heading.map(({ text }) => text).join(' ');
  const byLegend = named.filter(Boolean).length >= 2;
  const around = rest.filter((text) => out(text) < 2.2 && !heading.includes(text));
  const owner = new Map(around.map((text) => [text, ownerOf(text, pie)]));
  const told = pie.slices.map((slice, i): PieSlice => {
    const own = around.filter((text) => owner.get(text) === i);
    const words = own.filter(({ number }) => !number).sort((a, b) => a.box.y0 - b.box.y0);
    const label = byLegend
      ? (named[i]?.replace(/\s*\[[^\]]*\]?$/, '') ?? '')
      : words.map(({ text }) => text.replace(/[\s:(,]*\d[\d.,]*\s*%\)?$/, '')).join(' ');
    return { label, colour: hex(slice.colour), share: shareOf(slice, pie, own) };
  });
  // The blurred border of two slices.
  const slices = told.filter(({ label, share }) => label !== '' || share.value >= THINNEST);
  const labelled = slices.filter(({ label }) => label !== '').length;
  const printed = slices.filter(({ share }) => share.source === 'printed').length;
  // A disk of several colours without names or percentages is as likely a logo.
  if (Math.max(labelled, printed) < 2 || Math.max(labelled, printed) < 0.5 * slices.length) return undefined;
  const sure = byLegend ? legend.map(({ text }) => text) : around;
  const words = sure.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, sure.length);
  const confidence = (0.5 + (0.5 * Math.max(labelled, printed)) / slices.length) * Math.min(0.95, words);
  return { chart: { kind: 'pie', title, doughnut: pie.holePx > 0, slices }, confidence };
}

/** How much of a slice's colour shows where slices are half transparent. */
const OPACITIES = [1, 0.9, 0.8, 0.7, 0.6];
/** Colours farther apart are not the same. */
const FAR = 40;

/** Pairs slices and legend entries whose colours are nearest; all slices are equally transparent. */
function nameSlices(
  slices: readonly Slice[],
  legend: readonly LegendEntry[],
  ground: Colour,
): (string | undefined)[] {
  let best: (string | undefined)[] = slices.map(() => undefined);
  let least = Number.POSITIVE_INFINITY;
  for (const opacity of OPACITIES) {
    const named: (string | undefined)[] = slices.map(() => undefined);
    const used = new Set<LegendEntry>();
    const pairs = slices.flatMap(({ colour }, i) =>
      legend.map((entry) => ({ i, entry, apart: distance(colour, mixed(entry.colour, ground, opacity)) })),
    );
    let cost = 2 * (1 - opacity);
    for (const { i, entry, apart } of pairs.sort((a, b) => a.apart - b.apart)) {
      if (apart > FAR || named[i] !== undefined || used.has(entry)) continue;
      named[i] = entry.name;
      used.add(entry);
      cost += apart;
    }
    cost += FAR * named.filter((name) => name === undefined).length;
    if (cost < least) [best, least] = [named, cost];
  }
  return best;
}

const mixed = (pure: Colour, ground: Colour, opacity: number): Colour => [
  ground[0] + opacity * (pure[0] - ground[0]),
  ground[1] + opacity * (pure[1] - ground[1]),
  ground[2] + opacity * (pure[2] - ground[2]),
];

/** The slice in whose direction a text stands. */
function ownerOf(text: ChartText, { x, y, radiusPx, slices }: Pie): number {
  const inside = Math.hypot(centreX(text) - x, centreY(text) - y) < radiusPx;
  // Of words outside, the part next to the disk tells.
  const px = inside ? centreX(text) : Math.max(text.box.x0, Math.min(text.box.x1, x));
  const py = inside ? centreY(text) : Math.max(text.box.y0, Math.min(text.box.y1, y));
  const anchor = inside ? [px, py] : [(px + nearEdge(text, x)) / 2, (py + centreY(text)) / 2];
  const turn = (Math.atan2(anchor[0]! - x, y - anchor[1]!) / (2 * Math.PI) + 1) % 1;
  const index = slices.findIndex(
    ({ from, to }) =>
      (turn >= from && turn < to) ||
      (turn + 1 >= from && turn + 1 < to) ||
      (turn - 1 >= from && turn - 1 < to),
  );
  return index;
}

const nearEdge = ({ box }: ChartText, x: number): number => (box.x0 > x ? box.x0 : box.x1 < x ? box.x1 : x);

function shareOf({ from, to }: Slice, pie: Pie, own: readonly ChartText[]): ChartValue {
  const measured = 100 * (to - from);
  const uncertainty = 100 * (1.2 / (2 * Math.PI * 0.65 * pie.radiusPx) + 0.0012);
  const polygon = sector(pie, from, to);
  for (const { text, number, confidence } of own) {
    const inside = /\d+(?:[.,]\d+)?\s*%/.exec(text);
    const printed = inside ? parseNumber(inside[0]) : number?.unit === '%' ? number : undefined;
    if (printed && Math.abs(printed.value - measured) <= AGREE)
      return {
        value: printed.value,
        uncertainty: printed.halfDigit,
        source: 'printed',
        confidence,
        polygon,
      };
  }
  return {
    value: rounded(measured, uncertainty),
    uncertainty: roundedUp(uncertainty),
    source: 'measured',
    confidence: 0.95,
    polygon,
  };
}

function sector({ x, y, radiusPx, holePx }: Pie, from: number, to: number): Point[] {
  const arc = (radius: number, turns: readonly number[]): Point[] =>
    turns.map((turn) => ({
      x: x + radius * Math.sin(2 * Math.PI * turn),
      y: y - radius * Math.cos(2 * Math.PI * turn),
    }));
  const turns = Array.from({ length: 13 }, (_, i) => from + ((to - from) * i) / 12);
  return [...arc(radiusPx, turns), ...(holePx > 0 ? arc(holePx, turns.reverse()) : [{ x, y }])];
}
