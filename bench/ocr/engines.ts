/** The engines that are compared, behind one interface: the bytes of a picture in, its text out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import GutenOcr from '@gutenye/ocr-node';
import { createWorker, OEM } from 'tesseract.js';
import { decodeImage } from '../../src/engine/image/decode';
import { TextReader } from '../../src/engine/ocr';

export interface Engine {
  readonly name: string;
  read(bytes: Buffer): Promise<string>;
  close(): Promise<void>;
}

export async function pixelScribe(root: string): Promise<Engine> {
  const reader = new TextReader(join(root, 'models'));
  return {
    name: 'PixelScribe',
    read: async (bytes) => (await reader.read(await decodeImage({ bytes, name: 'picture' }))).text,
    close: () => reader.dispose(),
  };
}

/** tesseract.js with its default model for English and its own page segmentation. */
export async function tesseract(): Promise<Engine> {
  const data = dirname(fileURLToPath(import.meta.resolve('@tesseract.js-data/eng/package.json')));
  const worker = await createWorker('eng', OEM.LSTM_ONLY, {
    langPath: join(data, '4.0.0_best_int'),
    cacheMethod: 'none',
  });
  return {
    name: 'tesseract.js',
    read: async (bytes) => (await worker.recognize(bytes)).data.text,
    close: async () => {
      await worker.terminate();
    },
  };
}

/** @gutenye/ocr-node with its own models. Its lines are put in rows from top to bottom, which it leaves to the caller. */
export async function guten(): Promise<Engine> {
  const ocr = await GutenOcr.create();
  const folder = mkdtempSync(join(tmpdir(), 'bench-ocr-'));
  const file = join(folder, 'picture.png');
  return {
    name: '@gutenye/ocr-node',
    read: async (bytes) => {
      writeFileSync(file, bytes);
      const lines = (await ocr.detect(file)) as unknown as { text: string; box: number[][] }[];
      return inRows(lines);
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
}

function inRows(lines: readonly { text: string; box: number[][] }[]): string {
  const placed = lines.map(({ text, box }) => {
    const ys = box.map((point) => point[1]!);
    const top = Math.min(...ys);
    const bottom = Math.max(...ys);
    return {
      text,
      x: Math.min(...box.map((point) => point[0]!)),
      y: (top + bottom) / 2,
      height: bottom - top,
    };
  });
  placed.sort((a, b) => a.y - b.y);
  const rows: (typeof placed)[] = [];
  for (const line of placed) {
    const row = rows.at(-1);
    if (row && Math.abs(row[0]!.y - line.y) < 0.5 * Math.min(row[0]!.height, line.height)) row.push(line);
    else rows.push([line]);
  }
  return rows
    .map((row) =>
      row
        .sort((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join(' '),
    )
    .join('\n');
}
