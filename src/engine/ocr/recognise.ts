/** Reads strips of text: a CTC network over strips 48 pixels high, batched by width. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type Alphabet, isPlain } from './alphabet';
import { decodeCtc } from './ctc';
import type { RotatedRect } from './geometry';
import { BEST, BEST_CHOSEN } from './graph-outputs';
import { type Ink, measureInk } from './ink';
import type { Pyramid } from './raster-ops';
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
    private readonly session: InferenceSession,
    private readonly alphabet: Alphabet,
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
    const results = await this.session.run(feeds, [
      BEST.label,
      BEST.probability,
      BEST_CHOSEN.label,
      BEST_CHOSEN.probability,
    ]);
    const steps = results[BEST.label]!.dims[1]!;
    const best: Steps = {
      labels: Int32Array.from(results[BEST.label]!.data as BigInt64Array, Number),
      probabilities: results[BEST.probability]!.data as Float32Array,
    };
    const plain: Steps = {
      labels: Int32Array.from(
        results[BEST_CHOSEN.label]!.data as BigInt64Array,
        (i) => this.alphabet.plain[Number(i)]!,
      ),
      probabilities: results[BEST_CHOSEN.probability]!.data as Float32Array,
    };
    batch.forEach((index, i) => {
      const rect = rects[index]!;
      const width = widths[index]!;
      const columnPx = rect.width / width;
      const stepPx = (rowWidth / steps) * columnPx;
      readings[index] = {
        rect,
        columnPx,
        ink: measureInk(input, i * 3 * plane, rowWidth, width),
        chars: this.decode(best, plain, i * steps, steps).map(({ char, probability, x }) => ({
          char,
          probability,
          x: Math.min(rect.width, x * stepPx),
        })),
      };
    });
    for (const tensor of Object.values(results)) tensor.dispose();
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

/** The best class of each step and its probability, for all lines of a batch one after the other. */
interface Steps {
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
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
