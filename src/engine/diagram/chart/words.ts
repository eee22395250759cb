/** The texts of a chart with how they stand. */
import type { Point } from '../../../protocol';
import type { Box } from '../grid';
import { median } from '../grid';
import { type ReadLine, type TextBox, toTextBoxes, toWordBoxes } from '../labels';
import { type LabelNumber, parseNumber } from './numbers';

export interface ChartText {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
  readonly turned: 'level' | 'upright' | 'slanted';
  /** Where slanted text ends that rises towards its end. */
  readonly end: Point;
  readonly number?: LabelNumber;
  /** Its words, where it has several. */
  readonly words: readonly TextBox[];
}

export const centreX = ({ box }: Pick<ChartText, 'box'>): number => (box.x0 + box.x1) / 2;
export const centreY = ({ box }: Pick<ChartText, 'box'>): number => (box.y0 + box.y1) / 2;
export const heightOf = ({ box }: Pick<ChartText, 'box'>): number => box.y1 - box.y0;
export const widthOf = ({ box }: Pick<ChartText, 'box'>): number => box.x1 - box.x0;

/** Labels that run together are one text of several words. */
export const wordCount = (texts: readonly ChartText[]): number =>
  texts.reduce((sum, { words }) => sum + Math.max(1, words.length), 0);

/** Without the patch of a legend that was read as a character of its name. */
const withoutPatch = (text: string): string => text.replace(/^[■□▪▫◼◻●○]\s*(?=\S)/u, '').trim();

export function toChartTexts(lines: readonly ReadLine[]): ChartText[] {
  return lines.flatMap((line): ChartText[] => {
    const [a, b, , d] = line.polygon;
    const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
    const xs = line.polygon.map(({ x }) => x);
    const ys = line.polygon.map(({ y }) => y);
    const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
    const number = parseNumber(line.text);
    const end = { x: (b.x + line.polygon[2].x) / 2, y: (b.y + line.polygon[2].y) / 2 };
    const whole = { text: withoutPatch(line.text), confidence: line.confidence, box, end, words: [] };
    if (Math.abs(Math.abs(angle) - 90) < 25) return [{ ...whole, turned: 'upright', number }];
    if (Math.abs(angle) > 14 && Math.hypot(b.x - a.x, b.y - a.y) > 1.5 * Math.hypot(d.x - a.x, d.y - a.y))
      return [{ ...whole, turned: 'slanted', number }];
    const words = toWordBoxes([line]);
    return toTextBoxes([line]).flatMap((item): ChartText | ChartText[] => {
      const own = words.filter(({ box: { x0, x1 } }) => x0 >= item.box.x0 && x1 <= item.box.x1);
      const last = own[own.length - 1];
      const tick = last && own.length > 1 && isTickAfterScrap(own) ? last : undefined;
      const { text, box, confidence } = tick ?? item;
      const numbers = own.length <= 1 ? runTogether(text) : undefined;
      if (numbers) return numbers.map((one, i) => numberOf(one, i, numbers.length, box, confidence));
      return {
        text: withoutPatch(text),
        confidence,
        box,
        turned: 'level',
        end: { x: box.x1, y: (box.y0 + box.y1) / 2 },
        number: parseNumber(text),
        words: tick ? [] : own,
      };
    });
  });
}

/** Equally long numbers without spaces between them that rise evenly: "2000.02000.52001.0". */
function runTogether(text: string): string[] | undefined {
  if (!/^[\d.]{9,}$/.test(text)) return undefined;
  for (let length = 3; 3 * length <= text.length; length++) {
    if (text.length % length !== 0) continue;
    const parts = Array.from({ length: text.length / length }, (_, i) =>
      text.slice(i * length, (i + 1) * length),
    );
    const values = parts.map((part) => (/^\d+(?:\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
    const step = values[1]! - values[0]!;
    if (
      step > 0 &&
      values.every((value, i) => Math.abs(value - values[0]! - i * step) < 1e-9 * Math.abs(value))
    )
      return parts;
  }
  return undefined;
}

function numberOf(text: string, i: number, count: number, whole: Box, confidence: number): ChartText {
  const width = (whole.x1 - whole.x0) / count;
  const box = { ...whole, x0: whole.x0 + i * width, x1: whole.x0 + (i + 1) * width };
  const end = { x: box.x1, y: centreY({ box }) };
  return { text, confidence, box, turned: 'level', end, number: parseNumber(text), words: [] };
}

/** Whether a number follows letters of the turned axis title beside it: "m 20". A space may also part thousands. */
function isTickAfterScrap(words: readonly TextBox[]): boolean {
  const last = words[words.length - 1]!.text;
  const before = words.slice(0, -1).map(({ text }) => text);
  return (
    parseNumber(last) !== undefined &&
    before.every((text) => text.length <= 2) &&
    !(/^\d{3}\b/.test(last) && before.every((text) => /^[1-9]\d*$/.test(text)))
  );
}

/** Height of usual letters in pixels. */
export function emOf(texts: readonly ChartText[]): number {
  const level = texts.filter(({ turned }) => turned === 'level');
  return Math.max(7, median(level.map(heightOf)) * 0.62 || 12);
}
