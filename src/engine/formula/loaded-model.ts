import { VisionLanguageModel } from '../vlm';
import { type FormulaConfig, readFormulaConfig } from './config';
import { latexConstraint } from './constraint';
import { distinct, type Hypothesis } from './hypothesis';
import type { Look } from './look';
import { type MarkClasses, markClasses } from './marks';

/** The formula model in memory, with what its config says of it. */
export interface FormulaModel {
  readonly model: VisionLanguageModel;
  readonly config: FormulaConfig;
  /** Token of each id; undefined for special ones. */
  readonly vocabulary: readonly (string | undefined)[];
  readonly idOf: ReadonlyMap<string, number>;
  readonly classes: MarkClasses;
}

/** @throws PixelScribeError `model-missing` or `model-damaged` */
export async function loadFormulaModel(dir: string): Promise<FormulaModel> {
  const config = await readFormulaConfig(dir);
  // Its layers are so small that a second thread costs more than it brings: 2.6 ms a token instead of 1.5.
  const model = await VisionLanguageModel.load(dir, { threads: 1 });
  const vocabulary = Array.from({ length: config.vocabularySize }, (_, id) => {
    const token = model.tokenizer.idToToken(id);
    return token && /^<.+>$/.test(token) ? undefined : token;
  });
  const idOf = new Map(
    vocabulary.flatMap((token, id) => (token === undefined ? [] : [[token, id] as const])),
  );
  return { model, config, vocabulary, idOf, classes: markClasses(config.markClasses) };
}

/** Fewer tokens than these are no room for an answer. */
export const MIN_ROOM = 20;

/** Tokens there is room for beside the marks; at most what the model was trained to write. */
export function roomForTokens({ model, config }: FormulaModel, { features }: Look): number {
  return Math.max(0, Math.min(config.maxNewTokens, model.config.maxPositions - features.tokens - 1));
}

/**
 * Writes what was seen, held to what parses.
 *
 * @returns distinct readings, the likeliest first; one with a single beam
 */
export async function writeDown(
  loaded: FormulaModel,
  look: Look,
  beams: number,
  signal?: AbortSignal,
): Promise<Hypothesis[]> {
  const { model, config, vocabulary } = loaded;
  const maxNewTokens = roomForTokens(loaded, look);
  const result = await model.generate({
    prompt: { parts: ['image', [config.bosId]] },
    images: [look.features],
    maxNewTokens,
    numBeams: beams,
    logProbs: true,
    allowedTokens: latexConstraint(vocabulary, config.eosId, maxNewTokens),
    signal,
  });
  const best = { ids: result.ids, logProbs: result.logProbs, finished: result.finishReason === 'stop' };
  const found = result.alternatives.length > 0 ? result.alternatives : [best];
  return distinct(
    found.map(({ ids, logProbs, finished }) => ({
      tokens: ids.map((id) => vocabulary[id] ?? ''),
      logProbs,
      finished,
    })),
  );
}
