/** The diagram in sentences along its edges: its long description. */
import { html } from 'lit';
import { isDiagramResult } from '../../src/panel/entries';
import type { Card } from './card';

export const outlineCard: Card = {
  id: 'outline',
  title: ({ strings }) => strings.outline,
  output: ({ result, strings }) =>
    isDiagramResult(result) ? { what: strings.whatOutline, text: result.outline } : undefined,
  body: ({ result }) => (isDiagramResult(result) ? html`<p class="prose">${result.outline}</p>` : undefined),
};
