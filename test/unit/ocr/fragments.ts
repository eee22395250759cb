import type { Glyph } from '../../../src/engine/ocr/glyphs';
import type { Fragment } from '../../../src/engine/ocr/page';

const BOX_HEIGHT = 20;

function glyph(char: string, left: number, right: number): Glyph {
  return {
    char,
    left,
    right,
    probability: 0.99,
    top: 10,
    bottom: 38,
    rowPx: 0.4,
    lean: 0,
    leftEdge: 1,
    rightEdge: 1,
    touches: false,
    spaceSeen: false,
  };
}

/** Text in a font whose characters are all `pitchPx` wide, starting at cell `column` of row `row`. */
export function fixedPitchText(
  text: string,
  column: number,
  row: number,
  pitchPx = 8,
  originX = 0,
): Fragment {
  const glyphs = [...text].flatMap((char, i) => {
    if (char === ' ') return [];
    // Ink leaves a little of its cell empty; narrow signs leave most of it.
    const bearing = /[.,:;'|!il]/.test(char) ? 0.38 : 0.1;
    const left = originX + (column + i) * pitchPx;
    return [glyph(char, left + bearing * pitchPx, left + (1 - bearing) * pitchPx)];
  });
  return toFragment(glyphs, row, pitchPx);
}

/** Text of proportional width between two edges, on row `row`. */
export function proseText(text: string, left: number, right: number, cy: number): Fragment {
  const chars = [...text.replaceAll(' ', '')];
  const step = (right - left) / chars.length;
  const glyphs = chars.map((char, i) => glyph(char, left + i * step, left + (i + 0.9) * step));
  return { glyphs, left, right, cy, heightPx: BOX_HEIGHT, pitchPx: undefined };
}

function toFragment(glyphs: Glyph[], row: number, pitchPx: number): Fragment {
  const [first, last] = [glyphs[0]!, glyphs.at(-1)!];
  return {
    glyphs,
    left: first.left,
    right: last.right,
    cy: (row + 0.5) * BOX_HEIGHT,
    heightPx: BOX_HEIGHT,
    pitchPx,
  };
}
