import { join } from 'node:path';
import { PixelScribeError } from '../../errors';
import type { LatexAlternative, LatexToken } from '../../protocol';
import type { Raster } from '../image/raster';
import { type GenerationResult, type ImageFeatures, VisionLanguageModel } from '../vlm';
import { type FormulaConfig, readFormulaConfig } from './config';
import { latexConstraint } from './constraint';
import { type Ink, inkOf } from './ink';
import { guessEm, quantile, toPixels } from './scale';
import { detokenise, splitToken } from './tokens';

export interface LatexReading extends LatexAlternative {
  readonly tokens: readonly LatexToken[];
  readonly alternatives: readonly LatexAlternative[];
}

export interface ReadOptions {
  /** Above 1, other readings are looked for too. */
  readonly beams?: number;
  readonly signal?: AbortSignal;
}

interface Loaded {
  readonly model: VisionLanguageModel;
  readonly config: FormulaConfig;
  /** Token of each id. */
  readonly vocabulary: readonly (string | undefined)[];
  /** For each class of marks, whether its size tells the size of the text. */
  readonly sized: readonly boolean[];
}

/** Columns of the encoder's second output, `marks` [marks, 6]. */
const MARK_COLUMNS = 6;
const [SIZE, CLASS, PROBABILITY] = [2, 3, 4];

/**
 * Reads the formula in a picture with the bundled model: polarity and scale are normalised first, and the
 * answer is held to what parses. The model is loaded by the first picture.
 */
export class FormulaReader {
  readonly model = 'PixelScribe formula';
  private loaded: Promise<Loaded> | undefined;

  constructor(private readonly modelsDir: string) {}

  /** @throws PixelScribeError `no-formula-found`, `model-missing` or `model-damaged` */
  async read(raster: Raster, { beams = 1, signal }: ReadOptions = {}): Promise<LatexReading> {
    const features = await this.see(raster, signal);
    if (!features || features.tokens === 0) throw noFormula();
    return write(await this.load(), features, beams, signal);
  }

  /** What the encoder sees, at the scale it expects; undefined for a blank picture. */
  async see(raster: Raster, signal?: AbortSignal): Promise<ImageFeatures | undefined> {
    const loaded = await this.load();
    const ink = inkOf(raster, loaded.config.preprocessing);
    return ink && look(loaded, ink, signal);
  }

  async dispose(): Promise<void> {
    const { loaded } = this;
    this.loaded = undefined;
    await loaded?.then(({ model }) => model.dispose());
  }

  private load(): Promise<Loaded> {
    this.loaded ??= load(join(this.modelsDir, 'formula')).catch((error: unknown) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }
}

export function noFormula(): PixelScribeError {
  return new PixelScribeError(
    'no-formula-found',
    'No formula was found. Crop the picture to one formula, or extract its text instead.',
  );
}

async function load(dir: string): Promise<Loaded> {
  const config = await readFormulaConfig(dir);
  const model = await VisionLanguageModel.load(dir);
  const vocabulary = Array.from({ length: config.vocabularySize }, (_, id) => {
    const token = model.tokenizer.idToToken(id);
    return token && /^<.+>$/.test(token) ? undefined : token;
  });
  const sized = config.markClasses.map((name) => name.includes(':') && !/^(cmex|bar|vert)/.test(name));
  return { model, config, vocabulary, sized };
}

/** Encodes the picture; again at a better scale where the marks' sizes say that the guess was wrong. */
async function look(
  { model, config, sized }: Loaded,
  ink: Ink,
  signal?: AbortSignal,
): Promise<ImageFeatures> {
  const { preprocessing } = config;
  let emPx = guessEm(ink, preprocessing);
  for (let attempt = 0; ; attempt++) {
    const features = await model.encodePixels(toPixels(ink, emPx, preprocessing), signal);
    const marks = features.others?.get('marks')?.data;
    const ratio = marks && typicalSize(marks, sized, preprocessing.rescale_quantile);
    if (attempt === 2 || !ratio || Math.abs(Math.log(ratio)) <= preprocessing.rescale_above) return features;
    emPx *= ratio;
  }
}

/** Font size of the text among the marks, relative to what the model expects; undefined without text. */
function typicalSize(marks: Float32Array, sized: readonly boolean[], q: number): number | undefined {
  const sizes: number[] = [];
  for (let at = 0; at < marks.length; at += MARK_COLUMNS) {
    if (marks[at + PROBABILITY!]! > 0.5 && sized[marks[at + CLASS!]!]) sizes.push(marks[at + SIZE!]!);
  }
  if (sizes.length === 0) return undefined;
  return quantile(Float64Array.from(sizes).sort(), q);
}

async function write(
  { model, config, vocabulary }: Loaded,
  features: ImageFeatures,
  beams: number,
  signal?: AbortSignal,
): Promise<LatexReading> {
  const { maxNewTokens, bosId, eosId } = config;
  const result = await model.generate({
    prompt: { parts: ['image', [bosId]] },
    images: [features],
    maxNewTokens,
    numBeams: beams,
    logProbs: true,
    allowedTokens: latexConstraint(vocabulary, eosId, maxNewTokens),
    signal,
  });
  const canonical = (ids: readonly number[]) => ids.flatMap((id) => splitToken(vocabulary[id] ?? ''));
  const alternatives = result.alternatives.slice(1).map(({ ids, logProbs }) => ({
    latex: detokenise(canonical(ids)),
    confidence: confidenceOf(logProbs),
  }));
  return {
    latex: detokenise(canonical(result.ids)),
    confidence: confidenceOf(result.logProbs),
    tokens: tokensOf(result, vocabulary),
    alternatives,
  };
}

/** Geometric mean of the tokens' probabilities, the end's included. */
function confidenceOf(logProbs: readonly number[]): number {
  const sum = logProbs.reduce((total, logProb) => total + logProb, 0);
  return Math.exp(sum / Math.max(1, logProbs.length));
}

function tokensOf({ ids, logProbs }: GenerationResult, vocabulary: Loaded['vocabulary']): LatexToken[] {
  return ids.map((id, i) => ({ text: vocabulary[id] ?? '', confidence: Math.exp(logProbs[i]!) }));
}
