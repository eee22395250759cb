import type { Notation } from './wrap';

/**
 * LaTeX in another notation. The converters are loaded when first needed.
 *
 * @throws where the formula cannot be expressed; the message says why.
 */
export async function convert(latex: string, notation: Notation, display: boolean): Promise<string> {
  switch (notation) {
    case 'latex':
      return latex;
    case 'mathml':
      return toMathml(latex, display);
    case 'typst':
      return (await import('tex2typst')).tex2typst(latex);
  }
}

async function toMathml(latex: string, displayMode: boolean): Promise<string> {
  const { default: katex } = await import('katex');
  const html = katex.renderToString(latex, {
    output: 'mathml',
    throwOnError: true,
    strict: false,
    displayMode,
  });
  return html
    .replace(/^<span[^>]*>/, '')
    .replace(/<\/span>$/, '')
    .replace(/<annotation[^>]*>[\s\S]*?<\/annotation>/, '')
    .replace(/<semantics>([\s\S]*)<\/semantics>/, '$1');
}
