import { statSync } from 'node:fs';
import type { InferenceSession } from 'onnxruntime-node';
import { PixelScribeError } from '../../errors';
import type { Raster } from '../image/raster';
import { createSession } from '../models/session';
import { readConfig, type VlmConfig } from './config';
import { Conversation } from './conversation';
import { Decoder } from './decoder';
import { type Embeddings, openEmbeddings } from './embeddings';
import {
  drain,
  embedPrompt,
  type GeneratedToken,
  type GenerationOptions,
  type GenerationResult,
  generate,
} from './generate';
import { isUnwritable } from './graph-edit';
import { FeatureCache, ImageEncoder, type ImageFeatures } from './image-encoder';
import { type PixelValues, preprocess, QUALITY_SIZES_PX, type Quality } from './image-processor';
import { int8EncoderOnce } from './int8-encoder';
import { type ChatMessage, escapeSpecialTokens, type PromptPart, renderChat, tokenisePrompt } from './prompt';
import { rewriteOnce } from './rewrite';
import { scoreAnswers } from './score';
import { loadTokenizer, type TextTokenizer } from './tokenizer';
import { resolveVariants, type Variant, type VariantMix } from './variants';

export interface LoadOptions {
  /** Variants of the three files; the best installed ones where not told. */
  readonly variants?: Partial<VariantMix>;
  /**
   * Another installed variant of the decoder for prompts alone, such as int8 beside q4: the first token comes sooner,
   * for the memory of both.
   */
  readonly promptDecoder?: Variant;
  /** Folder of tokenizer.json, where that is not the model's. */
  readonly tokenizerDir?: string;
  /** Threads of each session; the machine's cores unless told. */
  readonly threads?: number;
  /** Whether threads wait awake for one another, which pays on an idle machine only; false unless told. */
  readonly spin?: boolean;
  /** Memory for the features of pictures seen before; 64 MiB unless told (70 pictures at 1024 px for 0.5B). */
  readonly featureCacheBytes?: number;
  /**
   * Whether downloaded graphs may be rewritten once for speed (see rewrite.ts). Unless told, those are that are large
   * enough for it to matter.
   */
  readonly rewrite?: boolean;
  /**
   * Whether the vision encoder may be rewritten once to int8 products (see int8-encoder.ts), which is two to three
   * times as fast and one to two percent less exact; false unless told. Without rights to write it runs as it is.
   */
  readonly int8Encoder?: boolean;
  readonly signal?: AbortSignal;
}

const LARGE_BYTES = 32 * 1024 * 1024;

function int8Encoder(file: string): string | undefined {
  try {
    return int8EncoderOnce(file);
  } catch (error) {
    if (isUnwritable(error)) return undefined;
    throw error;
  }
}

/**
 * Whether an encoder's session keeps its memory between operators. At 1024 px FastVLM's buffers are 100 MB each, and
 * getting them anew from the system costs half as much time as the work itself (and more memory). Pictures come in three
 * sizes there; a small model may see any size, for which memory kept would only grow.
 */
export function keepsMemory(file: string): boolean {
  // Weights may lie in a file of their own.
  const data = statSync(`${file}_data`, { throwIfNoEntry: false });
  return statSync(file).size + (data?.size ?? 0) >= LARGE_BYTES;
}

function shouldRewrite(file: string, wanted?: boolean): boolean {
  return wanted ?? statSync(file).size >= LARGE_BYTES;
}

export interface EncodeOptions {
  /** `balanced` unless told. */
  readonly quality?: Quality;
  /** Input edge in px, a multiple of 64; overrides `quality`. */
  readonly sizePx?: number;
  /** Names the picture (such as its hash), so that its features are found again. */
  readonly cacheKey?: string;
  readonly signal?: AbortSignal;
}

export interface GenerateRequest extends GenerationOptions {
  /**
   * What to feed: a question (put into the model's own prompt layout), turns of a chat, or parts made by the caller.
   */
  readonly prompt: string | readonly ChatMessage[] | { readonly parts: readonly PromptPart[] };
  /** In the order of their places in the prompt. */
  readonly images?: readonly ImageFeatures[];
}

export interface ScoreRequest extends Pick<GenerateRequest, 'prompt' | 'images' | 'signal'> {
  /** Token ids without the stop token. */
  readonly answers: readonly (readonly number[])[];
}

/**
 * A vision-language model in the ONNX form of FastVLM: vision encoder → features, token embeddings, decoder with KV
 * cache. Sizes, types and names come from the model's config and its graphs.
 *
 * @example
 * const model = await VisionLanguageModel.load(dir);
 * const image = await model.encodeImage(raster, { quality: 'fast' });
 * const { text } = await model.generate({ prompt: 'Write alt text.', images: [image], maxNewTokens: 64 });
 * for await (const token of model.stream({ prompt: 'Describe it.', images: [image] })) process.stdout.write(token.text);
 * await model.dispose();
 */
export class VisionLanguageModel {
  private readonly features: FeatureCache;
  /** Conversations and generations share the sessions' buffers, so steps of different streams may interleave. */
  private disposed = false;

  private constructor(
    readonly config: VlmConfig,
    readonly tokenizer: TextTokenizer,
    readonly variants: VariantMix,
    private readonly encoder: ImageEncoder,
    private readonly embeddings: Embeddings,
    private readonly decoder: Decoder,
    featureCacheBytes: number,
  ) {
    this.features = new FeatureCache(featureCacheBytes);
  }

  /**
   * Loads the model in `dir` (config.json, tokenizer.json, and the ONNX files in `dir` or `dir`/onnx).
   *
   * @throws PixelScribeError `model-missing` or `model-damaged`, naming the file
   */
  static async load(dir: string, options: LoadOptions = {}): Promise<VisionLanguageModel> {
    const { signal, threads, spin } = options;
    const config = await readConfig(dir);
    const { mix, files } = resolveVariants(dir, options.variants);
    const tokenizer = await loadTokenizer(options.tokenizerDir ?? dir);
    const loaded: { dispose(): Promise<void> }[] = [];
    const open = async (file: string, arena = false): Promise<InferenceSession> => {
      signal?.throwIfAborted();
      try {
        return await createSession(shouldRewrite(file, options.rewrite) ? rewriteOnce(file) : file, {
          threads,
          spin,
          arena,
        });
      } catch (cause) {
        throw new PixelScribeError(
          'model-damaged',
          `${file} cannot be loaded (${(cause as Error).message}). Install the model again.`,
          { cause },
        );
      }
    };
    try {
      const encoderFile = (options.int8Encoder && int8Encoder(files.visionEncoder)) || files.visionEncoder;
      const encoder = new ImageEncoder(await open(encoderFile, keepsMemory(encoderFile)));
      loaded.push(encoder);
      const embeddings = await openEmbeddings(files.embedTokens, config.hiddenSize);
      loaded.push(embeddings);
      const { promptDecoder } = options;
      const promptFile =
        promptDecoder && promptDecoder !== mix.decoder
          ? resolveVariants(dir, { decoder: promptDecoder }).files.decoder
          : undefined;
      const decoder = await Decoder.create(
        await open(files.decoder),
        config,
        promptFile === undefined ? undefined : await open(promptFile),
      );
      loaded.push(decoder);
      const cacheBytes = options.featureCacheBytes ?? 64 * 1024 * 1024;
      return new VisionLanguageModel(config, tokenizer, mix, encoder, embeddings, decoder, cacheBytes);
    } catch (error) {
      for (const part of loaded) await part.dispose();
      throw error;
    }
  }

  /** Channels the vision encoder takes. */
  get imageChannels(): number | undefined {
    return this.encoder.channels;
  }

  /** Prepares a picture as the model was evaluated (see `preprocess`) and encodes it. */
  async encodeImage(raster: Raster, options: EncodeOptions = {}): Promise<ImageFeatures> {
    const sizePx = options.sizePx ?? QUALITY_SIZES_PX[options.quality ?? 'balanced'];
    const key = options.cacheKey === undefined ? undefined : `${sizePx} ${options.cacheKey}`;
    const cached = key === undefined ? undefined : this.features.get(key);
    if (cached) return cached;
    const features = await this.encodePixels(preprocess(raster, this.config.image, sizePx), options.signal);
    if (key !== undefined) this.features.set(key, features);
    return features;
  }

  /** Encodes pixels that were prepared by the caller, [1, channels, height, width]. */
  async encodePixels(pixels: PixelValues, signal?: AbortSignal): Promise<ImageFeatures> {
    this.assertOpen();
    signal?.throwIfAborted();
    const features = await this.encoder.encode(pixels);
    signal?.throwIfAborted();
    return features;
  }

  /** Pictures whose features are remembered, and their size. */
  get cachedFeatures(): { readonly pictures: number; readonly bytes: number } {
    return this.features.size;
  }

  /** Generates token by token; the generator's return value is the result. */
  async *stream(request: GenerateRequest): AsyncGenerator<GeneratedToken, GenerationResult> {
    this.assertOpen();
    const images = request.images ?? [];
    const embeds = await embedPrompt(
      this.promptParts(request.prompt, images.length),
      images,
      this.embeddings,
    );
    const cache = this.decoder.newCache(embeds.length / this.decoder.hiddenSize);
    return yield* generate(this.parts, cache, embeds, request);
  }

  /** Like `stream`, at once. */
  generate(request: GenerateRequest): Promise<GenerationResult> {
    return drain(this.stream(request));
  }

  /**
   * How likely the model finds given answers: one pass for each, a small part of what writing them takes.
   *
   * @returns for each answer the log-probability of every id and of the stop token behind them
   */
  async score({ prompt, images = [], answers, signal }: ScoreRequest): Promise<number[][]> {
    this.assertOpen();
    const embeds = await embedPrompt(this.promptParts(prompt, images.length), images, this.embeddings);
    return scoreAnswers(this.parts, embeds, answers, signal);
  }

  /** A conversation about pictures that keeps what was computed, so that follow-up questions start at once. */
  conversation(images: readonly ImageFeatures[], system?: string): Conversation {
    this.assertOpen();
    return new Conversation(this.parts, this.config, images, system);
  }

  private get parts() {
    const { decoder, embeddings, tokenizer } = this;
    const { stopTokenIds, maxPositions } = this.config;
    return { decoder, embeddings, tokenizer, stopTokenIds, maxPositions };
  }

  private promptParts(prompt: GenerateRequest['prompt'], images: number): readonly PromptPart[] {
    if (typeof prompt === 'object' && 'parts' in prompt) return prompt.parts;
    const { imageToken, promptTemplate } = this.config;
    let text: string;
    if (typeof prompt !== 'string') {
      text = renderChat(prompt, imageToken);
    } else {
      const question = escapeSpecialTokens(prompt, imageToken);
      text =
        promptTemplate === undefined
          ? renderChat([{ role: 'user', text: question, image: images > 0 }], imageToken)
          : promptTemplate.replace('{prompt}', () => question);
    }
    return tokenisePrompt(text, this.tokenizer, this.config);
  }

  private assertOpen(): void {
    if (this.disposed) throw new PixelScribeError('internal', 'The model was unloaded; load it again.');
  }

  /** Frees the sessions. Generations must have ended. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    for (const part of [this.encoder, this.embeddings, this.decoder]) await part.dispose();
  }
}
