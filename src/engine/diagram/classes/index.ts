/**
 * Reads class and entity diagrams: boxes that rules divide into compartments, and the relations between them.
 *
 * @example
 * readClasses(map, ink, text, words, emPx, factor)?.mermaid; // 'classDiagram\n  class Animal {\n    +eat() …'
 */
import type { Diagram } from '../../../protocol';
import { boxHeight, boxWidth, type Mask, overlap } from '../grid';
import type { TextBox } from '../labels';
import type { RegionMap } from '../regions';
import { findRuledBoxes } from './boxes';
import { toClasses, toEntities } from './compose';
import { findRelations, type Relation } from './relations';
import { type FilledBox, fillBoxes, isIn } from './text';

/** Share of the boxes that have to be ruled: in a flowchart, hardly any is. */
const MIN_RULED = 0.5;
/** Share of the members that have to look like UML where no relation speaks for a class diagram. */
const MIN_MEMBERS = 0.5;

/**
 * @param map The areas between `ink`.
 * @param text Lines of text, as the flowchart's analysis takes them.
 * @param words Every word by itself.
 * @param factor Pixels of the picture to one of the map's: places are told in the picture's.
 * @returns undefined where the picture is neither a class nor an entity diagram.
 */
export function readClasses(
  map: RegionMap,
  ink: Mask,
  text: readonly TextBox[],
  words: readonly TextBox[],
  emPx: number,
  factor: number,
  signal?: AbortSignal,
): Diagram | undefined {
  const { widthPx, heightPx } = map.raster;
  if (widthPx < 48 || heightPx < 48 || words.length === 0) return undefined;
  const found = fillBoxes(findRuledBoxes(map, emPx), words).filter(hasName);
  const boxes = found.filter((box) => box.rows.length > 1 || isWhole(box, found, words, emPx));
  const ruled = boxes.filter(({ rows }) => rows.length > 1);
  if (ruled.length === 0 || ruled.length < MIN_RULED * boxes.length) return undefined;
  signal?.throwIfAborted();
  const outside = (one: TextBox): boolean => !boxes.some(({ box }) => isIn(box, one));
  const columns = hasColumns(ruled);
  const relations = findRelations(
    ink,
    boxes.map(({ box }) => box),
    { lines: text.filter(outside), words: words.filter(outside) },
    !columns,
    emPx,
  );
  const sure = columns ? ruled.length > 1 : hasMembers(ruled);
  if (relations.length === 0 && !sure) return undefined;
  const model = { boxes, relations, widthPx, factor };
  return columns || hasFeet(relations) ? toEntities(model) : toClasses(model);
}

/** A name is one line or two, in a row of its own. */
function hasName({ lines, rows }: FilledBox): boolean {
  return rows[0]!.cells.length === 1 && lines[0]!.flat().length > 0;
}

/** Whether a plain box is an entity or a class: neither a cell left over nor the background of a label. */
function isWhole(
  { box }: FilledBox,
  all: readonly FilledBox[],
  words: readonly TextBox[],
  emPx: number,
): boolean {
  if (all.some(({ box: other, rows }) => rows.length > 1 && overlap(other, box) > 0)) return false;
  const own = words.filter((word) => isIn(box, word)).map((word) => word.box);
  const width = Math.max(...own.map(({ x1 }) => x1)) - Math.min(...own.map(({ x0 }) => x0));
  return boxHeight(box) >= 1.95 * emPx && boxWidth(box) - width >= 0.9 * emPx;
}

function hasMembers(ruled: readonly FilledBox[]): boolean {
  const members = ruled.flatMap(({ lines }) => lines.slice(1).flat(2));
  const typical = members.filter(({ text }) => /^[+#~-]\s?\p{L}|\w\(.*\)|\w\s?: ?\w/u.test(text));
  return typical.length > 0 && typical.length >= MIN_MEMBERS * members.length;
}

function hasColumns(ruled: readonly FilledBox[]): boolean {
  return ruled.some(({ lines }) =>
    lines.slice(1).some((cells) => cells.filter((cell) => cell.length > 0).length > 1),
  );
}

/** Bars and crow's feet at the lines between boxes without columns. */
function hasFeet(relations: readonly Relation[]): boolean {
  const ends = relations.flatMap(({ fromEnd, toEnd }) => [fromEnd, toEnd]);
  return ends.filter(({ footed }) => footed).length > 0.6 * ends.length;
}
