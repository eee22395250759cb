/**
 * Pieces of text on a levelled page. Page coordinates are picture pixels turned about the origin so that
 * the text runs along x.
 */
import type { Quad } from '../../protocol';
import { median, rotatePoint } from './geometry';
import { type Glyph, glyphsOf } from './glyphs';
import type { Reading } from './recognise';
import { settleLookAlikes } from './shapes';
import { fixedPitch, LONG_GRID_GLYPHS } from './spacing';

/** One detected box and what was read in it. */
export interface Fragment {
  /** `left` and `right` are measured from the page's left, not the box's. */
  readonly glyphs: readonly Glyph[];
  /** The ink's extent. */
  readonly left: number;
  readonly right: number;
  readonly cy: number;
  readonly heightPx: number;
  /** Width of a character cell, in fixed-pitch text. */
  pitchPx: number | undefined;
}

/** The direction most of the text runs in, by length; radians. */
export function pageAngle(rects: readonly { width: number; height: number; angle: number }[]): number {
  const long = rects.filter(({ width, height }) => width > 4 * height).sort((a, b) => a.angle - b.angle);
  const total = long.reduce((sum, { width }) => sum + width, 0);
  let sum = 0;
  for (const { width, angle } of long) {
    sum += width;
    if (sum >= total / 2) return Math.abs(angle) < 0.002 ? 0 : angle;
  }
  return 0;
}

/** Puts readings on the level page; boxes in which nothing was read are left out. */
export function toFragments(readings: readonly Reading[], angle: number): Fragment[] {
  const fragments: Fragment[] = [];
  for (const reading of readings) {
    const glyphs = settleLookAlikes(glyphsOf(reading));
    if (glyphs.length === 0) continue;
    const { rect } = reading;
    const centre = rotatePoint({ x: rect.cx, y: rect.cy }, -angle);
    const origin = centre.x - rect.width / 2;
    const moved = glyphs.map((glyph) => ({
      ...glyph,
      left: glyph.left + origin,
      right: glyph.right + origin,
    }));
    fragments.push({
      glyphs: moved,
      left: moved[0]!.left,
      right: moved.at(-1)!.right,
      cy: centre.y,
      heightPx: rect.height,
      pitchPx: fixedPitch(glyphs, rect.height)?.pitchPx,
    });
  }
  sharePitch(fragments);
  return fragments;
}

/** How many long fragments about a short one decide for it. */
const NEIGHBOURS = 3;

/**
 * A fragment's own characters can mislead: the digits of proportional fonts stand on a grid as well, and a
 * short text may fit one by chance. A long fragment's pitch counts if another's agrees with it; a short
 * fragment takes the pitch of the long ones about it.
 */
function sharePitch(fragments: readonly Fragment[]): void {
  const long = fragments.filter(({ glyphs }) => glyphs.length >= LONG_GRID_GLYPHS && mostlyLetters(glyphs));
  const found = new Map(long.map((fragment) => [fragment, fragment.pitchPx]));
  for (const fragment of long) {
    const agreeing = long.filter(
      (other) => other !== fragment && samePitch(found.get(other), found.get(fragment)),
    );
    if (agreeing.length === 0 && long.length > 1 && fragment.glyphs.length < 40) fragment.pitchPx = undefined;
  }
  for (const fragment of fragments) {
    if (found.has(fragment)) continue;
    const near = [...long]
      .filter(({ heightPx }) => Math.abs(heightPx - fragment.heightPx) < 0.35 * heightPx)
      .sort((a, b) => apart(a, fragment) - apart(b, fragment))
      .slice(0, NEIGHBOURS);
    const pitches = near.map(({ pitchPx }) => pitchPx).filter((pitch) => pitch !== undefined);
    fragment.pitchPx = 2 * pitches.length > near.length ? median(pitches) : undefined;
  }
}

function samePitch(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a - b) < 0.02 * a;
}

/** Fragments above and below count as nearer than those beside. */
function apart(a: Fragment, b: Fragment): number {
  return Math.abs(a.cy - b.cy) + 0.3 * Math.max(0, a.left - b.right, b.left - a.right);
}

function mostlyLetters(glyphs: readonly Glyph[]): boolean {
  return glyphs.filter(({ char }) => /[A-Za-z]/.test(char)).length > 0.4 * glyphs.length;
}

/** A box on the level page as a quad in the picture. */
export function pageQuad(left: number, top: number, right: number, bottom: number, angle: number): Quad {
  const corner = (x: number, y: number) => rotatePoint({ x, y }, angle);
  return [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)];
}
