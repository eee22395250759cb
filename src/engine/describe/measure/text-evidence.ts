import type { ReadLine } from '../../ocr';
import { codeScore } from '../code-language';
import { bounds, gridOf, type LineBounds } from '../layout';
import {
  buttonText,
  commandOf,
  EDITOR_CHROME,
  errorWeight,
  fieldLabel,
  isNumeric,
  MENU_BAR,
  startsWithCommand,
  URL_TEXT,
} from '../patterns';

export const TEXT_EVIDENCE_NAMES = [
  'log2Aspect',
  'log2Area',
  'anyText',
  'log2Lines',
  'coverage',
  'meanConfidence',
  'sureLines',
  'relativeHeight',
  'heightRange',
  'log2CharactersPerLine',
  'letters',
  'digits',
  'codePunctuation',
  'mathSigns',
  'fixedPitch',
  'indented',
  'numericLines',
  'numericCells',
  'cellsPerLine',
  'gridLines',
  'sentences',
  'longLines',
  'shortLines',
  'sharedLeftEdge',
  'numberedLines',
  'numbersInARow',
  'numbersInAColumn',
  'prompts',
  'errors',
  'codeTokens',
  'buttons',
  'fields',
  'editorChrome',
  'menuBar',
  'urls',
  'upright',
  'blocks',
] as const;
export type TextEvidence = Readonly<Record<(typeof TEXT_EVIDENCE_NAMES)[number], number>>;

const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);
const log = (n: number): number => Math.log2(1 + n);

/** Numbers about the text and its layout that tell kinds of pictures apart. */
export function textEvidence(lines: readonly ReadLine[], widthPx: number, heightPx: number): TextEvidence {
  const read = lines.filter((line) => line.text.trim().length > 0);
  const texts = read.map((line) => line.text.trim());
  const boxes = read.map(bounds);
  const all = texts.join('');
  const heights = read.map((line) => line.heightPx).sort((a, b) => a - b);
  const medianHeight = heights[heights.length >> 1] ?? 0;
  const rows = gridOf(read).map((row) => row.map((cell) => cell.text));
  const allCells = rows.flat();
  const count = (pattern: RegExp): number => all.match(pattern)?.length ?? 0;
  const lineShare = (test: (text: string, i: number) => boolean): number =>
    share(texts.filter(test).length, texts.length);
  return {
    log2Aspect: Math.log2(widthPx / heightPx),
    log2Area: Math.log2(widthPx * heightPx),
    anyText: read.length > 0 ? 1 : 0,
    log2Lines: log(read.length),
    coverage: boxes.reduce((sum, b) => sum + b.width * b.height, 0) / (widthPx * heightPx),
    meanConfidence: share(
      read.reduce((sum, line) => sum + line.confidence, 0),
      read.length,
    ),
    sureLines: lineShare((_, i) => read[i]!.confidence > 0.9),
    relativeHeight: medianHeight / heightPx,
    heightRange: medianHeight === 0 ? 0 : Math.log2(heights.at(-1)! / medianHeight),
    log2CharactersPerLine: log(share(all.length, texts.length)),
    letters: share(count(/\p{L}/gu), all.length),
    digits: share(count(/\d/g), all.length),
    codePunctuation: share(count(/[{}()[\];=<>_"'`$&|\\#]/g), all.length),
    mathSigns: share(count(/[=+−±×÷∑∫√∞∂≤≥≈^αβγδεθλμπσφωΔΩ]/g), all.length),
    fixedPitch: lineShare((_, i) => read[i]!.fixedPitch),
    indented: lineShare((_, i) => read[i]!.indent > 0),
    numericLines: lineShare(isNumeric),
    numericCells: share(allCells.filter(isNumeric).length, allCells.length),
    cellsPerLine: share(allCells.length, rows.length),
    gridLines: share(rows.filter((row) => row.length >= 3).length, rows.length),
    sentences: lineShare((text) => /[a-z]{2,}[.!?]$/.test(text) && text.split(' ').length >= 4),
    longLines: lineShare((text) => text.split(/\s+/).length >= 8),
    shortLines: lineShare((text) => text.length <= 12),
    sharedLeftEdge: sharedLeftEdge(boxes, widthPx),
    numberedLines: numberedLines(texts),
    numbersInARow: log(Math.max(0, ...rows.map((row) => row.filter(isNumeric).length))),
    numbersInAColumn: log(numbersInAColumn(texts, boxes, medianHeight)),
    prompts: log(texts.filter((text) => commandOf(text) !== undefined || startsWithCommand(text)).length),
    errors: log(texts.filter((text) => errorWeight(text) >= 4).length),
    codeTokens: codeScore(texts),
    buttons: log(allCells.filter((cell) => buttonText(cell) !== undefined).length),
    fields: log(allCells.filter((cell) => fieldLabel(cell) !== undefined).length),
    editorChrome: texts.some((text) => EDITOR_CHROME.test(text)) ? 1 : 0,
    menuBar: texts.some((text) => MENU_BAR.test(text)) ? 1 : 0,
    urls: log(texts.filter((text) => URL_TEXT.test(text)).length),
    upright: lineShare((text, i) => text.length > 3 && boxes[i]!.height > 2 * boxes[i]!.width),
    blocks: log(new Set(read.map((line) => line.block)).size),
  };
}

/** Share of lines that begin where most lines begin. */
function sharedLeftEdge(boxes: readonly LineBounds[], widthPx: number): number {
  const counts = new Map<number, number>();
  for (const box of boxes) {
    const key = Math.round((box.x / widthPx) * 50);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return share(Math.max(0, ...counts.values()), boxes.length);
}

/** Share of lines that begin with the number after the one of the line before. */
function numberedLines(texts: readonly string[]): number {
  let previous = Number.NaN;
  let count = 0;
  for (const text of texts) {
    const number = Number.parseInt(/^(\d{1,5})(?:\s|$)/.exec(text)?.[1] ?? '', 10);
    if (number === previous + 1) count++;
    previous = number;
  }
  return share(count, texts.length);
}

/** The longest column of lines that are numbers only, as along an axis. */
function numbersInAColumn(texts: readonly string[], boxes: readonly LineBounds[], height: number): number {
  const rights = boxes.filter((_, i) => isNumeric(texts[i]!)).map((box) => box.x + box.width);
  return Math.max(
    0,
    ...rights.map((right) => rights.filter((other) => Math.abs(other - right) < height).length),
  );
}
