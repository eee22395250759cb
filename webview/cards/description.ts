/** The longer description, for the text beside a complex picture. */
import { html } from 'lit';
import { isDescribeResult } from '../../src/panel/entries';
import type { Card } from './card';

export const descriptionCard: Card = {
  id: 'description',
  title: ({ strings }) => strings.description,
  output: ({ result, strings }) =>
    isDescribeResult(result) ? { what: strings.whatDescription, text: result.description } : undefined,
  body: ({ result }) =>
    isDescribeResult(result) ? html`<p class="prose">${result.description}</p>` : undefined,
};
