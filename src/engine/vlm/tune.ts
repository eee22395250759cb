/**
 * Finds out once what suits the user's machine: threads, variants and input size, by measuring the installed files.
 * The result is remembered until the model's files, the processor or the number of its cores change.
 */

import { statSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { createSession } from '../models/session';
import { readConfig } from './config';
import { Decoder } from './decoder';
import { isUnwritable } from './graph-edit';
import { ImageEncoder } from './image-encoder';
import { QUALITY_SIZES_PX, type Quality } from './image-processor';
import { int8EncoderOnce } from './int8-encoder';
import { keepsMemory, type LoadOptions } from './model';
import { rewriteOnce } from './rewrite';
import { availableVariants, findFile, type Variant } from './variants';

/** Where a model's tuning is remembered, in its folder. */
export const TUNING_FILE = 'tuning.json';

export interface Tuning {
  readonly threads: number;
  /** Whether threads wait awake for one another. */
  readonly spin: boolean;
  readonly visionEncoder: Variant;
  readonly int8Encoder: boolean;
  readonly decoder: Variant;
  /** A variant for prompts alone, where that is worth the memory. */
  readonly promptDecoder?: Variant;
  /** The closest look whose first token comes within the budget. */
  readonly quality: Quality;
  /** What was measured with this choice, in milliseconds. */
  readonly encodeMs: Readonly<Record<Quality, number>>;
  readonly prefillMs: number;
  readonly stepMs: number;
}

export interface TuneOptions {
  /** How long a first token may take for `quality`; 4 s unless told. */
  readonly firstTokenBudgetMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

/** An encoder whose features point elsewhere than the exact one's is not worth its speed. */
const MIN_COSINE = 0.99;
/** Prompt and answer of a typical request: 64 image tokens, 24 of text, 64 written. */
const PROMPT_TOKENS = 88;
const ANSWER_TOKENS = 64;
const PROBE_PX = QUALITY_SIZES_PX.fast;

async function timed(work: () => Promise<unknown>, repeats: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** A picture with something everywhere: smooth parts, edges, fine lines; [1, channels, size, size]. */
function probePixels(channels: number, sizePx: number) {
  const data = new Float32Array(channels * sizePx * sizePx);
  for (let i = 0; i < data.length; i++) {
    const x = i % sizePx;
    const y = Math.floor(i / sizePx) % sizePx;
    const ink = x % 11 < 3 && y % 17 < 9 ? 0.7 : 0;
    data[i] = Math.abs((x + y) / (2 * sizePx) - ink);
  }
  return { data, dims: [1, channels, sizePx, sizePx] as const };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return ab / Math.sqrt(aa * bb);
}

async function withEncoder<T>(
  file: string,
  threading: Threading,
  use: (encoder: ImageEncoder) => Promise<T>,
): Promise<T> {
  const encoder = new ImageEncoder(await createSession(file, { ...threading, arena: keepsMemory(file) }));
  try {
    return await use(encoder);
  } finally {
    await encoder.dispose();
  }
}

interface Threading {
  readonly threads: number;
  readonly spin: boolean;
}

/** All cores, and half of them where two may share one; waiting awake or asleep. */
function threadings(): Threading[] {
  const cores = Math.min(8, availableParallelism());
  const counts = [...new Set([cores, Math.ceil(cores / 2)])];
  return counts.flatMap((threads) =>
    (threads > 1 ? [false, true] : [false]).map((spin) => ({ threads, spin })),
  );
}

interface EncoderForm {
  readonly variant: Variant;
  readonly file: string;
  /** Rewritten from `variant`; see int8-encoder.ts. */
  readonly int8: boolean;
}

/** The forms an encoder may run in, the most exact first. */
function encoderForms(dir: string): EncoderForm[] {
  const available = availableVariants(dir).visionEncoder;
  const exact = available[0]!;
  const file = findFile(dir, 'visionEncoder', exact)!;
  const forms: EncoderForm[] = [{ variant: exact, file, int8: false }];
  if (exact === 'int8') return forms;
  const rewritten = available.includes('int8') ? undefined : int8Form(file);
  if (rewritten) forms.push({ variant: exact, file: rewritten, int8: true });
  const converted = findFile(dir, 'visionEncoder', 'int8');
  if (converted) forms.push({ variant: 'int8', file: converted, int8: false });
  return forms;
}

/** The encoder's form and number of threads that are fastest at the smallest input size. */
async function chooseEncoder(dir: string, threading: Threading, options: TuneOptions) {
  let reference: Float32Array | undefined;
  let best: (EncoderForm & { ms: number }) | undefined;
  for (const form of encoderForms(dir)) {
    options.signal?.throwIfAborted();
    options.onProgress?.(`vision encoder ${form.variant}${form.int8 ? ' rewritten to int8' : ''}`);
    try {
      await withEncoder(form.file, threading, async (encoder) => {
        const pixels = probePixels(encoder.channels ?? 3, PROBE_PX);
        const { data } = await encoder.encode(pixels);
        reference ??= data;
        if (cosine(data, reference) < MIN_COSINE) return;
        const ms = await timed(() => encoder.encode(pixels), 2);
        if (!best || ms < best.ms) best = { ...form, ms };
      });
    } catch (error) {
      // A published int8 encoder may need operators the CPU does not have; the exact one has to work.
      if (!reference) throw error;
    }
  }
  return best!;
}

function int8Form(file: string): string | undefined {
  try {
    return int8EncoderOnce(file);
  } catch (error) {
    if (isUnwritable(error)) return undefined;
    throw error;
  }
}

interface MeasuredDecoder {
  readonly variant: Variant;
  readonly threading: Threading;
  readonly prefillMs: number;
  readonly stepMs: number;
}

/** A second decoder takes its memory: it has to bring the first token so much sooner. */
const PROMPT_GAIN = 1.2;

/** The decoder that is done first with a typical request, and another for prompts where that pays. */
async function chooseDecoder(dir: string, options: TuneOptions) {
  const measured = await measureDecoders(dir, options);
  const total = (d: MeasuredDecoder) => d.prefillMs + ANSWER_TOKENS * d.stepMs;
  const best = measured.reduce((a, b) => (total(b) < total(a) ? b : a));
  const fastest = measured
    .filter(({ threading }) => threading === best.threading)
    .reduce((a, b) => (b.prefillMs < a.prefillMs ? b : a));
  if (fastest.prefillMs * PROMPT_GAIN > best.prefillMs) return best;
  return { ...best, prefillMs: fastest.prefillMs, promptDecoder: fastest.variant };
}

async function measureDecoders(dir: string, options: TuneOptions): Promise<MeasuredDecoder[]> {
  const config = await readConfig(dir);
  const all = threadings();
  const list: MeasuredDecoder[] = [];
  for (const variant of availableVariants(dir).decoder) {
    for (const threading of all) {
      options.signal?.throwIfAborted();
      options.onProgress?.(
        `language model ${variant}, ${threading.threads} threads${threading.spin ? ' awake' : ''}`,
      );
      const session = await createSession(rewriteOnce(findFile(dir, 'decoder', variant)!), threading);
      const decoder = await Decoder.create(session, config);
      try {
        const prompt = Float32Array.from({ length: PROMPT_TOKENS * decoder.hiddenSize }, (_, i) =>
          Math.sin(i),
        );
        const cache = decoder.newCache(PROMPT_TOKENS + 16);
        await decoder.run(decoder.newCache(PROMPT_TOKENS), prompt);
        const prefillMs = await timed(() => decoder.run(decoder.newCache(PROMPT_TOKENS), prompt), 2);
        await decoder.run(cache, prompt);
        const stepMs = await timed(() => decoder.run(cache, prompt.subarray(0, decoder.hiddenSize)), 8);
        list.push({ variant, threading, prefillMs, stepMs });
      } finally {
        await decoder.dispose();
      }
    }
  }
  return list;
}

/** Measures the model in `dir`; takes some ten seconds for FastVLM-0.5B. */
export async function tune(dir: string, options: TuneOptions = {}): Promise<Tuning> {
  const decoder = await chooseDecoder(dir, options);
  const { threading } = decoder;
  const encoder = await chooseEncoder(dir, threading, options);
  const encodeMs = { fast: 0, balanced: 0, best: 0 };
  await withEncoder(encoder.file, threading, async (model) => {
    for (const quality of ['fast', 'balanced', 'best'] as const) {
      options.signal?.throwIfAborted();
      options.onProgress?.(`${QUALITY_SIZES_PX[quality]} px`);
      const pixels = probePixels(model.channels ?? 3, QUALITY_SIZES_PX[quality]);
      encodeMs[quality] = await timed(() => model.encode(pixels), quality === 'fast' ? 2 : 1);
    }
  });
  const budget = options.firstTokenBudgetMs ?? 4000;
  const firstTokenMs = (quality: Quality) => {
    const imageTokens = (QUALITY_SIZES_PX[quality] / 64) ** 2;
    return encodeMs[quality] + (decoder.prefillMs * (imageTokens + 24)) / PROMPT_TOKENS;
  };
  const quality = (['best', 'balanced'] as const).find((q) => firstTokenMs(q) <= budget) ?? 'fast';
  return {
    ...threading,
    visionEncoder: encoder.variant,
    int8Encoder: encoder.int8,
    decoder: decoder.variant,
    ...('promptDecoder' in decoder && { promptDecoder: decoder.promptDecoder }),
    quality,
    encodeMs,
    prefillMs: decoder.prefillMs,
    stepMs: decoder.stepMs,
  };
}

/** What a tuning holds for: these files on this processor. */
function fingerprint(dir: string): string {
  const available = availableVariants(dir);
  const files = (['visionEncoder', 'decoder'] as const).flatMap((part) =>
    available[part].map((variant) => {
      const { size, mtimeMs } = statSync(findFile(dir, part, variant)!);
      return `${part} ${variant} ${size} ${mtimeMs}`;
    }),
  );
  return [cpus()[0]?.model ?? 'unknown', availableParallelism(), ...files].join('\n');
}

/** The tuning remembered in `file` for the model in `dir`, if the files and the processor are still the same. */
export async function rememberedTuning(dir: string, file: string): Promise<Tuning | undefined> {
  try {
    const saved = JSON.parse(await readFile(file, 'utf8')) as { key: string; tuning: Tuning };
    return saved.key === fingerprint(dir) ? saved.tuning : undefined;
  } catch {
    // Never tuned, or not readable.
    return undefined;
  }
}

/** The tuning remembered in `file` for the model in `dir`, or a new one that is remembered then. */
export async function tuneOnce(dir: string, file: string, options: TuneOptions = {}): Promise<Tuning> {
  const remembered = await rememberedTuning(dir, file);
  if (remembered) return remembered;
  const tuning = await tune(dir, options);
  const temporary = `${file}.${process.pid}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, JSON.stringify({ key: fingerprint(dir), tuning }, null, 1));
    await rename(temporary, file);
  } catch (error) {
    // Measured again next time.
    if (!isUnwritable(error)) throw error;
  }
  return tuning;
}

/** How to load a model as it was tuned. */
export function tunedOptions(tuning: Tuning): LoadOptions {
  const { threads, spin, visionEncoder, int8Encoder, decoder, promptDecoder } = tuning;
  return { threads, spin, int8Encoder, promptDecoder, variants: { visionEncoder, decoder } };
}
