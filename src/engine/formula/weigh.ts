/** Readings of a doubtful picture, weighed by what several looks at it say of each. */
import { mean } from './evidence';
import type { Hypothesis } from './hypothesis';
import { type FormulaModel, roomForTokens } from './loaded-model';
import type { Look } from './look';

/** Probabilities stay above it, so that their logarithms are numbers. */
const LEAST = 1e-30;

/**
 * Gives every token of every reading the mean of the probabilities that it has by each look: an ensemble of one model over
 * scales. Marks that are told apart by a pixel are seen well at one scale and badly at another, and a reading that is right
 * is likely at most of them.
 *
 * @returns the readings, the likeliest first by the mean over its tokens; those that were cut short last
 */
export async function weighTogether(
  loaded: FormulaModel,
  looks: readonly Look[],
  hypotheses: readonly Hypothesis[],
  signal?: AbortSignal,
): Promise<Hypothesis[]> {
  const { model, config, idOf } = loaded;
  const answers = hypotheses.map(({ tokens }) => tokens.map((token) => idOf.get(token)!));
  const longest = Math.max(...answers.map((ids) => ids.length));
  const scored: number[][][] = [];
  for (const { features } of looks.filter((look) => roomForTokens(loaded, look) >= longest)) {
    const prompt = { parts: ['image' as const, [config.bosId]] };
    scored.push(await model.score({ prompt, images: [features], answers, signal }));
  }
  const weighed = hypotheses.map((hypothesis, row) =>
    averaged(
      hypothesis,
      scored.map((byLook) => byLook[row]!),
    ),
  );
  // What was cut short may go round in a circle, each turn likelier than the one before.
  return weighed.sort(
    (a, b) => Number(b.finished) - Number(a.finished) || mean(b.logProbs) - mean(a.logProbs),
  );
}

/**
 * The reading with the mean probability that several looks give each of its tokens; as it was where there are none.
 *
 * @param opinions logarithms of probabilities, by token
 */
export function averaged(hypothesis: Hypothesis, opinions: readonly (readonly number[])[]): Hypothesis {
  if (opinions.length === 0) return hypothesis;
  // One that was cut short has no end whose probability would count.
  const logProbs = hypothesis.logProbs.map((_, i) =>
    Math.log(Math.max(LEAST, mean(opinions.map((opinion) => Math.exp(opinion[i]!))))),
  );
  return { ...hypothesis, logProbs };
}
