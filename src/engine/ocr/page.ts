/**
 * Pieces of text on a levelled page. Page coordinates are picture pixels turned about the origin so that
 * the text runs along x.
 */
import type { Quad } from '../../protocol';
import { median, rotatePoint } from './geometry';
import { type Glyph, glyphsOf } from './glyphs';
import type { Reading } from './recognise';
import { settleLookAlikes } from './shapes';
import { fixedPitch, gridFit, LONG_GRID_GLYPHS } from './spacing';

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

/**
 * A short fragment is in fixed pitch only if long ones of its height are too: the digits of a proportional
 * font stand on a grid as well.
 */
function sharePitch(fragments: readonly Fragment[]): void {
  const sure = fragments.filter(
    ({ pitchPx, glyphs }) =>
      pitchPx !== undefined && glyphs.length >= LONG_GRID_GLYPHS && mostlyLetters(glyphs),
  );
  for (const fragment of fragments) {
    const alike = sure.filter(
      ({ heightPx }) => Math.abs(heightPx - fragment.heightPx) < 0.25 * fragment.heightPx,
    );
    const long = fragment.glyphs.length >= LONG_GRID_GLYPHS && mostlyLetters(fragment.glyphs);
    if (alike.length === 0) {
      fragment.pitchPx = undefined;
      continue;
    }
    const pitch = median(alike.map(({ pitchPx }) => pitchPx!));
    const near = fragment.pitchPx !== undefined && Math.abs(fragment.pitchPx - pitch) < 0.03 * pitch;
    const fits = fragment.glyphs.length < 3 || gridFit(fragment.glyphs, pitch) > 0.55;
    if (near || (!long && fits)) fragment.pitchPx = pitch;
    else if (!long) fragment.pitchPx = undefined;
  }
}

function mostlyLetters(glyphs: readonly Glyph[]): boolean {
  return glyphs.filter(({ char }) => /[A-Za-z]/.test(char)).length > 0.4 * glyphs.length;
}

/** A box on the level page as a quad in the picture. */
export function pageQuad(left: number, top: number, right: number, bottom: number, angle: number): Quad {
  const corner = (x: number, y: number) => rotatePoint({ x, y }, angle);
  return [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)];
}
