/** A diagram as Mermaid: the drawing, its parts, and the source to edit. */
import { html, nothing } from 'lit';
import { isDiagramResult } from '../../src/panel/entries';
import { fill } from '../../src/panel/strings';
import { partsOf } from '../diagram/parts';
import { CERTAIN } from '../line-list';
import type { Card, CardContext } from './card';

/** The source as it stands: the user's, else what was read. */
export function currentMermaid({ entry, result }: Pick<CardContext, 'entry' | 'result'>): string {
  return entry.mermaidDraft ?? (isDiagramResult(result) ? result.mermaid : '');
}

export const diagramCard: Card = {
  id: 'diagram',
  title: ({ strings }) => strings.diagram,
  output: (context) => ({
    what: context.strings.whatMermaid,
    text: currentMermaid(context).trimEnd(),
    as: 'mermaid',
  }),
  body(context) {
    const { result, strings, preview, lineList, edit } = context;
    if (!isDiagramResult(result) || !preview) return undefined;
    const source = currentMermaid(context);
    const doubtful = partsOf(result, strings).filter(({ confidence }) => confidence < CERTAIN);
    preview.show(source);
    return html`
      ${
        doubtful.length > 0
          ? html`<p class="hint"><span class="mark" aria-hidden="true">⚠</span> ${fill(
              doubtful.length === 1 ? strings.onePartUncertain : strings.partsUncertain,
              doubtful.length,
            )}</p>`
          : nothing
      }
      <h3>${result.chart ? strings.values : strings.parts}</h3>
      ${lineList.element}
      <p id="lines-hint" class="hint">${strings.partsHint}</p>
      <label class="hint" for="mermaid-source">${strings.mermaidSource}</label>
      <textarea
        id="mermaid-source"
        class="source"
        rows=${Math.min(16, source.split('\n').length + 1)}
        spellcheck="false"
        .value=${source}
        @input=${(event: Event) => edit({ mermaidDraft: (event.target as HTMLTextAreaElement).value })}
      ></textarea>
      <div class="below">
        ${
          source === result.mermaid
            ? nothing
            : html`<button class="link" @click=${() => edit({ mermaidDraft: result.mermaid })}>${strings.resetMermaid}</button>`
        }
      </div>
    `;
  },
};
