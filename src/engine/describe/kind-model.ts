import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { PixelScribeError } from '../../errors';
import { IMAGE_KINDS, type ImageKind } from '../../protocol';
import type { Raster } from '../image/raster';
import { createSession } from '../models/session';
import { MEASUREMENT_NAMES, measure } from './measure/measurements';
import { TEXT_EVIDENCE_NAMES, textEvidence } from './measure/text-evidence';
import { CLOSE_UP_SIDE, OVERVIEW_PLANES, OVERVIEW_SIDE, takeViews } from './measure/views';
import type { KindGuess, Reading } from './scene';

/**
 * The second half of the model: a linear layer over what the network thinks of the pixels and what the
 * text gives away, with calibrated probabilities. Written by models/train-kind/fit-text.py.
 */
export interface TextHalf {
  readonly kinds: readonly string[];
  readonly evidence: readonly string[];
  /** Of the evidence, for standardising it. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** `[kinds][kinds + evidence]`: for the network's log-probabilities, then for the evidence. */
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** Tells what kind of picture it is, from its pixels and its text. */
export class KindModel {
  private loaded: Promise<{ session: InferenceSession; text: TextHalf }> | undefined;

  /** @param modelsDir Holds the folder `kind`. */
  constructor(private readonly modelsDir: string) {}

  /** @throws PixelScribeError `model-missing` or `model-damaged`. */
  async guess(raster: Raster, reading: Reading): Promise<KindGuess> {
    const { session, text } = await this.load();
    const pixels = await this.lookAt(session, raster);
    const { widthPx, heightPx } = raster;
    const evidence = textEvidence(reading.lines, widthPx, heightPx);
    const scores = combine(
      text,
      logSoftmax(pixels),
      TEXT_EVIDENCE_NAMES.map((name) => evidence[name]),
    );
    const probabilities = logSoftmax(scores).map(Math.exp);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return { kind: IMAGE_KINDS[best] as ImageKind, confidence: probabilities[best]! };
  }

  async dispose(): Promise<void> {
    const loaded = this.loaded;
    this.loaded = undefined;
    await (await loaded?.catch(() => undefined))?.session.release();
  }

  private async lookAt(session: InferenceSession, raster: Raster): Promise<number[]> {
    const { overview, closeUp } = takeViews(raster);
    const measured = measure(raster);
    const { logits } = await session.run({
      overview: new Tensor('uint8', overview, [1, OVERVIEW_PLANES, OVERVIEW_SIDE, OVERVIEW_SIDE]),
      closeUp: new Tensor('uint8', closeUp, [1, 3, CLOSE_UP_SIDE, CLOSE_UP_SIDE]),
      measurements: new Tensor(
        'float32',
        Float32Array.from(MEASUREMENT_NAMES, (name) => measured[name]),
        [1, MEASUREMENT_NAMES.length],
      ),
    });
    return [...(logits!.data as Float32Array)];
  }

  private load(): Promise<{ session: InferenceSession; text: TextHalf }> {
    this.loaded ??= this.read().catch((error: unknown) => {
      // The next picture tries again: the file may have been put back.
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  private async read(): Promise<{ session: InferenceSession; text: TextHalf }> {
    const weights = join(this.modelsDir, 'kind', 'kind.onnx');
    const textFile = join(this.modelsDir, 'kind', 'kind.json');
    try {
      const text = JSON.parse(await readFile(textFile, 'utf8')) as TextHalf;
      const known =
        text.kinds.join() === IMAGE_KINDS.join() && text.evidence.join() === TEXT_EVIDENCE_NAMES.join();
      if (!known) throw new Error('made for other kinds or other evidence');
      return { session: await createSession(weights, { threads: 1 }), text };
    } catch (error) {
      const missing =
        (error as NodeJS.ErrnoException).code === 'ENOENT' ||
        /doesn't exist|No such file/i.test(String(error));
      throw new PixelScribeError(
        missing ? 'model-missing' : 'model-damaged',
        `The model that tells kinds of pictures apart ${missing ? 'is missing from' : 'is damaged in'} ${join(this.modelsDir, 'kind')}. Reinstall PixelScribe.`,
        { cause: error },
      );
    }
  }
}

function combine(text: TextHalf, pixels: readonly number[], evidence: readonly number[]): number[] {
  // The same bounds as in fit-text.py: no outlier decides alone.
  const input = [
    ...pixels.map((value) => Math.max(-12, value)),
    ...evidence.map((value, i) => Math.max(-4, Math.min(4, (value - text.mean[i]!) / text.std[i]!))),
  ];
  return text.weights.map((row, k) =>
    row.reduce((sum, weight, i) => sum + weight * input[i]!, text.bias[k]!),
  );
}

function logSoftmax(values: readonly number[]): number[] {
  const max = Math.max(...values);
  const log = max + Math.log(values.reduce((sum, value) => sum + Math.exp(value - max), 0));
  return values.map((value) => value - log);
}
