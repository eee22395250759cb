import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { PixelScribeError } from '../../errors';
import { floatToHalf, halfToFloat } from './half';
import type { PixelValues } from './image-processor';

/** A picture as the language model sees it: float32 [tokens, hidden]. */
export interface ImageFeatures {
  readonly data: Float32Array;
  readonly tokens: number;
  readonly hidden: number;
  /** The graph's other outputs by name, float32, such as what the encoder located. */
  readonly others?: ReadonlyMap<string, OutputArray>;
}

export interface OutputArray {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Vision encoder and projector. */
export class ImageEncoder {
  private readonly input: InferenceSession.TensorValueMetadata;

  constructor(private readonly session: InferenceSession) {
    const input = session.inputMetadata[0];
    if (!input?.isTensor) throw new PixelScribeError('model-damaged', 'The vision encoder has no input.');
    this.input = input;
  }

  /** Channels the encoder wants; undefined where the graph leaves it open. */
  get channels(): number | undefined {
    const channels = this.input.shape[1];
    return typeof channels === 'number' ? channels : undefined;
  }

  /** Encodes one picture, [1, channels, height, width]. */
  async encode(pixels: PixelValues): Promise<ImageFeatures> {
    let tensor: Tensor;
    if (this.input.type === 'float16') {
      const half = new Uint16Array(pixels.data.length);
      floatToHalf(pixels.data, half);
      tensor = new Tensor('float16', half, pixels.dims);
    } else {
      tensor = new Tensor('float32', pixels.data, pixels.dims);
    }
    const outputs = await this.session.run({ [this.input.name]: tensor });
    const output = outputs[this.session.outputNames[0]!]!;
    const [, tokens, hidden] = output.dims;
    let data = output.data as Float32Array;
    if (output.type === 'float16') {
      data = new Float32Array(output.data.length);
      halfToFloat(output.data as unknown as Uint16Array, data);
    }
    const others = new Map<string, OutputArray>();
    for (const name of this.session.outputNames.slice(1)) {
      const { type, data: values, dims } = outputs[name]!;
      if (type === 'float32') others.set(name, { data: values as Float32Array, dims });
    }
    return { data, tokens: tokens!, hidden: hidden!, others };
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}

/** Features of the pictures seen last, up to a number of bytes. */
export class FeatureCache {
  private readonly entries = new Map<string, ImageFeatures>();
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  get(key: string): ImageFeatures | undefined {
    const features = this.entries.get(key);
    if (features) {
      // Last used goes to the end of the map's order.
      this.entries.delete(key);
      this.entries.set(key, features);
    }
    return features;
  }

  set(key: string, features: ImageFeatures): void {
    const size = features.data.byteLength;
    if (size > this.limitBytes) return;
    this.bytes -= this.entries.get(key)?.data.byteLength ?? 0;
    this.entries.delete(key);
    this.entries.set(key, features);
    this.bytes += size;
    for (const [oldest, { data }] of this.entries) {
      if (this.bytes <= this.limitBytes) break;
      this.entries.delete(oldest);
      this.bytes -= data.byteLength;
    }
  }

  get size(): { readonly pictures: number; readonly bytes: number } {
    return { pictures: this.entries.size, bytes: this.bytes };
  }
}
