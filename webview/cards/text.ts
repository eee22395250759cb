/** The text in reading order. */
import { html } from 'lit';
import { isDiagramResult, isLatexResult } from '../../src/panel/entries';
import { fill } from '../../src/panel/strings';
import type { Card } from './card';

export const textCard: Card = {
  id: 'text',
  title({ result, strings }) {
    if (isLatexResult(result) || isDiagramResult(result)) return strings.text;
    const count = result.lines.length;
    if (count === 0) return strings.text;
    return count === 1 ? strings.textOneLine : fill(strings.textLines, count);
  },
  output: ({ result, strings }) =>
    !isLatexResult(result) && !isDiagramResult(result) && result.lines.length > 0
      ? { what: strings.whatText, text: result.text }
      : undefined,
  body({ result, strings, lineList }) {
    if (isLatexResult(result) || isDiagramResult(result)) return undefined;
    if (result.lines.length === 0) return html`<p class="hint">${strings.noText}</p>`;
    return html`${lineList.element}
          <p id="lines-hint" class="hint">${strings.linesHint}</p>`;
  },
};
