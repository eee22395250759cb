import { createHash } from 'node:crypto';
import type { Fact, ImageResult, ImageSource } from '../../protocol';
import { decodeImage } from '../image/decode';
import { readSource } from '../image/source';
import type { GenerationOptions, ImageFeatures, Quality, VisionLanguageModel } from '../vlm';

export interface AnswerOptions extends GenerationOptions {
  /** How closely the picture is looked at; `balanced` unless told. */
  readonly quality?: Quality;
  /** Input edge in px; overrides `quality`. */
  readonly sizePx?: number;
}

export interface AnswerResult extends ImageResult {
  readonly text: string;
  /** Whether the answer ended by itself; false where it was cut off at `maxNewTokens`. */
  readonly complete: boolean;
  readonly tokens: number;
  /** From the call to the first token, the picture's decoding and encoding included. */
  readonly firstTokenMs: number;
}

/** Low, as Apple's predict.py has it: answers vary little, but do not run in circles. */
export const DEFAULT_TEMPERATURE = 0.2;

/**
 * Answers a question about a picture in the model's own words. `options.onToken` sees the answer as it is written.
 * A picture asked about before is not encoded again.
 *
 * @example
 * const result = await answer({ path: 'chart.png' }, 'Which year is highest?', model, 'FastVLM 0.5B');
 * result.text; // "2021"
 */
export async function answer(
  source: ImageSource,
  question: string,
  model: VisionLanguageModel,
  modelTitle: string,
  options: AnswerOptions = {},
): Promise<AnswerResult> {
  const start = performance.now();
  const { raster, image } = await encode(source, model, options);
  const encodedMs = performance.now() - start;
  const result = await model.generate({
    temperature: DEFAULT_TEMPERATURE,
    ...options,
    prompt: question,
    images: [image],
  });
  return {
    text: result.text.trim(),
    complete: result.finishReason === 'stop',
    tokens: result.ids.length,
    firstTokenMs: Math.round(encodedMs + result.timings.firstTokenMs),
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    model: modelTitle,
    ms: Math.round(performance.now() - start),
  };
}

/** A vision model's words about a picture. */
export interface WrittenDescription {
  readonly sentence: string;
  /** Whole sentences; absent where it was not asked for. */
  readonly longDescription?: string;
}

export interface WriteOptions extends GenerationOptions {
  /** What the long description is to tell; none is written unless told. */
  readonly long?: Exclude<DescriptionPurpose, 'alt-text'>;
}

/** An alt text has 150 characters. */
const SENTENCE_TOKENS = 80;
const LONG_TOKENS = 200;

/**
 * Alt text and, where asked for, a long description in the model's words, the second as a follow-up of the first, so that
 * the picture is read once. `facts` are what was measured in the picture.
 */
export async function writeDescription(
  image: ImageFeatures,
  model: VisionLanguageModel,
  facts: readonly Fact[] = [],
  { long, ...options }: WriteOptions = {},
): Promise<WrittenDescription> {
  const conversation = model.conversation([image]);
  const short = await conversation.ask(descriptionPrompt('alt-text', facts), {
    maxNewTokens: SENTENCE_TOKENS,
    ...options,
  });
  if (!long) return { sentence: short.text.trim() };
  const { text, finishReason } = await conversation.ask(descriptionPrompt(long), {
    maxNewTokens: LONG_TOKENS,
    ...options,
  });
  return {
    sentence: short.text.trim(),
    longDescription: finishReason === 'stop' ? text.trim() : wholeSentences(text),
  };
}

/** Without the sentence or line that was cut off at the end; everything where there is only one. */
function wholeSentences(text: string): string {
  const whole = /^.*(?:[.!?](?=\s)|\n)/s.exec(text.trim());
  return (whole?.[0] ?? text).trim();
}

async function encode(source: ImageSource, model: VisionLanguageModel, options: AnswerOptions) {
  const bytes = await readSource(source);
  const name = 'path' in source ? source.path : source.name;
  const raster = await decodeImage({ bytes, name });
  options.signal?.throwIfAborted();
  const { quality, sizePx, signal } = options;
  const cacheKey = createHash('sha256').update(bytes).digest('hex');
  return { raster, image: await model.encodeImage(raster, { quality, sizePx, cacheKey, signal }) };
}

/** What a description is for. */
export type DescriptionPurpose = 'alt-text' | 'description' | 'diagram';

const REQUESTS: Readonly<Record<DescriptionPurpose, string>> = {
  'alt-text':
    'Write alt text for this image in one sentence of at most 120 characters. Do not begin with "image of".',
  description:
    'Describe this image in detail: what kind of image it is, its parts, and the text that matters.',
  diagram:
    'This is a diagram. List its boxes with their labels, then every connection as "A -> B: label" in reading order.',
};

/** Text in the prompt costs time; a screenful tells the model what the picture is about. */
const MAX_FACT_CHARACTERS = 300;

/** The prompt for a purpose, with what was measured in the picture as hints. */
export function descriptionPrompt(purpose: DescriptionPurpose, facts: readonly Fact[] = []): string {
  const hints = facts.map(({ label, value }) => {
    const line = `${label}: ${value.replaceAll(/\s+/g, ' ').trim()}`;
    return line.length > MAX_FACT_CHARACTERS ? `${line.slice(0, MAX_FACT_CHARACTERS - 1)}…` : line;
  });
  return hints.length === 0
    ? REQUESTS[purpose]
    : `${REQUESTS[purpose]}\nMeasured in the image:\n${hints.map((hint) => `- ${hint}`).join('\n')}`;
}
