/** Reads strips of text: a CTC network over strips 48 pixels high, batched by width. */
import { type Alphabet, isPlain } from './alphabet';
import { decodeCtc } from './ctc';
import type { RotatedRect } from './geometry';
import { type Ink, measureInk } from './ink';
import type { Pyramid } from './raster-ops';
import { PADDING, type Steps } from './recogniser-network';
import type { RecogniserPool } from './recogniser-pool';
import { STRIP_HEIGHT, sampleStrip, stripWidth } from './strip';

/** A batch holds at most this many columns of strips. Larger ones are slower: their outputs outgrow the caches. */
const BATCH_COLUMNS = 1600;
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
  /** Where the strip holds ink; a column is `columnPx` picture pixels wide. */
  readonly ink: Ink;
  readonly columnPx: number;
}

export class TextRecogniser {
  constructor(
    private readonly pool: RecogniserPool,
    private readonly alphabet: Alphabet,
  ) {}

  /** To be called before a page is read that may hold much text: what reads it side by side gets ready. */
  prepare(): void {
    this.pool.start();
  }

  /** Ids of the processes that read beside this one. */
  get processIds(): number[] {
    return this.pool.processIds;
  }

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
    const queue = batches(widths);
    const work = async (): Promise<void> => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        signal?.throwIfAborted();
        await this.readBatch(pyramid, rects, widths, batch, readings);
        done += batch.length;
        onProgress?.(done / rects.length);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.pool.capacity, queue.length) }, work));
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
    const pixels = new Uint8Array(batch.length * 3 * plane).fill(PADDING);
    batch.forEach((index, i) => {
      sampleStrip(pyramid, rects[index]!, widths[index]!, pixels, i * 3 * plane, rowWidth);
    });
    const { best, plain, steps } = await this.pool.run({ pixels, lines: batch.length, width: rowWidth });
    batch.forEach((index, i) => {
      const rect = rects[index]!;
      const width = widths[index]!;
      const columnPx = rect.width / width;
      const stepPx = (rowWidth / steps) * columnPx;
      readings[index] = {
        rect,
        columnPx,
        ink: measureInk(pixels, i * 3 * plane, rowWidth, width),
        chars: this.decode(best, plain, i * steps, steps).map(({ char, probability, x }) => ({
          char,
          probability,
          x: Math.min(rect.width, x * stepPx),
        })),
      };
    });
  }

  /** In a line of plain text, a doubtful other character is read as the best plain one. `x` is in steps. */
  private decode(best: Steps, plain: Steps, start: number, steps: number): ReadChar[] {
    const { characters } = this.alphabet;
    const symbols = decodeCtc(best.labels, best.probabilities, start, steps);
    const foreign = symbols.filter(({ label }) => !isPlain(characters[label]!));
    let decoded = symbols;
    if (
      foreign.some(({ probability }) => probability < SURE_FOREIGN) &&
      foreign.length <= foreignLimit(symbols.length)
    ) {
      const labels = best.labels.slice(start, start + steps);
      const probabilities = best.probabilities.slice(start, start + steps);
      for (let t = 0; t < steps; t++) {
        if (probabilities[t]! >= SURE_FOREIGN || isPlain(characters[labels[t]!]!)) continue;
        labels[t] = plain.labels[start + t]!;
        probabilities[t] = plain.probabilities[start + t]!;
      }
      decoded = decodeCtc(labels, probabilities, 0, steps);
    }
    return decoded.map(({ label, probability, step }) => ({
      char: characters[label]!,
      probability,
      x: step,
    }));
  }
}

/** Above this a character outside plain text is believed in any line. */
const SURE_FOREIGN = 0.85;

/** How many characters outside plain text a line may hold and still be doubted. */
function foreignLimit(symbols: number): number {
  return Math.max(1, 0.35 * symbols);
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
