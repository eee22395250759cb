/** The texts of a chart with how they stand. */
import type { Point } from '../../../protocol';
import type { Box } from '../grid';
import { median } from '../grid';
import { type ReadLine, toTextBoxes } from '../labels';
import { type LabelNumber, parseNumber } from './numbers';

export interface ChartText {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
  readonly turned: 'level' | 'upright' | 'slanted';
  /** Where slanted text ends that rises towards its end. */
  readonly end: Point;
  readonly number?: LabelNumber;
}

export const centreX = ({ box }: Pick<ChartText, 'box'>): number => (box.x0 + box.x1) / 2;
export const centreY = ({ box }: Pick<ChartText, 'box'>): number => (box.y0 + box.y1) / 2;
export const heightOf = ({ box }: Pick<ChartText, 'box'>): number => box.y1 - box.y0;
export const widthOf = ({ box }: Pick<ChartText, 'box'>): number => box.x1 - box.x0;

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
    const whole = { text: withoutPatch(line.text), confidence: line.confidence, box, end };
    if (Math.abs(Math.abs(angle) - 90) < 25) return [{ ...whole, turned: 'upright', number }];
    if (Math.abs(angle) > 14 && Math.hypot(b.x - a.x, b.y - a.y) > 1.5 * Math.hypot(d.x - a.x, d.y - a.y))
      return [{ ...whole, turned: 'slanted', number }];
    return toTextBoxes([line]).map((item) => ({
      ...item,
      text: withoutPatch(item.text),
      turned: 'level',
      end: { x: item.box.x1, y: (item.box.y0 + item.box.y1) / 2 },
      number: parseNumber(item.text),
    }));
  });
}

/** Height of usual letters in pixels. */
export function emOf(texts: readonly ChartText[]): number {
  const level = texts.filter(({ turned }) => turned === 'level');
  return Math.max(7, median(level.map(heightOf)) * 0.62 || 12);
}
