/** Choosing the next token from logits. */

/** Changes the logits [vocabulary] of the next token in place, given the tokens generated so far. */
export type LogitsProcessor = (prefix: readonly number[], logits: Float32Array) => void;

/** Which tokens may follow a prefix: a mask with non-zero for each allowed id, or undefined for all. */
export type AllowedTokens = (prefix: readonly number[]) => Uint8Array | undefined;

/** Turns a grammar's mask into a processor; every other token becomes impossible. */
export function constrain(allowed: AllowedTokens): LogitsProcessor {
  return (prefix, logits) => {
    const mask = allowed(prefix);
    if (!mask) return;
    for (let id = 0; id < logits.length; id++) if (!mask[id]) logits[id] = Number.NEGATIVE_INFINITY;
  };
}

/** Keskar et al. (1909.05858): logits of tokens that were generated already are divided (or multiplied below zero). */
export function repetitionPenalty(penalty: number): LogitsProcessor {
  return (prefix, logits) => {
    for (const id of new Set(prefix)) {
      const logit = logits[id]!;
      logits[id] = logit > 0 ? logit / penalty : logit * penalty;
    }
  };
}

/** A small generator with a seed (mulberry32): numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The first of the largest. */
export function argmax(logits: Float32Array): number {
  let best = 0;
  let value = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) {
    if (logits[i]! > value) {
      value = logits[i]!;
      best = i;
    }
  }
  return best;
}

/** log Σ exp(logits), without overflow. */
export function logSumExp(logits: Float32Array): number {
  const max = logits[argmax(logits)] ?? Number.NEGATIVE_INFINITY;
  if (max === Number.NEGATIVE_INFINITY) return max;
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const shifted = logits[i]! - max;
    // Below e^-40 nothing adds to a float's precision, whatever the vocabulary.
    if (shifted > -40) sum += Math.exp(shifted);
  }
  return max + Math.log(sum);
}

export interface SamplingOptions {
  /** 0 chooses the likeliest token (greedy). */
  readonly temperature?: number;
  /** Only the likeliest tokens whose probabilities add up to this. */
  readonly topP?: number;
  /** Only this many likeliest tokens. */
  readonly topK?: number;
}

/** Chooses a token: temperature, then top-k, then top-p, as Hugging Face's generation does. */
export function chooseToken(logits: Float32Array, options: SamplingOptions, random: () => number): number {
  const { temperature = 0, topP, topK } = options;
  const likeliest = argmax(logits);
  if (temperature <= 0 || topK === 1) return likeliest;
  const max = logits[likeliest]!;
  const candidates: { id: number; weight: number }[] = [];
  for (let id = 0; id < logits.length; id++) {
    const shifted = (logits[id]! - max) / temperature;
    if (shifted > -40) candidates.push({ id, weight: Math.exp(shifted) });
  }
  candidates.sort((a, b) => logits[b.id]! - logits[a.id]! || a.id - b.id);
  if (topK !== undefined && topK > 0) candidates.length = Math.min(candidates.length, topK);
  let total = candidates.reduce((sum, c) => sum + c.weight, 0);
  if (topP !== undefined && topP < 1) {
    let kept = 0;
    let mass = 0;
    while (kept < candidates.length && (kept === 0 || mass < topP * total))
      mass += candidates[kept++]!.weight;
    candidates.length = kept;
    total = mass;
  }
  let threshold = random() * total;
  for (const { id, weight } of candidates) {
    threshold -= weight;
    if (threshold < 0) return id;
  }
  return candidates.at(-1)!.id;
}
