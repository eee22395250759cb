import { beamSearch, type Hypothesis } from './beam-search';
import type { Decoder } from './decoder';
import type { Embeddings } from './embeddings';
import type { ImageFeatures } from './image-encoder';
import type { KvCache } from './kv-cache';
import type { PromptPart } from './prompt';
import {
  type AllowedTokens,
  chooseToken,
  constrain,
  type LogitsProcessor,
  logSumExp,
  repetitionPenalty,
  type SamplingOptions,
  seededRandom,
} from './sampler';
import { TextStreamer, type TextTokenizer } from './tokenizer';

export interface GenerationOptions extends SamplingOptions {
  /** 256 unless told. */
  readonly maxNewTokens?: number;
  /** Above 1 makes tokens that were generated before less likely. */
  readonly repetitionPenalty?: number;
  /** Makes sampling repeatable; random unless told. */
  readonly seed?: number;
  /** Above 1 searches with beams (no sampling then) and fills `alternatives`. */
  readonly numBeams?: number;
  /** Exponent of the length in a hypothesis' score; 1 unless told. */
  readonly lengthPenalty?: number;
  /** Applied to each step's logits in order, after `repetitionPenalty` and `allowedTokens`. */
  readonly processors?: readonly LogitsProcessor[];
  /** Which tokens may come next, such as a grammar's. */
  readonly allowedTokens?: AllowedTokens;
  /** Ends generation in addition to the model's own stop tokens. */
  readonly stopTokenIds?: readonly number[];
  /** Whether each token's log-probability is wanted; costs about a millisecond a step for 150,000 tokens. */
  readonly logProbs?: boolean;
  /** Checked between steps; generation rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called for each token as it comes (not with beams, which are decided at the end). */
  readonly onToken?: (token: GeneratedToken) => void;
}

export interface GeneratedToken {
  readonly id: number;
  /** Text this token completes; empty in the middle of a character. */
  readonly text: string;
  /** Natural log of its probability after constraints and penalties, before temperature; with `logProbs` only. */
  readonly logProb?: number;
}

export interface GenerationResult {
  readonly text: string;
  /** Without the stop token. */
  readonly ids: readonly number[];
  /** One for each id, and one for the stop token where it was reached; with `logProbs` or beams only. */
  readonly logProbs: readonly number[];
  /** `stop`: a stop token was reached. `length`: maxNewTokens or the model's last position was. */
  readonly finishReason: 'stop' | 'length';
  /** The beams' hypotheses, best first; the first is this result. Empty without beams. */
  readonly alternatives: readonly (Hypothesis & { readonly text: string })[];
  readonly timings: GenerationTimings;
}

export interface GenerationTimings {
  /** Positions of the prompt that were computed, not taken from the cache. */
  readonly promptTokens: number;
  /** From the call to the first token. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

export interface GenerationParts {
  readonly decoder: Decoder;
  readonly embeddings: Embeddings;
  readonly tokenizer: TextTokenizer;
  readonly stopTokenIds: readonly number[];
  readonly maxPositions: number;
}

/** Embeddings of a prompt, [positions, hidden], with image features in their places in order. */
export async function embedPrompt(
  parts: readonly PromptPart[],
  images: readonly ImageFeatures[],
  embeddings: Embeddings,
): Promise<Float32Array> {
  const hidden = embeddings.hiddenSize;
  let image = 0;
  const pieces = parts.map((part) => (part === 'image' ? images[image++] : part));
  if (image !== images.length || pieces.includes(undefined)) {
    throw new RangeError(`the prompt has places for ${image} images, ${images.length} were given`);
  }
  const positions = pieces.reduce((sum, p) => sum + (p && 'tokens' in p ? p.tokens : p!.length), 0);
  const out = new Float32Array(positions * hidden);
  let at = 0;
  for (const piece of pieces) {
    if (piece && 'tokens' in piece) {
      out.set(piece.data, at);
      at += piece.data.length;
    } else {
      await embeddings.lookUp(piece!, out, at);
      at += piece!.length * hidden;
    }
  }
  return out;
}

function processorsOf(options: GenerationOptions): LogitsProcessor[] {
  const { repetitionPenalty: penalty, allowedTokens, processors = [] } = options;
  return [
    ...(penalty !== undefined && penalty !== 1 ? [repetitionPenalty(penalty)] : []),
    ...(allowedTokens ? [constrain(allowedTokens)] : []),
    ...processors,
  ];
}

/**
 * Feeds `prompt` [positions, hidden] to the cache, then generates; yields tokens and returns the result.
 *
 * Afterwards the cache holds the prompt and every generated token but the last one or, with beams, the prompt alone.
 */
export async function* generate(
  parts: GenerationParts,
  cache: KvCache,
  prompt: Float32Array,
  options: GenerationOptions,
): AsyncGenerator<GeneratedToken, GenerationResult> {
  const { decoder, embeddings, tokenizer } = parts;
  const { signal, numBeams = 1 } = options;
  const started = performance.now();
  const promptTokens = prompt.length / decoder.hiddenSize;
  const room = parts.maxPositions - cache.length - promptTokens;
  const maxNewTokens = Math.min(options.maxNewTokens ?? 256, room);
  if (maxNewTokens <= 0) {
    throw new RangeError(`the prompt leaves no room for an answer in ${parts.maxPositions} positions`);
  }
  const stopTokenIds = [...parts.stopTokenIds, ...(options.stopTokenIds ?? [])];
  const processors = processorsOf(options);
  signal?.throwIfAborted();
  cache.reserve(cache.length + promptTokens + (numBeams > 1 ? 0 : maxNewTokens));
  let logits = await decoder.run(cache, prompt);
  let firstTokenMs = performance.now() - started;

  if (numBeams > 1) {
    const hypotheses = await beamSearch(decoder, embeddings, cache, logits, {
      numBeams,
      maxNewTokens,
      stopTokenIds,
      processors,
      lengthPenalty: options.lengthPenalty ?? 1,
      signal,
    });
    const alternatives = hypotheses.map((h) => ({ ...h, text: tokenizer.decode(h.ids) }));
    const best = alternatives[0]!;
    for (const [i, id] of best.ids.entries()) yield { id, text: '', logProb: best.logProbs[i] };
    const finishReason = best.finished ? 'stop' : 'length';
    const timings = { promptTokens, firstTokenMs, totalMs: performance.now() - started };
    return { text: best.text, ids: best.ids, logProbs: best.logProbs, finishReason, alternatives, timings };
  }

  const random = options.seed === undefined ? Math.random : seededRandom(options.seed);
  const streamer = new TextStreamer(tokenizer);
  const stops = new Set(stopTokenIds);
  const ids: number[] = [];
  const logProbs: number[] = [];
  const step = new Float32Array(decoder.hiddenSize);
  let text = '';
  let finishReason: 'stop' | 'length' = 'length';
  while (true) {
    signal?.throwIfAborted();
    for (const process of processors) process(ids, logits);
    const id = chooseToken(logits, options, random);
    const logProb = options.logProbs ? logits[id]! - logSumExp(logits) : undefined;
    if (logProb !== undefined) logProbs.push(logProb);
    if (ids.length === 0) firstTokenMs = performance.now() - started;
    if (stops.has(id)) {
      finishReason = 'stop';
      break;
    }
    ids.push(id);
    const delta = streamer.push(id);
    text += delta;
    const token: GeneratedToken = { id, text: delta, logProb };
    options.onToken?.(token);
    yield token;
    if (ids.length >= maxNewTokens) break;
    await embeddings.lookUp([id], step, 0);
    logits = await decoder.run(cache, step);
  }
  text += streamer.flush();
  const timings = { promptTokens, firstTokenMs, totalMs: performance.now() - started };
  return { text, ids, logProbs, finishReason, alternatives: [], timings };
}

/** Runs a stream to its end and returns its result. */
export async function drain<T, R>(stream: AsyncGenerator<T, R>): Promise<R> {
  while (true) {
    const next = await stream.next();
    if (next.done) return next.value;
  }
}
