/** Writing alt text, already a single line, the way each language wants it; and reading it back. */

const WORD = /[\p{L}\p{N}]/u;

/**
 * Text between the brackets of `![…]`. Escapes only what would otherwise mean something, so that
 * ordinary sentences stay as they are.
 */
export function escapeMarkdown(
  text: string,
  { mdx = false, table = false }: { readonly mdx?: boolean; readonly table?: boolean } = {},
): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const before = text[i - 1] ?? ' ';
    const after = text[i + 1] ?? ' ';
    result += needsMarkdownEscape(char, before, after, text.slice(i), mdx, table) ? `\\${char}` : char;
  }
  // A bare address swallows the backslashes that follow it, so an escaped text may not hold one.
  if (result !== text) {
    result = result
      .replace(/(https?|ftp|mailto|xmpp):/gi, '$1\\:')
      .replace(/(www)\./gi, '$1\\.')
      .replace(/@/g, '\\@');
  }
  return result.startsWith('^') ? `\\${result}` : result;
}

function needsMarkdownEscape(
  char: string,
  before: string,
  after: string,
  rest: string,
  mdx: boolean,
  table: boolean,
): boolean {
  switch (char) {
    case '[':
    case ']':
    case '`':
      return true;
    case '\\':
      return rest.length === 1 || /^\\[!-/:-@[-`{-~]/.test(rest);
    case '*':
    case '~':
      return before !== ' ' || after !== ' ';
    case '_':
      return !(WORD.test(before) && WORD.test(after)) && (before !== ' ' || after !== ' ');
    case '<':
      return mdx || /^<[A-Za-z/!?]/.test(rest);
    case '&':
      return /^&(?:#|[A-Za-z])[A-Za-z\d]*;/.test(rest);
    case '{':
    case '}':
      return mdx;
    case '|':
      return table;
    default:
      return false;
  }
}

export type Quote = '"' | "'";

/** The characters between the quotes of an attribute in HTML, JSX, Vue and Svelte. */
export function escapeAttribute(
  text: string,
  quote: Quote,
  { braces = false, pipes = false }: { readonly braces?: boolean; readonly pipes?: boolean } = {},
): string {
  let result = text
    .replace(/&(?=[A-Za-z\d#])/g, '&amp;')
    .replace(/</g, '&lt;')
    .replaceAll(quote, quote === '"' ? '&quot;' : '&#39;')
    // Template engines work on the raw text and would run what stands between these.
    .replace(/\{(?=[{%#])/g, '&#123;')
    .replace(/[$#](?=\{)/g, (mark) => (mark === '$' ? '&#36;' : '&#35;'));
  if (braces) result = result.replaceAll('{', '&#123;').replaceAll('}', '&#125;');
  if (pipes) result = result.replaceAll('|', '&#124;');
  return result;
}

/** The characters of a text node in HTML and, with `braces`, in JSX and Svelte. */
export function escapeMarkup(text: string, { braces = false }: { readonly braces?: boolean } = {}): string {
  let result = text
    .replace(/&(?=[A-Za-z\d#])/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/\{(?=[{%#])/g, '&#123;');
  if (braces) result = result.replaceAll('{', '&#123;').replaceAll('}', '&#125;').replace(/>/g, '&gt;');
  return result;
}

/** The characters between the quotes of a JavaScript string, or of a template without expressions. */
export function escapeScriptString(text: string, quote: Quote | '`'): string {
  const escaped = text.replace(/\\/g, '\\\\').replaceAll(quote, `\\${quote}`);
  return quote === '`' ? escaped.replace(/\$\{/g, '\\${') : escaped;
}

export function escapeTypstString(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

export function unescapeTypstString(raw: string): string {
  return raw.replace(/\\(?:u\{([\da-fA-F]{1,6})\}|([\s\S]))/g, (_, code: string | undefined, char: string) =>
    code === undefined
      ? ({ n: '\n', t: '\t', r: '\r' }[char] ?? char)
      : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)),
  );
}

/** Typst content between `[` and `]`. */
export function escapeTypstMarkup(text: string): string {
  return text.replace(/[\\#$*_`<>@[\]~]|\/\/|\/\*|(?<=\s|^)[-+=/](?=\s)/g, (mark) => `\\${mark}`);
}

const LATEX_SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

export function escapeLatex(text: string): string {
  return text.replace(/[\\~^#$%&_{}]/g, (char) => LATEX_SPECIAL[char] ?? `\\${char}`);
}

export function unescapeLatex(raw: string): string {
  return raw
    .replace(/(?<!\\)%.*(?:\r?\n[ \t]*)?/g, '')
    .replace(
      /\\text(backslash|asciitilde|asciicircum)(?:\{\}|(?![A-Za-z])\s*)|\\([#$%&_{} ])|~|[{}]/g,
      (mark, name: string | undefined, char: string | undefined) => {
        if (name) return { backslash: '\\', asciitilde: '~', asciicircum: '^' }[name] ?? mark;
        if (char) return char;
        return mark === '~' ? '\u00a0' : '';
      },
    );
}
