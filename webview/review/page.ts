/** The page as templates over its state. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { fill } from '../../src/panel/strings';
import type { Progress, ReportFormat, RowView } from '../../src/review/messages';
import type { ReviewStrings } from '../../src/review/strings';
import { type Notice, noticeBar } from '../notices';
import { FILTERS, type Filter, isTodo } from './list';
import { rowTemplate } from './row';

export interface ReviewPageState {
  readonly strings: ReviewStrings;
  readonly rows: readonly RowView[];
  readonly shown: readonly RowView[];
  readonly progress: Progress;
  readonly filter: Filter;
  readonly drafts: ReadonlyMap<string, string>;
  readonly notice?: Notice;
  readonly current?: string;
}

export interface ReviewActions {
  focus(id: string): void;
  accept(id: string): void;
  edit(id: string): void;
  skip(id: string): void;
  decorative(id: string): void;
  draft(id: string, text: string): void;
  resetDraft(id: string): void;
  propose(id: string): void;
  open(id: string, what: 'openDocument' | 'openImage' | 'openHelp'): void;
  apply(): void;
  stop(): void;
  resume(): void;
  refresh(): void;
  export(format: ReportFormat): void;
  filter(filter: Filter): void;
}

export function page(state: ReviewPageState, actions: ReviewActions): TemplateResult {
  return html`${bar(state, actions)}
    <main>${list(state, actions)}</main>
    ${noticeBar(state.notice)}`;
}

// ---------------------------------------------------------------- above the list

function bar(state: ReviewPageState, actions: ReviewActions): TemplateResult {
  const { strings, rows, progress } = state;
  const toWrite = rows.filter(({ decision: { kind } }) => kind === 'alt' || kind === 'decorative').length;
  const todo = rows.filter(isTodo).length;
  return html`<header class="bar">
    <div class="title">
      <h1>${strings.title}</h1>
      <vscode-button secondary @click=${() => actions.refresh()}>${strings.refresh}</vscode-button>
      <vscode-button secondary @click=${() => actions.export('markdown')}>${strings.exportMarkdown}</vscode-button>
      <vscode-button secondary @click=${() => actions.export('sarif')}>${strings.exportSarif}</vscode-button>
      <vscode-button
        ?disabled=${toWrite === 0 || progress.applying}
        title=${strings.applyHint}
        @click=${() => actions.apply()}
        >${fill(strings.apply, toWrite)}</vscode-button
      >
    </div>
    <p class="hint">${fill(strings.summary, rows.length, progress.documents, todo, toWrite)}</p>
    ${activity(state, actions)}
    <div class="tools">
      ${filters(state, todo, actions)}
      <p class="keys" aria-label=${strings.keys}>${keys(strings)}</p>
    </div>
  </header>`;
}

/** What is under way, how far it is, and how to stop it or go on. */
function activity({ strings, rows, progress }: ReviewPageState, actions: ReviewActions) {
  const count = (...kinds: RowView['proposal']['kind'][]) =>
    rows.filter(({ proposal }) => kinds.includes(proposal.kind)).length;
  const waiting = count('waiting', 'working');
  const failed = count('failed');
  const asked = rows.filter(({ proposal }) => proposal.kind !== 'none').length;
  if (progress.scanning || progress.describing) {
    const words = progress.describing ? fill(strings.describing, waiting) : strings.scanning;
    return html`<div class="activity">
      <progress
        max=${Math.max(1, asked)}
        .value=${progress.describing ? asked - waiting : 0}
        aria-label=${words}
      ></progress>
      <span>${words}</span>
      <button class="plain" @click=${() => actions.stop()}>${strings.stop}</button>
    </div>`;
  }
  if (waiting + failed === 0) return nothing;
  const words = waiting > 0 ? fill(strings.resume, waiting) : fill(strings.retryFailed, failed);
  return html`<div class="activity">
    <button class="plain" @click=${() => actions.resume()}>${words}</button>
  </div>`;
}

function filters(
  { strings, rows, filter }: ReviewPageState,
  todo: number,
  actions: ReviewActions,
): TemplateResult {
  const labels: Record<Filter, string> = {
    todo: fill(strings.filterTodo, todo),
    problems: fill(strings.filterProblems, rows.filter(({ problem }) => problem).length),
    all: fill(strings.filterAll, rows.length),
  };
  return html`<div class="filters" role="group" aria-label=${strings.filter}>
    ${FILTERS.map(
      (one) =>
        html`<button class="plain" aria-pressed=${one === filter} @click=${() => actions.filter(one)}>
          ${labels[one]}
        </button>`,
    )}
  </div>`;
}

function keys(strings: ReviewStrings): TemplateResult[] {
  const pairs: [key: string, words: string][] = [
    ['A', strings.keyAccept],
    ['E', strings.keyEdit],
    ['D', strings.keyDecorative],
    ['S', strings.keySkip],
    ['↑ ↓', strings.keyMove],
    ['Ctrl+Enter', strings.keyApply],
  ];
  return pairs.map(([key, words]) => html`<span class="key"><kbd>${key}</kbd> ${words}</span>`);
}

// ---------------------------------------------------------------- the list

function list(state: ReviewPageState, actions: ReviewActions): TemplateResult {
  const { strings, rows, shown, progress, drafts, current } = state;
  if (shown.length === 0) {
    if (progress.scanning) return html``;
    const [title, hint] =
      rows.length === 0
        ? [strings.nothingTitle, strings.nothingHint]
        : [strings.allDoneTitle, strings.allDoneHint];
    return html`<div class="empty">
      <h2>${title}</h2>
      <p>${hint}</p>
    </div>`;
  }
  return html`<div role="feed" class="feed" aria-label=${strings.images} aria-busy=${progress.scanning}>
    ${repeat(
      shown,
      ({ id }) => id,
      (row, index) => {
        const draft = drafts.get(row.id);
        const isCurrent = row.id === current;
        return guard([row, draft, isCurrent, index, shown.length], () =>
          rowTemplate({ row, draft, isCurrent, index, count: shown.length, strings }, actions),
        );
      },
    )}
  </div>`;
}
