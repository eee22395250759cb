import assert from 'node:assert/strict';
import { readLines } from '../../../src/engine/diagram/read-text';
import type { Raster } from '../../../src/engine/image/raster';
import type { TextReader } from '../../../src/engine/ocr';

/** Reads every pixel that is not black as a word with its value, where the tile has it. */
const pixelReader = {
  read: async ({ data, widthPx, heightPx }: Raster) => {
    const lines = [];
    for (let i = 0; i < widthPx * heightPx; i++) {
      const value = data[i * 3];
      if (!value) continue;
      const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
      const polygon = [
        { x: x - 5, y: y - 5 },
        { x: x + 5, y: y - 5 },
        { x: x + 5, y: y + 5 },
        { x: x - 5, y: y + 5 },
      ];
      const word = { text: String(value), confidence: 1, polygon };
      lines.push({ ...word, words: [word] });
    }
    return { lines };
  },
} as unknown as TextReader;

describe('text of long drawings', () => {
  for (const [widthPx, heightPx] of [
    [1700, 2400],
    [2400, 1700],
    [3100, 2600],
    [400, 300],
  ] as const)
    it(`is read once in every corner of ${widthPx} by ${heightPx} pixels`, async () => {
      const data = new Uint8Array(widthPx * heightPx * 3);
      const corners = [
        [20, 20],
        [widthPx - 20, 40],
        [20, heightPx - 60],
        [widthPx - 20, heightPx - 20],
      ] as const;
      corners.forEach(([x, y], i) => {
        data[(y * widthPx + x) * 3] = i + 1;
      });
      const lines = await readLines(pixelReader, { data, widthPx, heightPx });
      assert.deepEqual(lines.map(({ text }) => text).sort(), ['1', '2', '3', '4']);
      const last = lines.find(({ text }) => text === '4');
      assert.deepEqual(last?.polygon[0], { x: widthPx - 25, y: heightPx - 25 });
    });
});
