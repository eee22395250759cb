import katex from 'katex';
import { tex2typst } from 'tex2typst';
import type { Notation } from './wrap';

/**
 * LaTeX in another notation.
 *
 * @throws where the formula cannot be expressed; the message says why.
 */
export function convert(latex: string, notation: Notation, display: boolean): string {
  switch (notation) {
    case 'latex':
      return latex;
    case 'mathml':
      return toMathml(latex, display);
    case 'typst':
      return tex2typst(latex);
  }
}

function toMathml(latex: string, displayMode: boolean): string {
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
