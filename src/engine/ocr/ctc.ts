/** Greedy decoding of connectionist temporal classification (Graves et al. 2006), keeping positions. */

/** Class 0 is "no character here". */
const BLANK = 0;

export interface CtcSymbol {
  readonly label: number;
  /** Highest probability over the steps it was seen in. */
  readonly probability: number;
  /** Middle of those steps, weighted by probability; a step's own middle is at +0.5. */
  readonly step: number;
}

/** Decodes `steps` best labels and their probabilities, from `start` on. */
export function decodeCtc(
  labels: ArrayLike<number | bigint>,
  probabilities: ArrayLike<number>,
  start: number,
  steps: number,
): CtcSymbol[] {
  const symbols: CtcSymbol[] = [];
  for (let t = start; t < start + steps; ) {
    const label = Number(labels[t]);
    let weight = 0;
    let moment = 0;
    let best = 0;
    for (; t < start + steps && Number(labels[t]) === label; t++) {
      const p = probabilities[t]!;
      weight += p;
      moment += p * (t - start + 0.5);
      if (p > best) best = p;
    }
    if (label !== BLANK) symbols.push({ label, probability: best, step: moment / weight });
  }
  return symbols;
}
