/** Boxes that rules divide into compartments, put together from the flat areas between the ink. */
import { type Box, boxHeight, boxWidth, contains, overlap, unite } from '../grid';
import type { RegionLimit, RegionMap } from '../regions';
import { silhouetteOf } from '../silhouette';

/** One row of a box: a compartment of a class, or a row of an entity's table with its cells from left to right. */
export interface BoxRow {
  readonly box: Box;
  readonly cells: readonly Box[];
}

export interface RuledBox {
  readonly box: Box;
  /** From the top down; a plain box has one. */
  readonly rows: readonly BoxRow[];
}

/** Sizes in font sizes. */
const THINNEST_ROW = 0.2;
const NARROWEST_CELL = 1;
/** An empty compartment may be little more than two rules; then it is wider than a gap between letters. */
const THIN = 0.35;
const THIN_WIDTH = 3;
/** Widest rule between two rows or cells. */
const WIDEST_RULE = 0.6;
/** Share of its box that an area has to fill, holes included. */
const MIN_RECTANGLE = 0.93;
/** Letters leave at least this share of a cell free. */
const MIN_FREE = 0.25;

export function findRuledBoxes(map: RegionMap, emPx: number): RuledBox[] {
  const cells: Box[] = [];
  for (const limit of ['ink', 'inkOrColour'] as const)
    for (const cell of rectangles(map, limit, emPx))
      if (!cells.some((known) => isSame(known, cell))) cells.push(cell);
  const slack = Math.max(2, Math.round(0.25 * emPx));
  const gap = Math.max(3, Math.round(WIDEST_RULE * emPx));
  const leaves = cells.filter((cell) => !cells.some((other) => other !== cell && holds(cell, other)));
  return stacks(rowsOf(leaves, slack, gap), slack, gap);
}

function rectangles(map: RegionMap, limit: RegionLimit, emPx: number): Box[] {
  const { widthPx, heightPx } = map.raster;
  return map.within(limit).flatMap((region) => {
    const { box, areaPx } = region;
    const area = boxWidth(box) * boxHeight(box);
    const [high, wide] = [boxHeight(box) / emPx, boxWidth(box) / emPx];
    const small = high < THINNEST_ROW || wide < (high < THIN ? THIN_WIDTH : NARROWEST_CELL);
    const page = boxWidth(box) > 0.97 * widthPx && boxHeight(box) > 0.97 * heightPx;
    if (small || page || areaPx < MIN_FREE * area) return [];
    return silhouetteOf(region).areaPx >= MIN_RECTANGLE * area ? [box] : [];
  });
}

function isSame(a: Box, b: Box): boolean {
  return overlap(a, b) > 0.7 * Math.max(boxWidth(a) * boxHeight(a), boxWidth(b) * boxHeight(b));
}

function holds(outer: Box, inner: Box): boolean {
  return contains(outer, inner.x0, inner.y0) && contains(outer, inner.x1, inner.y1);
}

/** Cells of the same height side by side, with no more than a rule between them. */
function rowsOf(cells: readonly Box[], slack: number, gap: number): BoxRow[] {
  const rows: { box: Box; cells: Box[] }[] = [];
  for (const cell of [...cells].sort((a, b) => a.x0 - b.x0)) {
    const home = rows.find(
      ({ box }) =>
        Math.abs(box.y0 - cell.y0) <= slack &&
        Math.abs(box.y1 - cell.y1) <= slack &&
        cell.x0 - box.x1 > 0 &&
        cell.x0 - box.x1 <= gap,
    );
    if (home) {
      home.cells.push(cell);
      home.box = unite(home.box, cell);
    } else rows.push({ box: cell, cells: [cell] });
  }
  return rows;
}

/** Rows of the same width under one another, with no more than a rule between them. */
function stacks(rows: readonly BoxRow[], slack: number, gap: number): RuledBox[] {
  const result: { box: Box; rows: BoxRow[] }[] = [];
  for (const row of [...rows].sort((a, b) => a.box.y0 - b.box.y0)) {
    const home = result.find(
      ({ box }) =>
        Math.abs(box.x0 - row.box.x0) <= slack &&
        Math.abs(box.x1 - row.box.x1) <= slack &&
        row.box.y0 - box.y1 > 0 &&
        row.box.y0 - box.y1 <= gap,
    );
    if (home) {
      home.rows.push(row);
      home.box = unite(home.box, row.box);
    } else result.push({ box: row.box, rows: [row] });
  }
  return result;
}
