import type { Fact, ImageKind } from '../../protocol';
import type { ReadLine, TextReading } from '../ocr';
import { bounds, gridOf, type LineBounds, type Row } from './layout';
import type { Appearance } from './measure/palette';
import { tidy } from './wording';

/** What is known of a picture's text; the engine's reading, or one made by hand in a test. */
export type Reading = Pick<TextReading, 'text' | 'lines'>;

/** A line of the picture that has text, with its box. */
export interface SceneLine {
  /** One line, tidied. */
  readonly text: string;
  readonly confidence: number;
  readonly box: LineBounds;
  readonly heightPx: number;
  readonly source: ReadLine;
}

/** Everything measured in a picture; what the sentences are made from. */
export interface Scene {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly appearance: Appearance;
  /** In reading order. */
  readonly lines: readonly SceneLine[];
  /** The same text as rows of cells from top to bottom; the cells are tidied. */
  readonly rows: readonly Row[];
  readonly text: string;
}

/** What a kind of picture's own reader found out. */
export interface Findings {
  /**
   * Says what is seen, without "screenshot of a…" for the kind; several wordings, the richest first. The
   * composer takes the first that fits.
   */
  readonly altTexts: readonly string[];
  /** Further sentences for the longer description. */
  readonly details: readonly string[];
  readonly facts: readonly Fact[];
}

export interface KindGuess {
  readonly kind: ImageKind;
  /** Calibrated: of the pictures with confidence 0.8, four in five are of that kind. */
  readonly confidence: number;
}

/** Below this a line's text is not quoted as if it were certain. */
export const QUOTABLE = 0.8;

export const isQuotable = (line: Pick<SceneLine, 'text' | 'confidence'>): boolean =>
  line.confidence >= QUOTABLE && /[\p{L}\p{N}]/u.test(line.text);

export function makeScene(
  reading: Reading,
  appearance: Appearance,
  size: { readonly widthPx: number; readonly heightPx: number },
): Scene {
  const lines = reading.lines
    .map((source) => ({
      text: tidy(source.text),
      confidence: source.confidence,
      box: bounds(source),
      heightPx: source.heightPx,
      source,
    }))
    .filter((line) => line.text !== '');
  const rows = gridOf(reading.lines)
    .map((row) => row.map((cell) => ({ ...cell, text: tidy(cell.text) })).filter((cell) => cell.text !== ''))
    .filter((row) => row.length > 0);
  return { widthPx: size.widthPx, heightPx: size.heightPx, appearance, lines, rows, text: reading.text };
}

/** The median height of the lines, in pixels; 0 without lines. */
export function usualHeight(scene: Scene): number {
  const heights = scene.lines.map((line) => line.heightPx).sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 0;
}

/**
 * The line that stands out as a heading: clearly taller than the others, the tallest first, then the
 * topmost. Neighbours of the same height right below belong to it.
 */
export function headingOf(scene: Scene, within = 1): string | undefined {
  const usual = usualHeight(scene);
  const candidates = scene.lines.filter(
    (line) =>
      isQuotable(line) &&
      line.heightPx >= 1.25 * usual &&
      line.box.y < within * scene.heightPx &&
      /\p{L}{2}/u.test(line.text) &&
      line.text.length >= 3,
  );
  const tallest = Math.max(0, ...candidates.map((line) => line.heightPx));
  const first = candidates.find((line) => line.heightPx >= 0.9 * tallest);
  if (!first) return undefined;
  const next = candidates.find(
    (line) =>
      line !== first &&
      line.heightPx >= 0.85 * first.heightPx &&
      line.box.y > first.box.y &&
      line.box.y - (first.box.y + first.box.height) < 0.9 * first.heightPx &&
      Math.abs(line.box.x - first.box.x) < 3 * first.heightPx,
  );
  return next ? `${first.text} ${next.text}` : first.text;
}

/** The lines that can be quoted, the most prominent (tallest, then topmost) first. */
export function prominent(scene: Scene, most: number): SceneLine[] {
  return scene.lines
    .filter((line) => isQuotable(line) && /\p{L}{2}/u.test(line.text))
    .map((line, order) => ({ line, order }))
    .sort((a, b) => {
      const taller = b.line.heightPx - a.line.heightPx;
      return Math.abs(taller) > 0.2 * b.line.heightPx ? taller : a.order - b.order;
    })
    .slice(0, most)
    .map(({ line }) => line);
}
