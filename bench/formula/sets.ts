/** Pictures with and without formulas. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeImage } from '../../src/engine/image/decode';
import type { Raster } from '../../src/engine/image/raster';

export interface Labelled {
  readonly file: string;
  readonly latex: string;
}

const HELD_OUT = join(
  process.env.PIXELSCRIBE_FORMULA_CACHE ?? join(homedir(), '.cache/pixelscribe/formula'),
  'heldout',
);

/** Where each set lies, unless a folder is named. */
export const SETS: Readonly<Record<string, (evaluation: string) => string>> = {
  printed: (evaluation) => join(evaluation, 'formula-printed'),
  handwritten: (evaluation) => join(evaluation, 'formula-handwritten'),
  heldOut: () => HELD_OUT,
};

/** A folder of pictures with labels.jsonl: `{"file": …, "latex": …}` a line. */
export function labelled(folder: string): Labelled[] {
  const labels = join(folder, 'labels.jsonl');
  if (!existsSync(labels)) {
    throw new Error(`There is no ${labels}. Held-out renderings are made by models/train/make_heldout.py.`);
  }
  return readFileSync(labels, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Labelled)
    .map(({ file, latex }) => ({ file: join(folder, file), latex }));
}

/** Every picture below a folder, in the order of their paths. */
export function picturesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(png|jpe?g|webp)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** `count` of a list, evenly spread over it. */
export function spread<T>(list: readonly T[], count: number): T[] {
  if (count >= list.length) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);
}

/** The picture, smaller or larger. */
export async function open(path: string, scale = 1): Promise<Raster> {
  const raster = await decodeImage({ path });
  if (scale === 1) return raster;
  const { widthPx: width, heightPx: height } = raster;
  const { data, info } = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
      kernel: 'cubic',
      fit: 'fill',
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}
