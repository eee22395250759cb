/** Passing over JavaScript inside templates without parsing it. */

/**
 * The offset behind the `}` that closes the `{` at `start`; strings, templates, comments and regular
 * expressions may hold braces of their own. The end of the text where nothing closes it.
 */
export function skipExpression(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const char = text[at]!;
    if (char === '{') depth++;
    else if (char === '}') {
      depth--;
      if (depth === 0) return at + 1;
    } else if (char === '"' || char === "'") {
      at = skipString(text, at);
      continue;
    } else if (char === '`') {
      at = skipTemplate(text, at);
      continue;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
      continue;
    } else if (text.startsWith('//', at) && text[at - 1] !== ':') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    at++;
  }
  return text.length;
}

/** The offset behind the string's closing quote; strings end at the line's end at the latest. */
export function skipString(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === quote) return at + 1;
    else if (char === '\n') return at;
  }
  return text.length;
}

function skipTemplate(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) at = skipExpression(text, at + 1) - 1;
  }
  return text.length;
}
