/** One image: where it is, what is said around it, what it says now, and what it should say. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fill } from '../../src/panel/strings';
import type { RowView } from '../../src/review/messages';
import type { ReviewStrings } from '../../src/review/strings';
import { textOf } from './list';
import type { ReviewActions } from './page';

export interface RowState {
  readonly row: RowView;
  readonly draft: string | undefined;
  readonly isCurrent: boolean;
  readonly index: number;
  readonly count: number;
  readonly strings: ReviewStrings;
}

/** Below it, a proposal is marked as uncertain. */
const SURE = 0.5;

export function rowTemplate(state: RowState, actions: ReviewActions): TemplateResult {
  const { row, isCurrent, index, count, strings } = state;
  const label = fill(strings.rowLabel, index + 1, count, row.imageName, row.documentName, row.line);
  const where = row.problem?.message ?? presentWords(row, strings);
  return html`<article
    class="image ${row.decision.kind}"
    tabindex=${isCurrent ? 0 : -1}
    aria-current=${isCurrent ? 'true' : nothing}
    aria-posinset=${index + 1}
    aria-setsize=${count}
    aria-label="${label}. ${where} ${stateWord(state)}."
    @focusin=${() => isCurrent || actions.focus(row.id)}
  >
    ${thumbnail(state, actions)}
    <div class="about">
      <div class="place">
        <button
          class="link"
          tabindex=${stop(state)}
          title=${fill(strings.openDocument, row.documentName, row.line)}
          @click=${() => actions.open(row.id, 'openDocument')}
        >
          ${row.documentName}:${row.line}
        </button>
        <span class="name">${row.imageName}</span>
        <span class="state" data-state=${row.outcome?.kind ?? row.decision.kind}>${stateWord(state)}</span>
      </div>
      ${surroundings(row, strings)} ${problem(state, actions)} ${present(row, strings)}
      ${proposal(state, actions)} ${outcome(row)}
    </div>
  </article>`;
}

/** Only the row the reader is at takes part in the Tab order; the arrow keys lead from row to row. */
function stop({ isCurrent }: RowState): number {
  return isCurrent ? 0 : -1;
}

function stateWord({ row, draft, strings }: RowState): string {
  if (row.outcome) return row.outcome.kind === 'applied' ? strings.stateApplied : strings.stateNotApplied;
  switch (row.decision.kind) {
    case 'undecided':
      return strings.stateUndecided;
    case 'decorative':
      return strings.stateDecorative;
    case 'skip':
      return strings.stateSkipped;
    case 'alt': {
      const isProposal = row.proposal.kind === 'done' && row.proposal.alt === row.decision.alt;
      return isProposal || draft === undefined ? strings.stateAccepted : strings.stateEdited;
    }
  }
}

function thumbnail(state: RowState, actions: ReviewActions): TemplateResult {
  const { row, strings } = state;
  if (row.imageUri === undefined) return html`<div class="thumbnail none">${strings.noPreview}</div>`;
  return html`<button
    class="thumbnail"
    tabindex=${stop(state)}
    aria-label=${fill(strings.openImage, row.imageName)}
    title=${fill(strings.openImage, row.imageName)}
    @click=${() => actions.open(row.id, 'openImage')}
  >
    <img src=${row.imageUri} alt="" loading="lazy" decoding="async" />
  </button>`;
}

function surroundings({ heading, sentence, caption }: RowView, strings: ReviewStrings) {
  const parts = [
    [strings.heading, heading],
    [strings.sentence, sentence],
    [strings.caption, caption],
  ].filter(([, text]) => text !== undefined);
  if (parts.length === 0) return nothing;
  return html`<dl class="around">
    ${parts.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}
  </dl>`;
}

function problem(state: RowState, actions: ReviewActions) {
  const { row, strings } = state;
  if (!row.problem) return nothing;
  return html`<p class="problem">
    <span class="mark" aria-hidden="true">⚠</span> ${row.problem.message}
    <button
      class="link"
      tabindex=${stop(state)}
      title=${row.problem.code}
      @click=${() => actions.open(row.id, 'openHelp')}
    >
      ${strings.why}
    </button>
  </p>`;
}

function present(row: RowView, strings: ReviewStrings): TemplateResult {
  return html`<p class="present">
    <span class="label">${strings.present}</span>
    ${row.present.kind === 'text' ? row.present.text : html`<em>${presentWords(row, strings)}</em>`}
  </p>`;
}

function presentWords({ present: { kind, text }, decorative }: RowView, strings: ReviewStrings): string {
  if (kind === 'text') return text;
  if (kind === 'computed') return strings.computedAlt;
  return kind === 'empty' || decorative ? strings.emptyAlt : strings.noAlt;
}

function outcome({ outcome }: RowView) {
  return outcome?.kind === 'not-applied' ? html`<p class="refused">${outcome.message}</p>` : nothing;
}

// ---------------------------------------------------------------- the proposal

function proposal(state: RowState, actions: ReviewActions): TemplateResult {
  const { row, strings } = state;
  if (!row.canSetAlt) return html`<p class="hint">${strings.noPlace}</p>`;
  return html`<div class="proposal">
    <div class="status">${status(state, actions)}</div>
    ${field(state, actions)}
    <div class="buttons">${buttons(state, actions)}</div>
  </div>`;
}

function status(state: RowState, actions: ReviewActions): TemplateResult {
  const { row, draft, strings } = state;
  const offer = (label: string) =>
    html`<button class="plain" tabindex=${stop(state)} @click=${() => actions.propose(row.id)}>${label}</button>`;
  switch (row.proposal.kind) {
    case 'none':
      return row.present.kind === 'computed' ? html`` : offer(strings.describe);
    case 'waiting':
      return html`<span class="hint">${strings.waiting}</span>`;
    case 'working':
      return html`<vscode-progress-ring aria-hidden="true"></vscode-progress-ring
        ><span class="hint">${strings.working}</span>`;
    case 'failed':
      return html`<span class="refused">${row.proposal.message}</span> ${offer(strings.tryAgain)}`;
    case 'done': {
      const { alt, confidence, decorative } = row.proposal;
      const template = confidence < SURE ? strings.lowConfidence : strings.confidence;
      return html`<span class="label">${strings.proposal}</span>
        <span class=${confidence < SURE ? 'hint unsure' : 'hint'}
          >${fill(template, Math.round(confidence * 100))}</span
        >
        ${decorative ? html`<span>${strings.proposedDecorative}</span>` : nothing}
        ${
          draft !== undefined && draft !== alt
            ? html`<button class="link" tabindex=${stop(state)} @click=${() => actions.resetDraft(row.id)}>
                ${strings.resetDraft}
              </button>`
            : nothing
        }`;
    }
  }
}

function field(state: RowState, actions: ReviewActions): TemplateResult {
  const { row, draft, strings } = state;
  const text = textOf(row, new Map(draft === undefined ? [] : [[row.id, draft]]));
  return html`<textarea
    rows="2"
    spellcheck="true"
    tabindex=${stop(state)}
    aria-label=${fill(strings.altText, row.imageName)}
    .value=${live(text)}
    @input=${(event: Event) => actions.draft(row.id, (event.target as HTMLTextAreaElement).value)}
  ></textarea>`;
}

function buttons(state: RowState, actions: ReviewActions): TemplateResult {
  const { row, strings } = state;
  const { kind } = row.decision;
  const button = (label: string, key: string, pressed: boolean | undefined, act: () => void, title = '') =>
    html`<button
      class="plain"
      tabindex=${stop(state)}
      aria-pressed=${pressed ?? nothing}
      aria-keyshortcuts=${key}
      title=${title || nothing}
      @click=${act}
    >
      ${label} <kbd aria-hidden="true">${key}</kbd>
    </button>`;
  return html`
    ${button(strings.accept, 'A', kind === 'alt', () => actions.accept(row.id))}
    ${button(strings.edit, 'E', undefined, () => actions.edit(row.id))}
    ${
      row.canMarkDecorative
        ? button(strings.decorative, 'D', kind === 'decorative', () => actions.decorative(row.id))
        : nothing
    }
    ${button(strings.skip, 'S', kind === 'skip', () => actions.skip(row.id))}
  `;
}
