/** What text extraction reads in a picture, kept beside the picture for as long as its models and code stay the same. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReadLine } from '../../src/engine/diagram/labels';
import { readLines } from '../../src/engine/diagram/read-text';
import { type Reread, rereadWith } from '../../src/engine/diagram/second-look';
import type { Raster } from '../../src/engine/image/raster';
import { TextReader } from '../../src/engine/ocr';
import { CACHE } from './pages';
import type { Case } from './render';

const ROOT = path.join(import.meta.dirname, '..', '..');
const MODELS = path.join(ROOT, 'models');

interface Kept {
  readonly version: string;
  readonly lines: readonly ReadLine[];
}

export class TextCache {
  readonly #reader = new TextReader(MODELS);
  readonly #version = textVersion();

  async read(item: Pick<Case, 'name'>, raster: Raster): Promise<readonly ReadLine[]> {
    const file = path.join(CACHE, `${item.name}.text.json`);
    if (existsSync(file)) {
      const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
      if (kept.version === this.#version) return kept.lines;
    }
    const read = await readLines(this.#reader, raster);
    const lines = read.map(({ text, confidence, polygon, words }) => ({ text, confidence, polygon, words }));
    writeFileSync(file, JSON.stringify({ version: this.#version, lines } satisfies Kept));
    return lines;
  }

  /** Reads the sheets of doubtful text that a picture gives rise to, the last one kept. */
  rereadFor(item: Pick<Case, 'name'>): Reread {
    const file = path.join(CACHE, `${item.name}.sheet.json`);
    return async (sheet) => {
      const version = createHash('sha256')
        .update(this.#version)
        .update(sheet.data)
        .digest('hex')
        .slice(0, 16);
      if (existsSync(file)) {
        const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
        if (kept.version === version) return kept.lines;
      }
      const lines = await rereadWith(this.#reader)(sheet);
      writeFileSync(file, JSON.stringify({ version, lines } satisfies Kept));
      return lines;
    };
  }

  async dispose(): Promise<void> {
    await this.#reader.dispose();
  }
}

/** Changes with every file that decides what is read. */
function textVersion(): string {
  const hash = createHash('sha256');
  const code = path.join(ROOT, 'src', 'engine', 'ocr');
  const models = path.join(MODELS, 'ocr');
  const files = [
    ...readdirSync(code).map((name) => path.join(code, name)),
    ...readdirSync(models).map((name) => path.join(models, name)),
    path.join(ROOT, 'src', 'engine', 'diagram', 'read-text.ts'),
  ];
  for (const file of files.sort()) hash.update(path.basename(file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
