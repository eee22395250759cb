/** Lines of text as boxes, and lines that make up one label. */
import type { TextLine } from '../../protocol';
import { type Box, boxHeight, median, unite } from './grid';

export interface TextBox {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
}

/** Share of a detected line's box height that is the font size. */
const FONT_SHARE = 0.77;

export function toTextBoxes(lines: readonly TextLine[]): TextBox[] {
  return lines
    .filter((line) => line.text.trim() !== '')
    .map(({ text, confidence, polygon }) => {
      const xs = polygon.map((point) => point.x);
      const ys = polygon.map((point) => point.y);
      return {
        text: text.trim(),
        confidence,
        box: {
          x0: Math.round(Math.min(...xs)),
          y0: Math.round(Math.min(...ys)),
          x1: Math.round(Math.max(...xs)),
          y1: Math.round(Math.max(...ys)),
        },
      };
    });
}

/** Font size of most of the text in pixels; 12 where there is no text. */
export function fontSize(boxes: readonly TextBox[]): number {
  const upright = boxes.filter(({ box }) => box.x1 - box.x0 > boxHeight(box) * 0.6);
  return Math.max(
    7,
    median((upright.length ? upright : boxes).map(({ box }) => boxHeight(box))) * FONT_SHARE || 12,
  );
}

export interface Label {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
}

/** Lines from the top down and, where they share a row, from left to right, joined by spaces. */
export function joinLines(boxes: readonly TextBox[]): Label {
  const sorted = [...boxes].sort((a, b) => {
    const shared = Math.min(a.box.y1, b.box.y1) - Math.max(a.box.y0, b.box.y0);
    const sameRow = shared > 0.5 * Math.min(boxHeight(a.box), boxHeight(b.box));
    return sameRow ? a.box.x0 - b.box.x0 : a.box.y0 - b.box.y0;
  });
  return {
    text: sorted.map(({ text }) => text).join(' '),
    confidence: Math.min(...sorted.map(({ confidence }) => confidence)),
    box: sorted.map(({ box }) => box).reduce(unite),
  };
}

/** Lines that stand under one another, about centred and closely spaced, are one label. */
export function groupLines(boxes: readonly TextBox[], emPx: number): TextBox[][] {
  const groups: TextBox[][] = [];
  for (const item of [...boxes].sort((a, b) => a.box.y0 - b.box.y0)) {
    const home = groups.find((group) => {
      const above = group[group.length - 1] as TextBox;
      const gap = item.box.y0 - above.box.y1;
      const centre = (item.box.x0 + item.box.x1 - above.box.x0 - above.box.x1) / 2;
      return gap > -0.7 * emPx && gap < 0.5 * emPx && Math.abs(centre) < 1.2 * emPx;
    });
    if (home) home.push(item);
    else groups.push([item]);
  }
  return groups;
}
