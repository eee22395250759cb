import type { LatexAlternative, LatexToken } from '../../protocol';
import type { Raster } from '../image/raster';
import type { ImageFeatures } from '../vlm';
import {
  type Evidence,
  readingEvidence,
  type SIGHT_FEATURES,
  sightEvidence,
  tokenEvidence,
  weighedEvidence,
  wholeEvidence,
} from './evidence';
import { canonicalTokens, distinct, type Hypothesis, latexOf, stack, stackAlternatives } from './hypothesis';
import { type Ink, inkOf } from './ink';
import { GAP_EM, linesOf, PEN_GAP_EM, rowsWritten } from './lines';
import { type FormulaModel, loadFormulaModel, MIN_ROOM, roomForTokens, writeDown } from './loaded-model';
import { type Look, lookAt, lookAtBestScale } from './look';
import { mayBePenned } from './pen';
import { guessEm } from './scale';
import { lookAgain, type Opinion } from './second-looks';
import { probability, readTrust, type Trust } from './trust';

export interface LatexReading extends LatexAlternative {
  readonly tokens: readonly LatexToken[];
  readonly alternatives: readonly LatexAlternative[];
}

export interface ReadOptions {
  /** Above 1, other readings are looked for too, unless the first is all but certain. */
  readonly beams?: number;
  /** Whether a first draft of this confidence is left as it is. */
  readonly leave?: (confidence: number) => Promise<boolean>;
  readonly signal?: AbortSignal;
}

/** From this probability of being right, no other reading is looked for. */
export const SURE = 0.9;
/** Below this one, other readings are looked for even where all looks agree. */
const DOUBT = 0.5;
/** From so many times too large a picture is read line by line. */
const TOO_LARGE = 1.25;
/** A picture with more lines is a page, not a formula. */
const MAX_LINES = 12;
const MAX_ALTERNATIVES = 3;

/** What was seen and written at one scale, before it is judged. */
export interface Draft {
  readonly look: Look;
  readonly sight: Evidence<(typeof SIGHT_FEATURES)[number]>;
  /** Distinct, the likeliest first. */
  readonly hypotheses: readonly Hypothesis[];
}

interface Rated {
  readonly hypothesis: Hypothesis;
  /** Probability that all of it is right. */
  readonly confidence: number;
}

/**
 * Reads the formula in a picture with one model: polarity and scale are normalised first, the answer is held to what
 * parses, and a doubtful one is weighed by looks at other scales and, where lines were lost, against the lines one by one.
 * The model is loaded by the first picture.
 */
export class ModelReader {
  private loaded: Promise<FormulaModel> | undefined;
  private trusted: Promise<Trust> | undefined;
  private readonly dir: string;

  /** @param dir The model's folder. */
  constructor(dir: string) {
    this.dir = dir;
  }

  /**
   * @returns undefined where there is no formula by this model's judgement
   * @throws PixelScribeError `model-missing` or `model-damaged`
   */
  async read(
    raster: Raster,
    { beams = 1, leave, signal }: ReadOptions = {},
  ): Promise<LatexReading | undefined> {
    const [loaded, trust] = await Promise.all([this.load(), this.trust()]);
    const { preprocessing } = loaded.config;
    const ink = await this.ink(raster);
    if (!ink) return undefined;
    const look = await lookAtBestScale(loaded.model, ink, loaded.config, loaded.classes, signal);
    const sight = sightOf(loaded, look);
    if (probability(trust.sight, sight) < trust.sight.threshold) return undefined;
    const first = await draftOf(loaded, look, 1, signal);
    const best = first?.hypotheses[0];
    if (!first || !best) return undefined;
    if (probability(trust.reading, readingEvidence(sight, best)) < trust.reading.threshold) return undefined;

    const gapEm = preprocessing.pen_px ? PEN_GAP_EM : GAP_EM;
    const lines = linesOf(ink, look.emPx, preprocessing.ink, gapEm);
    const lost = losesLines(first, lines.length);
    let candidates = rate(trust, first);
    if (await leave?.(candidates[0]!.confidence)) return toReading(trust, candidates);
    if (lost || candidates[0]!.confidence < SURE) {
      const content = (opinion: Opinion) => rateWeighed(trust, sight, [opinion])[0]!.confidence >= DOUBT;
      candidates = rateWeighed(trust, sight, await this.reconsider(first, content, { beams, signal }));
    }
    if (lost) {
      candidates = candidates.map((candidate) => discount(candidate, lines.length));
      const hypotheses = await readLines(loaded, lines, look.emPx, beams, signal);
      candidates.push(...rate(trust, { ...first, hypotheses }));
    }
    return toReading(trust, candidates);
  }

  /** What is seen and written at first, without a judgement: what calibration starts from. */
  async examine(raster: Raster, { beams = 1, signal }: ReadOptions = {}): Promise<Draft | undefined> {
    const loaded = await this.load();
    const ink = await this.ink(raster);
    if (!ink) return undefined;
    const look = await lookAtBestScale(loaded.model, ink, loaded.config, loaded.classes, signal);
    return draftOf(loaded, look, beams, signal);
  }

  /** What other looks make of a first draft, the likeliest first; the nearest ones alone where they agree and `content` is. */
  async reconsider(
    { look, hypotheses: [reading] }: Draft,
    content: (opinion: Opinion) => boolean,
    { beams = 1, signal }: Pick<ReadOptions, 'beams' | 'signal'> = {},
  ): Promise<Opinion[]> {
    return lookAgain(await this.load(), { look, reading: reading! }, beams, content, signal);
  }

  /** What the encoder sees, at the scale it expects; undefined for a blank picture. */
  async see(raster: Raster, signal?: AbortSignal): Promise<ImageFeatures | undefined> {
    const loaded = await this.load();
    const ink = await this.ink(raster);
    if (!ink) return undefined;
    return (await lookAtBestScale(loaded.model, ink, loaded.config, loaded.classes, signal)).features;
  }

  /** What stands out from the background, cropped to it; undefined for a blank picture. */
  async ink(raster: Raster): Promise<Ink | undefined> {
    return inkOf(raster, (await this.load()).config.preprocessing);
  }

  /** Whether the picture's lines may be a pen's; not those of a blank one. */
  async mayBePenned(raster: Raster): Promise<boolean> {
    const ink = await this.ink(raster);
    if (!ink) return false;
    const { config } = await this.load();
    return mayBePenned(ink, guessEm(ink, config.preprocessing));
  }

  async dispose(): Promise<void> {
    const { loaded } = this;
    this.loaded = undefined;
    this.trusted = undefined;
    await loaded?.then(({ model }) => model.dispose());
  }

  private load(): Promise<FormulaModel> {
    this.loaded ??= loadFormulaModel(this.dir).catch((error: unknown) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  private trust(): Promise<Trust> {
    this.trusted ??= readTrust(this.dir).catch((error: unknown) => {
      this.trusted = undefined;
      throw error;
    });
    return this.trusted;
  }
}

function sightOf({ classes, config }: FormulaModel, look: Look): Draft['sight'] {
  return sightEvidence(look, classes, config.preprocessing.em_px);
}

/** Undefined where the picture has so many marks that no room is left for an answer. */
async function draftOf(
  loaded: FormulaModel,
  look: Look,
  beams: number,
  signal?: AbortSignal,
): Promise<Draft | undefined> {
  if (roomForTokens(loaded, look) < MIN_ROOM) return undefined;
  const hypotheses = await writeDown(loaded, look, beams, signal);
  return { look, sight: sightOf(loaded, look), hypotheses };
}

/** The lines one by one, as one formula; other readings behind it. Nothing where a line has no reading. */
async function readLines(
  loaded: FormulaModel,
  lines: readonly Ink[],
  emPx: number,
  beams: number,
  signal?: AbortSignal,
): Promise<Hypothesis[]> {
  const read: (readonly Hypothesis[])[] = [];
  for (const line of lines) {
    const look = await lookAt(loaded.model, line, emPx, loaded.config, loaded.classes, signal);
    const draft = await draftOf(loaded, look, beams, signal);
    if (!draft) return [];
    read.push(draft.hypotheses);
  }
  return [stack(read.map(([best]) => best!)), ...stackAlternatives(read)];
}

/** Whether the picture has more lines than were written, or was too large to be read at once. */
function losesLines({ look, hypotheses }: Draft, lines: number): boolean {
  const best = hypotheses[0]!;
  if (lines < 2 || lines > MAX_LINES) return false;
  return !best.finished || look.shrunk > TOO_LARGE || rowsWritten(canonicalTokens(best)) < lines;
}

/** Less trust in what has fewer lines than the picture, or was cut short. */
function discount({ hypothesis, confidence }: Rated, lines: number): Rated {
  const share = Math.min(1, rowsWritten(canonicalTokens(hypothesis)) / lines);
  return { hypothesis, confidence: confidence * share * (hypothesis.finished ? 1 : 0.1) };
}

function rate({ draft }: Trust, { sight, hypotheses }: Pick<Draft, 'sight' | 'hypotheses'>): Rated[] {
  return hypotheses.map((hypothesis) => ({
    hypothesis,
    confidence: probability(draft, wholeEvidence(sight, hypothesis)),
  }));
}

function rateWeighed({ weighed }: Trust, sight: Draft['sight'], opinions: readonly Opinion[]): Rated[] {
  let limit = 1;
  return opinions.map(({ hypothesis, agreement }) => {
    const confidence = probability(weighed, weighedEvidence(sight, hypothesis, agreement));
    // None is surer than one that the looks find likelier.
    limit = Math.min(limit, confidence);
    return { hypothesis, confidence: limit };
  });
}

function toReading({ token }: Trust, candidates: readonly Rated[]): LatexReading {
  const sorted = [...candidates].sort((a, b) => b.confidence - a.confidence);
  const confidences = new Map(sorted.map(({ hypothesis, confidence }) => [hypothesis, confidence]));
  const [best, ...others] = distinct(sorted.map(({ hypothesis }) => hypothesis)).map((hypothesis) => ({
    hypothesis,
    latex: latexOf(hypothesis),
    confidence: confidences.get(hypothesis)!,
  }));
  const { hypothesis, latex, confidence } = best!;
  return {
    latex,
    confidence,
    tokens: hypothesis.tokens.map((text, i) => ({
      text,
      confidence: probability(token, tokenEvidence(hypothesis, i)),
    })),
    alternatives: others
      .slice(0, MAX_ALTERNATIVES)
      .map((other) => ({ latex: other.latex, confidence: other.confidence })),
  };
}
