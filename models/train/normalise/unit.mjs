// Whether canonical tokens are one thing that a script can follow without braces around it.
import { ONE_ARGUMENT, TWO_ARGUMENTS } from './commands.mjs';

/** A command with its arguments, something between `\left` and `\right`, or an environment. */
export function isUnit(tokens) {
  const [head] = tokens;
  if (head.startsWith('\\left')) return closingFence(tokens) === tokens.length - 1;
  // What follows the environment is not looked at: the corpus the models learned from was written so.
  if (head.startsWith('\\begin')) return true;
  if (TWO_ARGUMENTS.has(head)) return endOfArguments(tokens, 2) === tokens.length;
  return ONE_ARGUMENT.has(head) && endOfArguments(tokens, 1) === tokens.length;
}

/** Where the fence that opens the tokens is closed; their number where it is not. */
function closingFence(tokens) {
  let depth = 1;
  for (let at = 1; at < tokens.length; at++) {
    const token = tokens[at];
    if (token.startsWith('\\left') && !/^\\left(arrow|rightarrow|harpoon)/.test(token)) depth++;
    if (token.startsWith('\\right') && !/^\\right(arrow|harpoon|left)/.test(token) && --depth === 0)
      return at;
  }
  return tokens.length;
}

/** Where the arguments of the command at the beginning end; undefined where there are fewer. */
function endOfArguments(tokens, count) {
  let at = 1;
  for (let left = count; left > 0 && at < tokens.length; left--) {
    if (tokens[at] === '[') at = tokens.indexOf(']', at) + 1;
    if (tokens[at] !== '{') return undefined;
    let depth = 0;
    do {
      if (tokens[at] === '{') depth++;
      if (tokens[at] === '}') depth--;
      at++;
    } while (depth > 0 && at < tokens.length);
  }
  return at;
}
