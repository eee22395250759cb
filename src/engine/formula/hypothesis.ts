/** A reading of a formula with what the decoder thought of it. */
import { detokenise, splitToken } from './tokens';

export interface Hypothesis {
  /** The decoder's tokens. */
  readonly tokens: readonly string[];
  /** Natural log of each token's probability, and of the end's. */
  readonly logProbs: readonly number[];
  /** False where the formula was closed because there was no room for more. */
  readonly finished: boolean;
}

export function canonicalTokens({ tokens }: Hypothesis): string[] {
  return tokens.flatMap(splitToken);
}

export function latexOf(hypothesis: Hypothesis): string {
  return detokenise(canonicalTokens(hypothesis));
}

/** Readings of lines one below the other as one. The ends of the lines count as the row ends' probabilities. */
export function stack(lines: readonly Hypothesis[]): Hypothesis {
  const tokens: string[] = ['\\begin{gathered}'];
  const logProbs: number[] = [0];
  for (const [i, line] of lines.entries()) {
    const last = i === lines.length - 1;
    tokens.push(...line.tokens, last ? '\\end{gathered}' : '\\\\');
    logProbs.push(...line.logProbs.slice(0, line.tokens.length), line.logProbs[line.tokens.length] ?? 0);
  }
  return { tokens, logProbs: [...logProbs, 0], finished: lines.every(({ finished }) => finished) };
}

/** Other readings of stacked lines: one line at a time in its second best reading. */
export function stackAlternatives(lines: readonly (readonly Hypothesis[])[]): Hypothesis[] {
  const best = lines.map(([first]) => first!);
  return lines.flatMap(([, second], i) => (second ? [stack(best.with(i, second))] : []));
}

/** What differs from what stands before it, in the same order. */
export function distinct(hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const seen = new Set<string>();
  return hypotheses.filter((hypothesis) => {
    const latex = latexOf(hypothesis);
    return seen.has(latex) ? false : seen.add(latex);
  });
}
