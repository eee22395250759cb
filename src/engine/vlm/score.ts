import type { GenerationParts } from './generate';
import { logSumExp } from './sampler';

/**
 * The log-probability of each id of each answer, and of the model's first stop token behind it, after `prompt`
 * [positions, hidden]. The prompt is fed once; each answer follows in one pass of its own, as attention operators take
 * several positions behind a cache for one answer at a time only.
 */
export async function scoreAnswers(
  { decoder, embeddings, stopTokenIds }: Pick<GenerationParts, 'decoder' | 'embeddings' | 'stopTokenIds'>,
  prompt: Float32Array,
  answers: readonly (readonly number[])[],
  signal?: AbortSignal,
): Promise<number[][]> {
  const [stopId] = stopTokenIds;
  if (stopId === undefined) throw new RangeError('the model has no token that ends an answer');
  const promptTokens = prompt.length / decoder.hiddenSize;
  const beginning = decoder.newCache(promptTokens);
  const first = Float32Array.from(await decoder.run(beginning, prompt));
  const scores: number[][] = [];
  for (const ids of answers) {
    signal?.throwIfAborted();
    const embeds = new Float32Array(ids.length * decoder.hiddenSize);
    await embeddings.lookUp(ids, embeds, 0);
    const cache = beginning.select([0], promptTokens + ids.length);
    const later = ids.length > 0 ? await decoder.runAll(cache, embeds) : new Float32Array(0);
    scores.push(
      [...ids, stopId].map((id, i) => {
        const logits = i === 0 ? first : later.subarray((i - 1) * first.length, i * first.length);
        return logits[id]! - logSumExp(logits);
      }),
    );
  }
  return scores;
}
