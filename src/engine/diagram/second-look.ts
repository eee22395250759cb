/**
 * Reads doubtful text a second time, on a sheet by itself: text extraction takes the lines beside a label for letters,
 * reads a connector's label and a node's as one, or misses letters on a hatched ground.
 */
import type { Quad } from '../../protocol';
import type { Raster } from '../image/raster';
import type { TextReader } from '../ocr';
import { type Area, cutOut } from './cut-out';
import { type Look, planLooks } from './doubtful-text';
import type { Box } from './grid';
import { joinLines, type Label, type ReadLine, type TextBox, toTextBoxes } from './labels';
import { hasInkBeside, hasLettersBeside } from './missed-letters';
import type { ShapeCandidate } from './nodes';
import { layOutSheet, type Piece, type Sheet } from './sheet';

/** Reads the text of a picture that shows nothing else. */
export type Reread = (sheet: Raster) => Promise<readonly ReadLine[]>;

export function rereadWith(reader: TextReader, signal?: AbortSignal): Reread {
  return async (sheet) => (await reader.read(sheet, signal, undefined, { drawing: true })).lines;
}

/** Least confidence of text where none was read at first, and of text that was read together with something else. */
const [NEW_CONFIDENCE, CUT_CONFIDENCE] = [0.7, 0.6];
/** Smaller text is enlarged, in pixels. */
const SMALL_PX = 15;
/** Widest line, in font sizes. */
const THIN_EM = 0.28;

/** A drawing as it was read at first; a pixel of the boxes is `factor` pixels of the picture. */
export interface FirstLook {
  readonly raster: Raster;
  readonly text: readonly TextBox[];
  readonly words: readonly TextBox[];
  readonly shapes: readonly ShapeCandidate[];
  readonly factor: number;
  readonly emPx: number;
}

/** The text of a drawing, with what was read better at the second time in its place. */
export async function lookAgain(
  { raster, text, words, shapes, factor, emPx }: FirstLook,
  reread: Reread,
): Promise<readonly TextBox[]> {
  const { looks, sure } = planLooks(text, words, shapes, emPx);
  const pieces: Piece[] = [];
  const lookOf: Look[] = [];
  const kept = [...sure];
  for (const look of looks) {
    const area = enlarged(look.area, factor, raster);
    const lines = look.before.map(({ box }) => times(box, factor));
    if (look.doubt === 'none' && !hasInkBeside(raster, area, lines, emPx * factor)) {
      kept.push(...look.before);
      continue;
    }
    const grey = cutOut(
      raster,
      area,
      Math.max(3, Math.round(THIN_EM * emPx * factor)),
      look.text && times(look.text, factor),
    );
    if (grey && (look.doubt !== 'none' || hasLettersBeside(grey, area.box, lines, emPx * factor))) {
      pieces.push({ box: area.box, grey });
      lookOf.push(look);
    } else kept.push(...look.before);
  }
  if (pieces.length === 0) return text;
  const sheet = layOutSheet(pieces, emPx * factor < SMALL_PX ? 2 : 1);
  const found = sortByPiece(await reread(sheet.raster), sheet, pieces.length, factor);
  lookOf.forEach((look, i) => {
    const after = toTextBoxes(found[i]!);
    kept.push(...(isBetter(after, look) ? after : look.before));
  });
  return kept;
}

/** The lines read in each piece of the sheet, moved to where the piece comes from. */
function sortByPiece(lines: readonly ReadLine[], sheet: Sheet, count: number, factor: number): ReadLine[][] {
  const found = Array.from({ length: count }, (): ReadLine[] => []);
  for (const line of lines) {
    const byPiece = new Map<number, ReadLine[]>();
    for (const word of line.words ?? [line]) {
      const [a, , c] = word.polygon;
      const middle = sheet.locate((a.x + c.x) / 2, (a.y + c.y) / 2);
      if (!middle) continue;
      const polygon = word.polygon.map(({ x, y }) => {
        const point = sheet.locate(x, y);
        const at = point?.piece === middle.piece ? point : middle;
        return { x: at.x / factor, y: at.y / factor };
      }) as unknown as Quad;
      byPiece.set(middle.piece, [...(byPiece.get(middle.piece) ?? []), { ...word, polygon }]);
    }
    for (const [piece, words] of byPiece) found[piece]!.push({ ...words[0]!, words });
  }
  return found;
}

/**
 * The better of two readings is the surer one, in a shape the one with more letters, and the second one of what was read
 * together with something else at first.
 */
function isBetter(after: readonly TextBox[], { before, doubt, text }: Look): boolean {
  if (after.length === 0) return false;
  if (before.length === 0) return joinLines(after).confidence > NEW_CONFIDENCE;
  const [one, other] = [joinLines(before), joinLines(after)];
  if (doubt === 'cut') return other.confidence > CUT_CONFIDENCE;
  if (doubt === 'none') return letters(other) > letters(one);
  return text
    ? other.confidence > one.confidence
    : letters(other) * other.confidence > letters(one) * one.confidence;
}

/** Number of letters and digits. */
function letters({ text }: Label): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

function times({ x0, y0, x1, y1 }: Box, factor: number): Box {
  return { x0: x0 * factor, y0: y0 * factor, x1: (x1 + 1) * factor - 1, y1: (y1 + 1) * factor - 1 };
}

/** The same area in pixels of the picture. */
function enlarged({ box, row }: Area, factor: number, { widthPx, heightPx }: Raster): Area {
  const large = times(box, factor);
  return {
    box: {
      x0: Math.max(0, large.x0),
      y0: Math.max(0, large.y0),
      x1: Math.min(widthPx - 1, large.x1),
      y1: Math.min(heightPx - 1, large.y1),
    },
    row: (y) => {
      const [left, right] = row(Math.floor(y / factor));
      return [left * factor, (right + 1) * factor - 1];
    },
  };
}
