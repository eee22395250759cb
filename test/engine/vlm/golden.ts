import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Raster } from '../../../src/engine/image/raster';

/** Where models/convert/make_fixtures.py put the tiny model and what PyTorch and Pillow computed with it. */
export const FIXTURES = join(__dirname, '..', '..', 'fixtures', 'vlm');

export interface GoldenCase {
  readonly prompt: string;
  readonly size: number | null;
  /** The whole prompt, the image as one token. */
  readonly ids: readonly number[];
  readonly positions: number;
  readonly greedy: readonly number[];
  readonly beams?: readonly { readonly ids: readonly number[]; readonly score: number }[];
}

interface GoldenFile {
  readonly pictures: Readonly<Record<string, readonly [number, number]>>;
  readonly rowStep: number;
  readonly sizes: readonly number[];
  readonly cases: readonly GoldenCase[];
  readonly arrays: Readonly<Record<string, { offset: number; shape: number[]; type: string }>>;
}

export const golden = JSON.parse(readFileSync(join(FIXTURES, 'golden.json'), 'utf8')) as GoldenFile;
const blob = readFileSync(join(FIXTURES, 'golden.bin'));

export function goldenArray(name: string): Float32Array | Uint8Array {
  const entry = golden.arrays[name];
  if (!entry) throw new Error(`no golden array ${name}`);
  const count = entry.shape.reduce((a, b) => a * b, 1);
  const bytes = blob.buffer.slice(
    blob.byteOffset + entry.offset,
    blob.byteOffset + entry.offset + count * (entry.type === 'uint8' ? 1 : 4),
  );
  return entry.type === 'uint8' ? new Uint8Array(bytes) : new Float32Array(bytes);
}

/** The picture of that name, by the same arithmetic as in the Python script. */
export function picture(name: string): Raster {
  const [widthPx, heightPx] = golden.pictures[name]!;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      for (let c = 0; c < 3; c++) {
        data[(y * widthPx + x) * 3 + c] = ((x * 5 + y * 3 + c * 40) % 256) ^ (Math.floor((x * y) / 64) & 63);
      }
    }
  }
  return { data, widthPx, heightPx };
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

export function largestMagnitude(a: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]!));
  return largest;
}
