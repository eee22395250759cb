/** The text in reading order. */
import { html } from 'lit';
import { isDiagram } from '../../src/panel/messages';
import { fill } from '../../src/panel/strings';
import type { Card } from './card';

export const textCard: Card = {
  id: 'text',
  title({ result, strings }) {
    const count = isDiagram(result) ? 0 : result.lines.length;
    if (count === 0) return strings.text;
    return count === 1 ? strings.textOneLine : fill(strings.textLines, count);
  },
  output: ({ result, strings }) =>
    !isDiagram(result) && result.lines.length > 0 ? { what: strings.whatText, text: result.text } : undefined,
  body: ({ result, strings, lineList }) =>
    isDiagram(result)
      ? undefined
      : result.lines.length === 0
        ? html`<p class="hint">${strings.noText}</p>`
        : html`${lineList.element}
          <p id="lines-hint" class="hint">${strings.linesHint}</p>`,
};
