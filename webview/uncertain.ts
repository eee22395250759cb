/** Where in the LaTeX the tokens are that the model was not sure of. */
import type { LatexToken } from '../src/protocol';

/** Below this a token is marked. */
const CERTAIN = 0.7;

export interface Piece {
  readonly text: string;
  /** Offset in the LaTeX. */
  readonly start: number;
  /** Of an uncertain token; undefined for what is certain. */
  readonly confidence?: number;
}

/**
 * Cuts the LaTeX into certain stretches and uncertain tokens; together they are the LaTeX. The tokens stand in it in
 * order, with nothing between them but spaces and empty groups.
 */
export function pieces(latex: string, tokens: readonly LatexToken[]): Piece[] {
  const found: Piece[] = [];
  let [certainFrom, at] = [0, 0];
  for (const { text, confidence } of tokens) {
    const start = latex.indexOf(text, at);
    // In text, a blank stands for `~`.
    if (start < 0 || start > at + 3) {
      at++;
      continue;
    }
    at = start + text.length;
    if (confidence >= CERTAIN) continue;
    if (start > certainFrom) found.push({ text: latex.slice(certainFrom, start), start: certainFrom });
    found.push({ text, start, confidence });
    certainFrom = at;
  }
  if (certainFrom < latex.length) found.push({ text: latex.slice(certainFrom), start: certainFrom });
  return found;
}
