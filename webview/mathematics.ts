/** Formulas drawn by KaTeX, which also gives screen readers MathML. */
import 'katex/dist/katex.min.css';
import katex, { type KatexOptions } from 'katex';

const OPTIONS: KatexOptions = {
  throwOnError: true,
  strict: false,
  trust: false,
  // A slip of the finger must not fill the page.
  maxSize: 40,
  maxExpand: 1000,
};

/** What each element shows; a page is rendered more often than its formulas change. */
const shown = new WeakMap<Element, string>();

/**
 * Draws the formula, or leaves what was drawn last when it does not parse.
 *
 * @returns why it does not parse
 */
export function drawFormula(element: HTMLElement, latex: string, displayMode: boolean): string | undefined {
  if (shown.get(element) === latex) return undefined;
  try {
    // By nodes, not by markup: the page's policy takes no style attributes.
    const drawn = document.createElement('span');
    katex.render(latex, drawn, { ...OPTIONS, displayMode });
    element.replaceChildren(...drawn.childNodes);
    shown.set(element, latex);
    return undefined;
  } catch (error) {
    // What is drawn is out of date: the same text must be drawn again.
    shown.delete(element);
    return reason(error);
  }
}

/** KaTeX's own words, without its name and without underlining by combining characters. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^KaTeX parse error: /, '').replaceAll('\u0332', '');
}
