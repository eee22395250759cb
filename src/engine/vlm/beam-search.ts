import type { Decoder } from './decoder';
import type { Embeddings } from './embeddings';
import type { KvCache } from './kv-cache';
import { type LogitsProcessor, logSumExp } from './sampler';

/** A finished or cut-off hypothesis. */
export interface Hypothesis {
  /** Without the stop token. */
  readonly ids: readonly number[];
  /** Natural log of the probability of each token, the stop token included where one was reached. */
  readonly logProbs: readonly number[];
  /** Whether a stop token was reached. */
  readonly finished: boolean;
  /** Sum of the log-probabilities over length^lengthPenalty; what hypotheses are ranked by. */
  readonly score: number;
}

export interface BeamOptions {
  readonly numBeams: number;
  readonly maxNewTokens: number;
  readonly stopTokenIds: readonly number[];
  readonly processors: readonly LogitsProcessor[];
  /** Exponent of the length in the score; 1 is the mean log-probability. */
  readonly lengthPenalty: number;
  readonly signal?: AbortSignal;
}

interface Beam {
  readonly ids: number[];
  readonly logProbs: number[];
  readonly sum: number;
}

interface Candidate {
  readonly beam: number;
  readonly id: number;
  readonly logProb: number;
  readonly sum: number;
}

/** The `count` best continuations of all beams, best first. */
function bestCandidates(
  logits: Float32Array,
  beams: readonly Beam[],
  processors: readonly LogitsProcessor[],
  count: number,
): Candidate[] {
  const vocabulary = logits.length / beams.length;
  const best: Candidate[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  beams.forEach((beam, b) => {
    const row = logits.subarray(b * vocabulary, (b + 1) * vocabulary);
    for (const process of processors) process(beam.ids, row);
    const normaliser = logSumExp(row);
    for (let id = 0; id < vocabulary; id++) {
      const logProb = row[id]! - normaliser;
      const sum = beam.sum + logProb;
      if (!(sum > worst) || sum === Number.NEGATIVE_INFINITY) continue;
      let at = best.length;
      while (at > 0 && best[at - 1]!.sum < sum) at--;
      best.splice(at, 0, { beam: b, id, logProb, sum });
      if (best.length > count) best.pop();
      if (best.length === count) worst = best[count - 1]!.sum;
    }
  });
  return best;
}

/**
 * Beam search over a prompt that is already in `prompt` (batch 1), whose last logits are given.
 *
 * Follows Hugging Face's rules: twice as many candidates as beams are looked at, a stop token counts only among the
 * best `numBeams`, and the search ends when no open beam can still beat the worst hypothesis kept.
 *
 * @returns up to `numBeams` hypotheses, best first
 */
export async function beamSearch(
  decoder: Decoder,
  embeddings: Embeddings,
  prompt: KvCache,
  firstLogits: Float32Array,
  options: BeamOptions,
): Promise<Hypothesis[]> {
  const { numBeams, lengthPenalty, processors } = options;
  const stops = new Set(options.stopTokenIds);
  const kept: Hypothesis[] = [];
  const score = (sum: number, length: number) => sum / Math.max(1, length) ** lengthPenalty;
  const keep = (
    beam: Beam,
    ids: readonly number[],
    logProbs: readonly number[],
    finished: boolean,
    sum: number,
  ) => {
    kept.push({ ids, logProbs, finished, score: score(sum, beam.ids.length + (finished ? 1 : 0)) });
    kept.sort((a, b) => b.score - a.score);
    kept.length = Math.min(kept.length, numBeams);
  };

  let beams: Beam[] = [{ ids: [], logProbs: [], sum: 0 }];
  // The prompt's own cache stays as it is.
  let cache = prompt.select([0], prompt.length + options.maxNewTokens);
  let logits = firstLogits;
  for (let step = 0; step < options.maxNewTokens; step++) {
    options.signal?.throwIfAborted();
    const candidates = bestCandidates(logits, beams, processors, 2 * numBeams);
    const next: Beam[] = [];
    const rows: number[] = [];
    for (const [rank, { beam: index, id, logProb, sum }] of candidates.entries()) {
      const beam = beams[index]!;
      const logProbs = [...beam.logProbs, logProb];
      if (stops.has(id)) {
        if (rank < numBeams) keep(beam, beam.ids, logProbs, true, sum);
      } else if (next.length < numBeams) {
        next.push({ ids: [...beam.ids, id], logProbs, sum });
        rows.push(index);
      }
    }
    beams = next;
    const best = beams[0];
    if (!best) break;
    if (kept.length === numBeams && kept[numBeams - 1]!.score >= score(best.sum, step + 1)) return kept;
    if (step + 1 === options.maxNewTokens) break;
    if (rows.length !== cache.batch) cache = cache.select(rows);
    // Beams that stay in place need no copying.
    else if (rows.some((row, i) => row !== i)) cache.reorder(rows);
    const embeds = new Float32Array(beams.length * decoder.hiddenSize);
    await embeddings.lookUp(
      beams.map((beam) => beam.ids.at(-1)!),
      embeds,
      0,
    );
    logits = await decoder.run(cache, embeds);
  }
  for (const beam of beams) keep(beam, beam.ids, beam.logProbs, false, beam.sum);
  return kept;
}
