/** Lines of text as boxes, and lines that make up one label. */
import type { Quad, TextLine } from '../../protocol';
import { type Box, boxHeight, boxWidth, median, unite } from './grid';

export interface TextBox {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
}

/** Share of a read line's box height that is the height from ascender to baseline, the unit of all other sizes. */
const EM_SHARE = 0.62;

/** A line of text; text extraction also tells where each of its words stands. */
export interface ReadLine extends TextLine {
  readonly words?: readonly { readonly text: string; readonly confidence: number; readonly polygon: Quad }[];
}

/** Outlines, lines and arrow heads that were read as characters. */
const STROKES = /^[\s()[\]{}|/\\<>_=~.,:;'"`^*°·•«»‹›–—→←↑↓-]*$/;
/** A connector that was read as the end of the word it starts from. */
const ARROW_AFTER = /[→←>–—-]$/;
const OUTER_STROKES = /^[\s<>|→←↑↓–—]+|[\s<>|→←↑↓–—]+$/g;
const BRACKETS = ['()', '[]', '{}'] as const;

/** Whether a text may be an arrow head that was read as a letter. */
export function isHeadLike(text: string): boolean {
  return /^[VvYyTAXxLJ41Il|]$/.test(text);
}

/** The box of a letter is at least this high, in font sizes: text extraction draws boxes higher than the text. */
const LETTER_HEIGHT = 1.1;

/** Whether a text may be an arrow head, by its letter or by its size. */
export function isHead({ text, box }: TextBox, emPx: number): boolean {
  return isHeadLike(text) || (text.length === 1 && boxHeight(box) < LETTER_HEIGHT * emPx);
}

/** Narrower than any letter, as a share of the height of the box. */
const DASH_WIDTH = 0.35;
/** Lower than any letter, in font sizes. */
const DASH_HEIGHT = 0.75;

/** Whether a text may be a piece of line or upright dashes that were read as letters. */
export function isDashLike({ text, box }: TextBox, emPx: number): boolean {
  if (text.length === 1 && boxHeight(box) < DASH_HEIGHT * emPx) return true;
  return /^[Il|i!]( [Il|i!])*$/.test(text) || (text === '1' && boxWidth(box) < DASH_WIDTH * boxHeight(box));
}

/** The text without the pieces of outline that were read as part of it: a bracket without its partner, a bar. */
export function withoutOutline(text: string): string {
  let clean = text.replace(OUTER_STROKES, '');
  for (const [open, close] of BRACKETS) {
    if (open && close && clean.startsWith(open) && !clean.includes(close)) clean = clean.slice(1);
    if (open && close && clean.endsWith(close) && !clean.includes(open)) clean = clean.slice(0, -1);
  }
  return clean.replace(OUTER_STROKES, '');
}

/** The text without the brackets around all of it: the round or pointed ends of a node look like them. */
export function withoutBrackets(text: string): string {
  const pair = BRACKETS.find(
    ([open, close]) => open && close && text.startsWith(open) && text.endsWith(close),
  );
  return pair && text.length > 2 ? text.slice(1, -1).trim() : text;
}

/** Widest space inside a label, as a share of the line's height. */
const MAX_SPACE = 0.62;

/**
 * Boxes of text that belongs together. A row of text may run through several shapes: it is cut at spaces wider than
 * those between the words of a sentence.
 */
export function toTextBoxes(lines: readonly ReadLine[]): TextBox[] {
  const boxes = lines.flatMap((line) => {
    if (!line.words || line.words.length < 2) return line.text.trim() ? [toBox(line)] : [];
    const parts: TextBox[] = [];
    let cut = true;
    for (const word of line.words) {
      if (STROKES.test(word.text)) {
        cut = true;
        continue;
      }
      const next = toBox(word);
      const last = parts[parts.length - 1];
      const space = last ? next.box.x0 - last.box.x1 : 0;
      if (last && !cut && space <= MAX_SPACE * boxHeight(next.box))
        parts[parts.length - 1] = {
          text: `${last.text} ${next.text}`,
          confidence: Math.min(last.confidence, next.confidence),
          box: unite(last.box, next.box),
        };
      else parts.push(next);
      cut = ARROW_AFTER.test(word.text);
    }
    return parts;
  });
  return boxes.filter(({ text }) => !STROKES.test(text));
}

/** A box for every word, strokes among them: a minus or a number sign before a name is part of it. */
export function toWordBoxes(lines: readonly ReadLine[]): TextBox[] {
  return lines.flatMap((line) => (line.words?.length ? line.words : [line]).map(toBox));
}

/** An "l" among capitals alone is an "I", which looks the same: "CI", "API". */
function settleCapitals(text: string): string {
  return text.replace(/(?<!\p{L})(?=\p{L}*\p{Lu})(?!\p{L}*ll)[\p{Lu}l]{2,}(?!\p{L})/gu, (word) =>
    word.replaceAll('l', 'I'),
  );
}

function toBox({ text, confidence, polygon }: Omit<ReadLine, 'words'>): TextBox {
  const xs = polygon.map((point) => point.x);
  const ys = polygon.map((point) => point.y);
  return {
    text: settleCapitals(text.trim()),
    confidence,
    box: {
      x0: Math.round(Math.min(...xs)),
      y0: Math.round(Math.min(...ys)),
      x1: Math.round(Math.max(...xs)),
      y1: Math.round(Math.max(...ys)),
    },
  };
}

/** Font size of most of the text in pixels; 12 where there is no text. */
export function fontSize(boxes: readonly TextBox[]): number {
  const upright = boxes.filter(({ box }) => box.x1 - box.x0 > boxHeight(box) * 0.6);
  return Math.max(
    7,
    median((upright.length ? upright : boxes).map(({ box }) => boxHeight(box))) * EM_SHARE || 12,
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
    text: withoutOutline(sorted.map(({ text }) => text).join(' ')),
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
