/** A described picture that is a formula can be read as one. */
import { html } from 'lit';
import { isDescribeResult } from '../../src/panel/entries';
import type { Card } from './card';

export const formulaOfferCard: Card = {
  id: 'formula-offer',
  title: ({ strings }) => strings.formula,
  output: () => undefined,
  body: ({ result, strings, formula }) =>
    isDescribeResult(result) && result.kind === 'formula'
      ? html`<p class="prose">${strings.formulaOffer}</p>
          <div class="buttons">
            <vscode-button @click=${() => formula.retry()}>${strings.formulaToLatex}</vscode-button>
          </div>`
      : undefined,
};
