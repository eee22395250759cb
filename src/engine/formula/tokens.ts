/**
 * The model's tokens join a command or script with the brace that always follows (`_{`, `}^{`, `\frac{`):
 * a third fewer steps. The grammar counts them one by one.
 */
export function splitToken(token: string): string[] {
  if (token.length < 2 || !token.endsWith('{') || token.endsWith('\\{')) return [token];
  const body = token.slice(0, -1);
  return body.length > 1 && body.startsWith('}') ? ['}', body.slice(1), '{'] : [body, '{'];
}

/**
 * Writes canonical tokens as LaTeX: a space only where a command would run into a letter, and an empty
 * group where a bracket or star would be taken for an option of the row end or environment before it.
 * In text arguments, `~` is a blank. A lone backslash is the control space, whose blank the tokens lack.
 */
export function detokenise(tokens: readonly string[]): string {
  let latex = '';
  let textDepth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token === '{' && (textDepth > 0 || TEXT.test(tokens[i - 1] ?? ''))) textDepth++;
    else if (token === '}' && textDepth > 0) textDepth--;
    if (/\\[a-zA-Z]+$/.test(latex) && /^[a-zA-Z*]/.test(token)) latex += ' ';
    else if (/^[[*]/.test(token) && /(\\\\|\\begin\{(aligned|gathered)\})$/.test(latex)) latex += '{}';
    if (token === '\\') latex += '\\ ';
    else latex += textDepth > 0 && token === '~' ? ' ' : token;
  }
  return latex;
}

const TEXT = /^\\text(bf|it|sf|tt)?$/;
