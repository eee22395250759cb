/** Text that runs down or up beside upright text, as along a chart's axis. */
import type { TextBox } from './db-postprocess';
import { median, type RotatedRect } from './geometry';

/** Boxes much taller than wide, and than the other lines are high, hold text that runs down or up. */
export function separateVertical(boxes: readonly TextBox[]): { level: TextBox[]; vertical: RotatedRect[] } {
  const typical = median(boxes.map(({ rect }) => Math.min(rect.width, rect.height)));
  const tall = boxes.filter(({ rect }) => isTall(rect, typical));
  const vertical: RotatedRect[] = [];
  const taken = new Set<TextBox>();
  for (const { rect } of tall) {
    const parts = boxes.filter((other) => !taken.has(other) && continues(rect, other.rect));
    if (parts.length === 0) continue;
    for (const part of parts) taken.add(part);
    vertical.push(turned(parts.map((part) => part.rect)));
  }
  return { level: boxes.filter((box) => !taken.has(box)), vertical };
}

/** A short word of the usual size is a little lower than a line is long; one letter of that height would be narrower. */
function isTall({ width, height }: RotatedRect, typical: number): boolean {
  if (height <= 2 * width) return false;
  return height > 2.2 * typical || (height > 1.7 * typical && width > 0.75 * typical);
}

/** Whether a box, or the box itself, is part of the same line as a tall one: "(ms)" may be found apart. */
function continues(tall: RotatedRect, other: RotatedRect): boolean {
  if (tall === other) return true;
  const gap = Math.abs(tall.cy - other.cy) - (tall.height + other.height) / 2;
  return (
    other.height > 1.3 * other.width &&
    other.height > 0.8 * tall.width &&
    Math.abs(tall.cx - other.cx) < 0.3 * tall.width &&
    Math.abs(tall.width - other.width) < 0.3 * tall.width &&
    gap < 0.6 * tall.width
  );
}

/** One line around its parts, that runs down. */
function turned(parts: readonly RotatedRect[]): RotatedRect {
  const [first] = parts;
  if (parts.length === 1 && first)
    return { ...first, width: first.height, height: first.width, angle: first.angle + Math.PI / 2 };
  const left = Math.min(...parts.map(({ cx, width }) => cx - width / 2));
  const right = Math.max(...parts.map(({ cx, width }) => cx + width / 2));
  const top = Math.min(...parts.map(({ cy, height }) => cy - height / 2));
  const bottom = Math.max(...parts.map(({ cy, height }) => cy + height / 2));
  return {
    cx: (left + right) / 2,
    cy: (top + bottom) / 2,
    width: bottom - top,
    height: right - left,
    angle: Math.PI / 2,
  };
}
