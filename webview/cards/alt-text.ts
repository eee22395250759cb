/** The alt text: a draft to edit, with the guideline's advice while typing. */
import { html, nothing } from 'lit';
import { isDescribeResult } from '../../src/panel/entries';
import { fill } from '../../src/panel/strings';
import { altTextAdvice, countCharacters } from '../alt-text-advice';
import type { Card, CardContext } from './card';

/** The alt text as it stands: the user's words, else the draft. */
export function currentAltText({ entry, result }: Pick<CardContext, 'entry' | 'result'>): string {
  return entry.altTextDraft ?? (isDescribeResult(result) ? result.altText : '');
}

export const altTextCard: Card = {
  id: 'alt-text',
  title: ({ strings }) => strings.altText,
  output: (context) => ({ what: context.strings.whatAltText, text: currentAltText(context).trim() }),
  body(context) {
    const { result, strings, edit } = context;
    if (!isDescribeResult(result)) return undefined;
    const draft = currentAltText(context);
    const advice = altTextAdvice(draft, strings);
    return html`
      <p id="alt-text-hint" class="hint">${strings.altTextHint}</p>
      <textarea
        rows="3"
        spellcheck="true"
        aria-labelledby="alt-text-title"
        aria-describedby="alt-text-hint alt-text-count alt-text-advice"
        .value=${draft}
        @input=${(event: Event) => edit({ altTextDraft: (event.target as HTMLTextAreaElement).value })}
      ></textarea>
      <div class="below">
        <span id="alt-text-count">${fill(strings.characters, countCharacters(draft))}</span>
        ${
          draft === result.altText
            ? nothing
            : html`<button class="link" @click=${() => edit({ altTextDraft: result.altText })}>
                ${strings.resetDraft}
              </button>`
        }
      </div>
      <ul id="alt-text-advice" class=${advice.length > 0 ? 'advice' : 'advice good'} aria-live="polite">
        ${(advice.length > 0 ? advice : [strings.adviceGood]).map((line) => html`<li>${line}</li>`)}
      </ul>
    `;
  },
};
