import type { ReadLine } from '../ocr';

export interface LineBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The upright rectangle around a line, in pixels of the picture. */
export function bounds({ polygon }: Pick<ReadLine, 'polygon'>): LineBounds {
  const xs = polygon.map((p) => p.x);
  const ys = polygon.map((p) => p.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Parts of a line with a gap between them, such as the cells of a table's row or buttons side by side. */
export const cells = (line: Pick<ReadLine, 'text'>): string[] =>
  line.text
    .trim()
    .split(/\s{2,}/)
    .filter((cell) => cell !== '');
