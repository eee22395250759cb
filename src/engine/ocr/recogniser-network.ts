/** The recogniser's network: strips of text → the best class of every step. */
import { join } from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Alphabet } from './alphabet';
import { BEST, BEST_CHOSEN, withBestClasses } from './graph-outputs';
import { openModel, readModelFile } from './model-file';
import { STRIP_HEIGHT } from './strip';

/** The name of the recogniser's output in the published file. */
const PROBABILITIES = 'fetch_name_0';

/** Strips of one width, as [lines, 3, STRIP_HEIGHT, width] bytes in planes B, G, R. */
export interface StripBatch {
  readonly pixels: Uint8Array;
  readonly lines: number;
  readonly width: number;
}

/** The best class of each step and its probability, for all lines of a batch one after the other. */
export interface Steps {
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
}

export interface BatchSteps {
  /** Among all classes. */
  readonly best: Steps;
  /** Among the classes of plain text. */
  readonly plain: Steps;
  /** Steps of each line. */
  readonly steps: number;
}

/** A byte as the network wants it: -1 to 1. */
const LEVELS = Float32Array.from({ length: 256 }, (_, level) => level / 127.5 - 1);
/** The byte that the network takes for nothing at all. */
export const PADDING = 128;

export class RecogniserNetwork {
  private constructor(
    private readonly session: InferenceSession,
    private readonly alphabet: Alphabet,
  ) {}

  /** @param threads Of one run; the machine's cores unless told. @throws PixelScribeError `model-missing`, `model-damaged` */
  static async load(folder: string, alphabet: Alphabet, threads?: number): Promise<RecogniserNetwork> {
    const file = join(folder, 'recogniser.onnx');
    const model = withBestClasses(await readModelFile(file), PROBABILITIES, alphabet.plain);
    return new RecogniserNetwork(await openModel(model, file, { threads }), alphabet);
  }

  /** Blocks the thread: onnxruntime-node runs a network where it is called. */
  async run({ pixels, lines, width }: StripBatch): Promise<BatchSteps> {
    const input = new Float32Array(pixels.length);
    for (let i = 0; i < input.length; i++) input[i] = LEVELS[pixels[i]!]!;
    const results = await this.session.run(
      { [this.session.inputNames[0]!]: new Tensor('float32', input, [lines, 3, STRIP_HEIGHT, width]) },
      [BEST.label, BEST.probability, BEST_CHOSEN.label, BEST_CHOSEN.probability],
    );
    const { plain } = this.alphabet;
    const classes = results[BEST.label]!.data as BigInt64Array;
    const plainClasses = results[BEST_CHOSEN.label]!.data as BigInt64Array;
    const out: BatchSteps = {
      best: {
        labels: Int32Array.from(classes, Number),
        probabilities: Float32Array.from(results[BEST.probability]!.data as Float32Array),
      },
      plain: {
        labels: Int32Array.from(plainClasses, (index) => plain[Number(index)]!),
        probabilities: Float32Array.from(results[BEST_CHOSEN.probability]!.data as Float32Array),
      },
      steps: results[BEST.label]!.dims[1]!,
    };
    for (const tensor of Object.values(results)) tensor.dispose();
    return out;
  }

  release(): Promise<void> {
    return this.session.release();
  }
}
