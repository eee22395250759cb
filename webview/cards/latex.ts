/** The formula as LaTeX: drawn below the picture, to compare, edit, choose, copy and insert. */
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { UNSURE_BELOW } from '../../src/latex/unsure';
import { isLatexResult } from '../../src/panel/entries';
import { fill } from '../../src/panel/strings';
import type { LatexAlternative, LatexResult } from '../../src/protocol';
import { drawFormula } from '../mathematics';
import { pieces } from '../uncertain';
import type { Card, CardContext } from './card';

const percent = (share: number) => Math.round(share * 100);

/** The formula as it stands: the user's, else the model's. */
export function currentLatex({ entry, result }: Pick<CardContext, 'entry' | 'result'>): string {
  return entry.latexDraft ?? (isLatexResult(result) ? result.latex : '');
}

export const latexCard: Card = {
  id: 'latex',
  title: ({ strings }) => strings.latex,
  output: (context) =>
    isLatexResult(context.result)
      ? {
          what: context.strings.whatLatex,
          text: currentLatex(context).trim(),
          insert: () => context.formula.insert(currentLatex(context).trim(), false),
        }
      : undefined,
  body(context) {
    const { result, strings, formula } = context;
    if (!isLatexResult(result)) return undefined;
    const latex = currentLatex(context);
    return html`
      ${confidence(result, context)} ${preview(latex, context)} ${source(latex, result, context)}
      ${readings(latex, result, context)}
      <div class="buttons">
        <vscode-button secondary @click=${() => formula.copy(latex.trim(), 'mathml')}
          >${strings.copyMathml}</vscode-button
        >
        <vscode-button secondary @click=${() => formula.copy(latex.trim(), 'typst')}
          >${strings.copyTypst}</vscode-button
        >
        <vscode-button secondary @click=${() => formula.insert(latex.trim(), true)}
          >${strings.insertAs}</vscode-button
        >
        <vscode-button secondary @click=${() => formula.retry()}>${strings.readAgain}</vscode-button>
      </div>
    `;
  },
};

/** Said before anything can be inserted. */
function confidence(result: LatexResult, { strings }: CardContext): TemplateResult {
  const sure = percent(result.confidence);
  return result.confidence < UNSURE_BELOW
    ? html`<p class="doubt" role="note">
        <span class="mark" aria-hidden="true">⚠</span> ${fill(strings.latexUnsure, sure)}
      </p>`
    : html`<p class="hint">${fill(strings.latexSure, sure)}</p>`;
}

function preview(latex: string, { strings }: CardContext): TemplateResult {
  const draw = (element: Element | undefined) => {
    if (!(element instanceof HTMLElement)) return;
    const drawing = element.querySelector<HTMLElement>('.drawing')!;
    const problem = element.querySelector<HTMLElement>('.problem')!;
    const reason = latex.trim() === '' ? strings.latexEmpty : drawFormula(drawing, latex, true);
    drawing.classList.toggle('stale', reason !== undefined);
    const text =
      reason === undefined || latex.trim() === '' ? (reason ?? '') : fill(strings.latexProblem, reason);
    if (problem.textContent !== text) problem.textContent = text;
  };
  return html`<div class="formula" ${ref(draw)}>
    <div class="drawing" tabindex="0" role="group" aria-label=${strings.latexPreview}></div>
    <p class="problem hint" aria-live="polite"></p>
  </div>`;
}

function source(latex: string, result: LatexResult, context: CardContext): TemplateResult {
  const { strings, edit } = context;
  return html`
    <textarea
      id="latex-source"
      class="code"
      rows=${Math.min(8, 2 + Math.ceil(latex.length / 60))}
      spellcheck="false"
      autocapitalize="off"
      aria-label=${strings.latexSource}
      .value=${latex}
      @input=${(event: Event) => edit({ latexDraft: (event.target as HTMLTextAreaElement).value })}
    ></textarea>
    ${
      latex === result.latex
        ? doubts(result, context)
        : html`<div class="below">
            <button class="link" @click=${() => edit({ latexDraft: result.latex })}>${strings.latexReset}</button>
          </div>`
    }
  `;
}

/** The source once more, with what the model was not sure of as buttons that select it. */
function doubts(result: LatexResult, { strings }: CardContext): TemplateResult | typeof nothing {
  const cut = pieces(result.latex, result.tokens);
  if (!cut.some((piece) => piece.confidence !== undefined)) return nothing;
  const select = (start: number, length: number) => {
    const field = document.getElementById('latex-source') as HTMLTextAreaElement | null;
    field?.focus();
    field?.setSelectionRange(start, start + length);
  };
  return html`<p class="hint" id="latex-doubts">${strings.latexDoubts}</p>
    <p class="doubts" aria-labelledby="latex-doubts" role="group">
      ${cut.map(({ text, start, confidence: sure }) =>
        sure === undefined
          ? html`<span>${text}</span>`
          : html`<button
              class="uncertain"
              title="${percent(sure)} %"
              aria-label=${fill(strings.lowConfidence, text, percent(sure))}
              .textContent=${text}
              @click=${() => select(start, text.length)}
            ></button>`,
      )}
    </p>`;
}

function readings(latex: string, result: LatexResult, context: CardContext): TemplateResult | typeof nothing {
  if (result.alternatives.length === 0) return nothing;
  const all: readonly LatexAlternative[] = [result, ...result.alternatives];
  return html`<fieldset class="readings">
    <legend>${context.strings.latexReadings}</legend>
    ${all.map((reading) => choice(reading, latex, context))}
  </fieldset>`;
}

function choice(reading: LatexAlternative, latex: string, { strings, edit }: CardContext): TemplateResult {
  const sure = percent(reading.confidence);
  return html`<label>
    <input
      type="radio"
      name="reading"
      aria-label=${fill(strings.latexReading, reading.latex, sure)}
      .checked=${reading.latex === latex}
      @change=${() => edit({ latexDraft: reading.latex })}
    />
    <span
      class="drawing"
      ${ref((element) => element instanceof HTMLElement && drawFormula(element, reading.latex, false))}
    ></span>
    <span class="hint">${sure} %</span>
  </label>`;
}
