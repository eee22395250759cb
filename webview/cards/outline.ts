/** The diagram in sentences along its edges: its long description. */
import { html } from 'lit';
import { isDiagram } from '../../src/panel/messages';
import type { Card } from './card';

export const outlineCard: Card = {
  id: 'outline',
  title: ({ strings }) => strings.outline,
  output: ({ result, strings }) =>
    isDiagram(result) ? { what: strings.whatOutline, text: result.outline } : undefined,
  body: ({ result }) => (isDiagram(result) ? html`<p class="prose">${result.outline}</p>` : undefined),
};
