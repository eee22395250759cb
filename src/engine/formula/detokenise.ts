/**
 * Writes canonical tokens as LaTeX: a space only where a command would run into a letter, and an empty
 * group where a bracket or star would be taken for an option of the row end or environment before it.
 */
export function detokenise(tokens: readonly string[]): string {
  let latex = '';
  for (const token of tokens) {
    if (/\\[a-zA-Z]+$/.test(latex) && /^[a-zA-Z*]/.test(token)) latex += ' ';
    else if (/^[[*]/.test(token) && /(\\\\|\\begin\{(aligned|gathered)\})$/.test(latex)) latex += '{}';
    latex += token;
  }
  return latex;
}
