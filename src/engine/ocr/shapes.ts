/**
 * Settles characters that look alike by how high their ink reaches: "o" and "O", "s" and "S", "|" and "I",
 * and by which way it leans: "`" and "'", "/" and "1". The recogniser sees each strip at one height whatever
 * the font, and in code no word tells it which is meant.
 */

import { median } from './geometry';
import type { Glyph } from './glyphs';
import { STRIP_HEIGHT } from './strip';

/** Small and capital letters of the same form. */
const SAME_FORM = new Map(
  [...'cosuvwxz'].flatMap(
    (char) =>
      [
        [char, char],
        [char.toUpperCase(), char],
      ] as const,
  ),
);
const X_HEIGHT = /[aemnru]/;
const CAPITAL = /[ABDEFGHKLMNRT0-9]/;
const ASCENDER = /[bdfhkl]/;
const ON_BASELINE = /[abcdefhiklmnorstuvwxzABCDEFGHIKLMNOPRSTUVWXYZ0-9]/;
/** Capitals reach this share of the way from the small letters' height to the ascenders'. */
const CAPITAL_SHARE = 0.8;

/** Heights of a line in strip rows from its top. */
interface LineMetrics {
  readonly xTop: number;
  readonly capTop: number;
  readonly baseline: number;
}

function lineMetrics(glyphs: readonly Glyph[]): LineMetrics | undefined {
  const of = (pattern: RegExp, value: (glyph: Glyph) => number): number =>
    median(
      glyphs.filter(({ char, bottom, touches }) => !touches && bottom > 0 && pattern.test(char)).map(value),
    );
  const xTop = of(X_HEIGHT, ({ top }) => top);
  const ascender = of(ASCENDER, ({ top }) => top);
  const capital = of(CAPITAL, ({ top }) => top);
  const capTop = Number.isNaN(capital) ? xTop + CAPITAL_SHARE * (ascender - xTop) : capital;
  const baseline = of(ON_BASELINE, ({ bottom }) => bottom);
  return Number.isNaN(xTop + capTop + baseline) || xTop - capTop < 3 ? undefined : { xTop, capTop, baseline };
}

/** The glyphs of a box with look-alikes settled. */
export function settleLookAlikes(glyphs: readonly Glyph[]): Glyph[] {
  const metrics = lineMetrics(glyphs);
  return glyphs.map((glyph, i) => {
    const after = `${glyphs[i + 1]?.char ?? ''}${glyphs[i + 2]?.char ?? ''}`;
    const char = settle(glyph, glyphs[i - 1]?.char, after, metrics);
    return char === glyph.char ? glyph : { ...glyph, char };
  });
}

function settle(
  glyph: Glyph,
  before: string | undefined,
  after: string,
  metrics: LineMetrics | undefined,
): string {
  const { char, lean } = glyph;
  if (glyph.bottom === 0 || glyph.touches) return char;
  if (
    char === ')' &&
    glyph.rightEdge > 0 &&
    glyph.rightEdge < BRACE_POINT &&
    glyph.probability < SURE_LOOK_ALIKE
  )
    return '}';
  if (
    char === '(' &&
    glyph.leftEdge > 0 &&
    glyph.leftEdge < BRACE_POINT &&
    glyph.probability < SURE_LOOK_ALIKE
  )
    return '{';
  if (glyph.probability > SURE_LOOK_ALIKE) return char;
  if (char === '0' && !/\w/.test(before ?? '') && startsWord(after)) return 'O';
  if (char === '0' && isWithinCapitals(before, after[0])) return 'O';
  if (char === 'S' && metrics && reachesBeyond(glyph, metrics)) return '$';
  if (glyph.probability > SURE) return char;
  if (char === "'" || char === '`') {
    const slim = (glyph.bottom - glyph.top) * glyph.rowPx > SLIM * (glyph.right - glyph.left);
    return slim ? "'" : lean > LEANING ? '`' : char;
  }
  const width = glyph.right - glyph.left;
  if (/[._·]/.test(char) && width > 1.5 * (glyph.bottom - glyph.top) * glyph.rowPx) {
    return glyph.top > 0.62 * STRIP_HEIGHT ? '_' : '-';
  }
  // The end of a comment: a "1" after "*" that leans like a slash.
  if (char === '1' && before === '*' && lean < -LEANING) return '/';
  if (!metrics) return char;
  const { xTop, capTop, baseline } = metrics;
  const step = xTop - capTop;
  if (/[|Il]/.test(char) && glyph.bottom > baseline + 0.35 * step && glyph.top < capTop + 0.5 * step)
    return '|';
  const small = SAME_FORM.get(char);
  if (small === undefined) return char;
  const rise = (xTop - glyph.top) / step;
  if (rise < 0.4) return small;
  return rise > 0.6 && !(small === 'o' && isDigit(before) && isDigit(after[0])) ? small.toUpperCase() : char;
}

/** As in "ERR0R", but not in hexadecimal digits. */
function isWithinCapitals(before = '', after = ''): boolean {
  const capitals = before + after;
  return /^[A-Z]{2}$/.test(capitals) && /[G-Z]/.test(capitals);
}

/** "bj" of "0bject", but not "b0" of "0b01" or "xf" of "0xff". */
function startsWord(after: string): boolean {
  return /^[a-z]{2}/.test(after) && !/^x[a-f]/.test(after);
}

function reachesBeyond({ top, bottom }: Glyph, { xTop, capTop, baseline }: LineMetrics): boolean {
  const margin = 0.15 * (xTop - capTop);
  return top < capTop - margin && bottom > baseline + margin;
}

const isDigit = (char: string | undefined): boolean => char !== undefined && /\d/.test(char);

/** A slope of the ink's middle, in rows a column, that is not upright. */
const LEANING = 0.35;

/** The point of a brace is this share of its height at most; the belly of a parenthesis is twice as much. */
const BRACE_POINT = 0.165;
/** What is read more surely than this is left alone, where height alone decides. */
const SURE = 0.88;
/** The same where more than that speaks against the reading. */
const SURE_LOOK_ALIKE = 0.98;

/** An apostrophe is at least this many times as high as wide; a backtick is not. */
const SLIM = 2;
