import type { Reading } from '../../../src/engine/describe/scene';
import type { ReadLine } from '../../../src/engine/ocr';

export interface Text {
  readonly text: string;
  readonly x?: number;
  readonly y: number;
  readonly height?: number;
  /** Of the whole line; 0.55 of the height a character if absent. */
  readonly width?: number;
  readonly confidence?: number;
}

/** A reading as the text reader gives it, from texts and where they stand. Units are pixels. */
export function makeReading(texts: readonly Text[]): Reading {
  const lines = texts.map(({ text, x = 20, y, height = 18, width, confidence = 0.98 }): ReadLine => {
    const right = x + (width ?? text.length * 0.55 * height);
    const polygon = [
      { x, y },
      { x: right, y },
      { x: right, y: y + height },
      { x, y: y + height },
    ] as const;
    return { text, confidence, polygon, words: [], heightPx: height, block: 0, indent: 0, fixedPitch: false };
  });
  return { text: texts.map((t) => t.text).join('\n'), lines };
}

/** Lines one below the other from the top. */
export const column = (lines: readonly string[], height = 18): Text[] =>
  lines.map((text, i) => ({ text, y: 10 + i * height * 1.4, height }));
