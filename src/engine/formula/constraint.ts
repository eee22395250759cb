import type { AllowedTokens } from '../vlm';
import { LatexState } from './grammar';
import { splitToken } from './tokens';

/**
 * Turns the grammar into masks over a vocabulary. The end token is allowed where the formula may end;
 * towards `maxTokens` only tokens that still leave room to close what is open.
 *
 * @param vocabulary token of each id; undefined or special tokens never stand in a formula
 */
export function latexConstraint(
  vocabulary: readonly (string | undefined)[],
  endId: number,
  maxTokens: number,
): AllowedTokens {
  const pieces = vocabulary.map((token) => (token ? splitToken(token) : []));
  const push = (state: LatexState, id: number): LatexState | undefined =>
    pieces[id]!.reduce<LatexState | undefined>((now, piece) => now?.push(piece), state);
  // Prefixes share their beginnings: states are kept by prefix, as beams branch from one another.
  const states = new Map<string, LatexState>([['', LatexState.start]]);
  const stateAfter = (prefix: readonly number[]): LatexState => {
    const key = prefix.join(' ');
    const known = states.get(key);
    if (known) return known;
    const before = stateAfter(prefix.slice(0, -1));
    const state = push(before, prefix[prefix.length - 1]!) ?? before;
    states.set(key, state);
    return state;
  };
  return (prefix) => {
    const state = stateAfter(prefix);
    const room = maxTokens - prefix.length - 1;
    const mask = new Uint8Array(vocabulary.length);
    for (let id = 0; id < pieces.length; id++) {
      if (pieces[id]!.length === 0) continue;
      const next = push(state, id);
      if (next && next.tokensToClose <= room) mask[id] = 1;
    }
    mask[endId] = state.complete ? 1 : 0;
    return mask;
  };
}
