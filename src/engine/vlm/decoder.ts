import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { PixelScribeError } from '../../errors';
import type { VlmConfig } from './config';
import { floatToHalf, halfToFloat } from './half';
import { type CacheSlot, KvCache } from './kv-cache';

type Metadata = InferenceSession.TensorValueMetadata;

function tensorMetadata(entries: readonly InferenceSession.ValueMetadata[]): Metadata[] {
  return entries.filter((entry): entry is Metadata => entry.isTensor);
}

/** Names, types and sizes of the cache, from the graph's inputs and outputs; symbolic sizes from the config. */
function cacheSlots(session: InferenceSession, config: VlmConfig): CacheSlot[] {
  const outputs = new Set(session.outputNames);
  const slots: CacheSlot[] = [];
  for (const input of tensorMetadata(session.inputMetadata)) {
    const match = /^past_key_values?\.(\d+\.(?:key|value))$/.exec(input.name);
    if (!match) continue;
    const present = [`present.${match[1]}`, `present_key_values.${match[1]}`].find((n) => outputs.has(n));
    if (present === undefined) {
      throw new PixelScribeError('model-damaged', `The decoder takes ${input.name} but never updates it.`);
    }
    const [, heads, , headDim] = input.shape;
    slots.push({
      past: input.name,
      present,
      dtype: input.type === 'float16' ? 'float16' : 'float32',
      heads: typeof heads === 'number' ? heads : config.numKeyValueHeads,
      headDim: typeof headDim === 'number' ? headDim : config.headDim,
    });
  }
  return slots;
}

/** What `num_logits_to_keep` takes for all. */
const ALL_POSITIONS = 0;
/** A prompt is arithmetic, a single position is reading weights: from so many positions on the prompt's session runs. */
const PROMPT_POSITIONS = 16;

/**
 * The language model: embeddings in, logits of the last position out, with a KV cache. A second session of the same
 * model may compute prompts, in a form that multiplies matrices faster than it reads them.
 */
export class Decoder {
  /** Whether the attention operator writes the cache in place; see KvCache. */
  private inPlace = false;
  private readonly inputs: ReadonlyMap<string, Metadata>;
  private readonly lastOnly: boolean;
  private readonly slots: CacheSlot[];
  private ones = new BigInt64Array(0);
  private logits: Float32Array = new Float32Array(0);
  private logitsTensor: Tensor | undefined;
  readonly hiddenSize: number;

  private constructor(
    private readonly session: InferenceSession,
    config: VlmConfig,
    private readonly promptSession = session,
  ) {
    this.inputs = new Map(tensorMetadata(session.inputMetadata).map((m) => [m.name, m]));
    const embeds = this.inputs.get('inputs_embeds');
    if (!embeds) throw new PixelScribeError('model-damaged', 'The decoder has no input named inputs_embeds.');
    const width = embeds.shape[2];
    this.hiddenSize = typeof width === 'number' ? width : config.hiddenSize;
    this.slots = cacheSlots(session, config);
    const logits = tensorMetadata(session.outputMetadata).find((m) => m.name === 'logits');
    if (!logits) throw new PixelScribeError('model-damaged', 'The decoder has no output named logits.');
    this.lastOnly = logits.shape[1] === 1;
  }

  /** @throws PixelScribeError `model-damaged` where the sessions differ in more than their weights */
  static async create(
    session: InferenceSession,
    config: VlmConfig,
    promptSession?: InferenceSession,
  ): Promise<Decoder> {
    if (promptSession) assertAlike(session, promptSession);
    const decoder = new Decoder(session, config, promptSession);
    decoder.inPlace = await decoder.probeInPlace();
    return decoder;
  }

  newCache(capacity: number, batch = 1): KvCache {
    return new KvCache(this.slots, batch, this.inPlace, Math.ceil(capacity / 64) * 64);
  }

  /**
   * Feeds `embeds` [batch, sequence, hidden] after what the cache holds.
   *
   * @returns logits of the last position, [batch, vocabulary]; valid until the next call, and free to be changed
   */
  async run(
    cache: KvCache,
    embeds: Float32Array,
    options: InferenceSession.RunOptions = {},
  ): Promise<Float32Array> {
    return this.lastLogits(await this.forward(cache, embeds, 1, options), cache.batch);
  }

  /**
   * Like `run`, for every position.
   *
   * @returns logits [batch, sequence, vocabulary]
   * @throws RangeError where the graph tells those of the last position only
   */
  async runAll(cache: KvCache, embeds: Float32Array): Promise<Float32Array> {
    if (this.lastOnly) throw new RangeError('this decoder tells the logits of the last position only');
    const { data } = await this.forward(cache, embeds, ALL_POSITIONS);
    if (data instanceof Float32Array) return data;
    const logits = new Float32Array(data.length);
    halfToFloat(data as unknown as Uint16Array, logits);
    return logits;
  }

  private async forward(
    cache: KvCache,
    embeds: Float32Array,
    positionsToKeep: number,
    options: InferenceSession.RunOptions = {},
  ): Promise<Tensor> {
    const { batch } = cache;
    const sequence = embeds.length / batch / this.hiddenSize;
    const total = cache.length + sequence;
    cache.reserve(total);
    const feeds: Record<string, Tensor> = {
      inputs_embeds: this.floats('inputs_embeds', embeds, [batch, sequence, this.hiddenSize]),
    };
    if (this.inputs.has('attention_mask')) {
      if (this.ones.length < batch * total) this.ones = new BigInt64Array(batch * (total + 256)).fill(1n);
      feeds.attention_mask = new Tensor('int64', this.ones.subarray(0, batch * total), [batch, total]);
    }
    if (this.inputs.has('position_ids')) {
      const positions = new BigInt64Array(batch * sequence);
      for (let i = 0; i < positions.length; i++) positions[i] = BigInt(cache.length + (i % sequence));
      feeds.position_ids = new Tensor('int64', positions, [batch, sequence]);
    }
    if (this.inputs.has('num_logits_to_keep')) {
      feeds.num_logits_to_keep = new Tensor('int64', BigInt64Array.of(BigInt(positionsToKeep)), []);
    }
    const fetches: Record<string, Tensor | null> = { logits: null };
    // The buffer of the last step serves again where its shape fits.
    const reusable = this.logitsTensor?.dims[0] === batch && (this.lastOnly || sequence === 1);
    if (reusable) fetches.logits = this.logitsTensor!;
    cache.bind(feeds, fetches);
    const session = sequence < PROMPT_POSITIONS ? this.session : this.promptSession;
    const outputs = await session.run(feeds, fetches as InferenceSession.FetchesType, options);
    cache.accept(outputs as Record<string, Tensor>, sequence);
    return outputs.logits as Tensor;
  }

  private lastLogits(tensor: Tensor, batch: number): Float32Array {
    const positions = tensor.dims[1]!;
    const vocabulary = tensor.dims[2]!;
    const data = tensor.data;
    if (data instanceof Float32Array && positions === 1) {
      this.logitsTensor = tensor;
      return data;
    }
    if (this.logits.length !== batch * vocabulary) this.logits = new Float32Array(batch * vocabulary);
    for (let row = 0; row < batch; row++) {
      const at = ((row + 1) * positions - 1) * vocabulary;
      const target = this.logits.subarray(row * vocabulary, (row + 1) * vocabulary);
      if (data instanceof Float32Array) target.set(data.subarray(at, at + vocabulary));
      else halfToFloat((data as unknown as Uint16Array).subarray(at, at + vocabulary), target);
    }
    return this.logits;
  }

  private floats(name: string, data: Float32Array, dims: readonly number[]): Tensor {
    if (this.inputs.get(name)?.type !== 'float16') return new Tensor('float32', data, dims);
    const half = new Uint16Array(data.length);
    floatToHalf(data, half);
    return new Tensor('float16', half, dims);
  }

  /**
   * Whether past and present may share buffers larger than what they hold. Group-query attention can, attention made of
   * single operators cannot (it concatenates). The graph does not say, so two steps are tried both ways and compared.
   */
  private async probeInPlace(): Promise<boolean> {
    if (!this.inputs.has('attention_mask') || this.slots.length === 0) return false;
    const steps = [0, 1].map((step) =>
      Float32Array.from({ length: this.hiddenSize }, (_, i) => Math.sin(i * 1.7 + step)),
    );
    const run = async (inPlace: boolean): Promise<Float32Array> => {
      const cache = new KvCache(this.slots, 1, inPlace, 4);
      let logits = new Float32Array(0);
      // An operator that refuses is an answer, nothing to log.
      for (const step of steps)
        logits = Float32Array.from(await this.run(cache, step, { logSeverityLevel: 4 }));
      return logits;
    };
    const expected = await run(false);
    let scale = 0;
    for (const value of expected) scale = Math.max(scale, Math.abs(value));
    try {
      const actual = await run(true);
      return actual.every((value, i) => Math.abs(value - expected[i]!) <= 1e-3 * scale + 1e-6);
    } catch {
      // The operators refused the larger buffers.
      return false;
    }
  }

  async dispose(): Promise<void> {
    await this.session.release();
    if (this.promptSession !== this.session) await this.promptSession.release();
  }
}

/** Both sessions write the same cache, so names, types and sizes must agree. */
function assertAlike(a: InferenceSession, b: InferenceSession): void {
  const form = (session: InferenceSession) =>
    [session.inputMetadata, session.outputMetadata].map((entries) =>
      tensorMetadata(entries)
        .map(({ name, type, shape }) => `${name} ${type} ${shape.length}`)
        .sort()
        .join(),
    );
  const [first, second] = [form(a), form(b)];
  if (first[0] === second[0] && first[1] === second[1]) return;
  throw new PixelScribeError(
    'model-damaged',
    'The decoder for prompts takes or gives other tensors than the one for single tokens; convert both from one checkpoint.',
  );
}
