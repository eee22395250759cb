/**
 * Where spaces go. The recogniser is unsure of spaces, above all of the wide ones of code and terminals; the
 * gaps between the characters' ink are not. In a fixed-pitch font they are counted in character cells.
 */

import { median } from './geometry';
import type { Glyph } from './glyphs';

/** Fewer characters say too little about whether they stand on a grid. */
const MIN_GRID_GLYPHS = 6;
/** How well characters' middles fit a grid (1 is exactly) in fixed-pitch text. */
const GRID_FIT = 0.62;
/** So many characters are not short. */
export const LONG_GRID_GLYPHS = 16;
/** In a fixed-pitch font, ink this many cells apart has a space between. "::" is 0.8 apart. */
const SPACE_CELLS = 0.93;
/** So many are enough where the recogniser saw a space: blurred ink is wider. */
const SEEN_SPACE_CELLS = 0.72;

/** In proportional text, ink this many box heights apart has a space between. */
const WIDE_GAP = 0.34;
/** Between a number and its unit, where the recogniser often misses the space. */
const UNIT_GAP = 0.17;

export interface Grid {
  /** Width of a character cell in picture pixels. */
  readonly pitchPx: number;
  /** Mean resultant length of the characters' phases, 0 to 1. */
  readonly fit: number;
}

const middle = (glyph: Glyph): number => (glyph.left + glyph.right) / 2;

/**
 * The fixed pitch the characters stand on, if any, by the periodogram of their middles: on a grid all
 * phases agree, in proportional text they drift apart.
 */
export function fixedPitch(glyphs: readonly Glyph[], heightPx: number): Grid | undefined {
  if (glyphs.length < MIN_GRID_GLYPHS) return undefined;
  const steps = glyphs.slice(1).map((glyph, i) => middle(glyph) - middle(glyphs[i]!));
  const typical = median(steps);
  if (!(typical > 0.2 * heightPx && typical < 0.9 * heightPx)) return undefined;
  let best: Grid = { pitchPx: typical, fit: 0 };
  for (let factor = 0.8; factor <= 1.25; factor += 0.0025) {
    const pitchPx = typical * factor;
    const fit = gridFit(glyphs, pitchPx);
    if (fit > best.fit) best = { pitchPx, fit };
  }
  return best.fit >= neededFit(glyphs.length) ? best : undefined;
}

/** Among the pitches tried, one fits few characters well by chance: about sqrt(5 / n). */
function neededFit(glyphs: number): number {
  return Math.max(GRID_FIT, Math.min(0.85, 0.35 + Math.sqrt(3 / glyphs)));
}

export function gridFit(glyphs: readonly Glyph[], pitchPx: number): number {
  let c = 0;
  let s = 0;
  for (const glyph of glyphs) {
    const phase = (2 * Math.PI * middle(glyph)) / pitchPx;
    c += Math.cos(phase);
    s += Math.sin(phase);
  }
  return Math.hypot(c, s) / glyphs.length;
}

/** How many spaces stand between two neighbours in a fixed-pitch font. */
export function cellsBetween(a: Glyph, b: Glyph, pitchPx: number): number {
  if (b.left - a.right < (b.spaceSeen ? SEEN_SPACE_CELLS : SPACE_CELLS) * pitchPx) return 0;
  return Math.max(1, Math.round((middle(b) - middle(a)) / pitchPx) - 1);
}

/** Whether a word ends between two neighbours in proportional text: there the recogniser misses only wide gaps. */
export function wordEnds(a: Glyph, b: Glyph, heightPx: number): boolean {
  const unit = /\d/.test(a.char) && /[A-Za-z]/.test(b.char);
  return b.spaceSeen || b.left - a.right > (unit ? UNIT_GAP : WIDE_GAP) * heightPx;
}

/** The text of a box: its characters with spaces put in. */
export function spaced(glyphs: readonly Glyph[], heightPx: number, pitchPx: number | undefined): string {
  let text = '';
  glyphs.forEach((glyph, i) => {
    const before = glyphs[i - 1];
    if (before) {
      if (pitchPx !== undefined) text += ' '.repeat(cellsBetween(before, glyph, pitchPx));
      else if (wordEnds(before, glyph, heightPx)) text += ' ';
    }
    text += glyph.char;
  });
  return text;
}
