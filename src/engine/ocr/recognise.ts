/** Reads strips of text: a CTC network over strips 48 pixels high, batched by width. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { decodeCtc } from './ctc';
import type { RotatedRect } from './geometry';
import { BEST_CLASS, BEST_PROBABILITY } from './graph-outputs';
import type { Pyramid } from './raster-ops';
import { inkColumns, STRIP_HEIGHT, sampleStrip, stripWidth } from './strip';

/** A batch holds at most this many columns of strips, which bounds its memory. */
const BATCH_COLUMNS = 6400;
const BATCH_LINES = 16;
/** Strips narrower than this share of a batch's widest wait for the next batch. */
const MIN_FILL = 0.92;

export interface ReadChar {
  readonly char: string;
  readonly probability: number;
  /** Middle of the character along the box, in picture pixels from the box's left side. */
  readonly x: number;
}

/** What was read in one box; positions are picture pixels from the box's left side. */
export interface Reading {
  readonly rect: RotatedRect;
  /** In order; spaces are the network's own and only a hint. */
  readonly chars: readonly ReadChar[];
  /** 1 for each column with ink; a column is `columnPx` picture pixels wide. */
  readonly ink: Uint8Array;
  readonly columnPx: number;
}

export class TextRecogniser {
  /** @param alphabet What each class of the network stands for; class 0 is no character. */
  constructor(
    private readonly session: InferenceSession,
    private readonly alphabet: readonly string[],
  ) {}

  /** Reads every box; results come in the order of `rects`. */
  async read(
    pyramid: Pyramid,
    rects: readonly RotatedRect[],
    signal?: AbortSignal,
    onProgress?: (done: number) => void,
  ): Promise<Reading[]> {
    const widths = rects.map(stripWidth);
    const readings: Reading[] = new Array(rects.length);
    let done = 0;
    for (const batch of batches(widths)) {
      signal?.throwIfAborted();
      await this.readBatch(pyramid, rects, widths, batch, readings);
      done += batch.length;
      onProgress?.(done / rects.length);
    }
    return readings;
  }

  private async readBatch(
    pyramid: Pyramid,
    rects: readonly RotatedRect[],
    widths: readonly number[],
    batch: readonly number[],
    readings: Reading[],
  ): Promise<void> {
    const rowWidth = Math.ceil(widths[batch[0]!]! / 8) * 8;
    const plane = STRIP_HEIGHT * rowWidth;
    const input = new Float32Array(batch.length * 3 * plane);
    batch.forEach((index, i) => {
      sampleStrip(pyramid, rects[index]!, widths[index]!, input, i * 3 * plane, rowWidth);
    });
    const feeds = {
      [this.session.inputNames[0]!]: new Tensor('float32', input, [batch.length, 3, STRIP_HEIGHT, rowWidth]),
    };
    const results = await this.session.run(feeds, [BEST_CLASS, BEST_PROBABILITY]);
    const labels = results[BEST_CLASS]!;
    const probabilities = results[BEST_PROBABILITY]!.data as Float32Array;
    const steps = labels.dims[1]!;
    batch.forEach((index, i) => {
      const rect = rects[index]!;
      const width = widths[index]!;
      const columnPx = rect.width / width;
      const symbols = decodeCtc(labels.data as BigInt64Array, probabilities, i * steps, steps);
      const stepPx = (rowWidth / steps) * columnPx;
      readings[index] = {
        rect,
        columnPx,
        ink: inkColumns(input, i * 3 * plane, rowWidth, width),
        chars: symbols.map(({ label, probability, step }) => ({
          char: this.alphabet[label] ?? '',
          probability,
          x: Math.min(rect.width, step * stepPx),
        })),
      };
    });
    for (const tensor of Object.values(results)) tensor.dispose();
  }
}

/** Indices in batches, widest first, of strips of nearly the same width. */
export function batches(widths: readonly number[]): number[][] {
  const order = widths.map((_, i) => i).sort((a, b) => widths[b]! - widths[a]!);
  const out: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const widest = widths[batch[0] ?? index]!;
    const full = batch.length >= BATCH_LINES || (batch.length + 1) * widest > BATCH_COLUMNS;
    if (batch.length > 0 && (full || widths[index]! < MIN_FILL * widest)) {
      out.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) out.push(batch);
  return out;
}
