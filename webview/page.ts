/** The page as templates over its state. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { EntryView, InsertForm, NOTATIONS, PictureRequest } from '../src/panel/messages';
import { fill, type PanelStrings } from '../src/panel/strings';
import { CARDS } from './cards';
import type { Card, CardContext } from './cards/card';
import { dropZone } from './drop-zone';
import { type Notice, noticeBar } from './notices';
import type { Scene } from './scene';

export interface PageState {
  readonly strings: PanelStrings;
  readonly entries: readonly EntryView[];
  readonly shown?: EntryView;
  readonly scene?: Scene;
  readonly zoom: 'fit' | 'actual';
  readonly notice?: Notice;
}

export interface PageActions {
  select(id: string, options?: { readonly focus: boolean }): void;
  remove(id: string): void;
  open(id: string): void;
  act(id: string, index: number): void;
  editAltText(id: string, text: string): void;
  editMermaid(id: string, source: string): void;
  editLatex(id: string, latex: string): void;
  copyLatex(latex: string, notation: (typeof NOTATIONS)[number]): void;
  insertLatex(latex: string, choose: boolean): void;
  run(request: PictureRequest): void;
  warn(text: string): void;
  copy(text: string): void;
  insert(text: string, as?: InsertForm): void;
  zoom(mode: PageState['zoom']): void;
}

export function page(state: PageState, actions: PageActions): TemplateResult {
  const { strings, entries, shown } = state;
  return html`
    ${entries.length > 1 ? tabs(state, actions) : nothing}
    <main>
      ${shown ? entry(shown, state, actions) : empty(strings)} ${dropZone(shown?.task ?? 'latex', strings, actions)}
    </main>
    ${noticeBar(state.notice)}
  `;
}

function empty(strings: PanelStrings): TemplateResult {
  return html`<div class="empty">
    <h1>${strings.emptyTitle}</h1>
    <p>${strings.emptyHint}</p>
  </div>`;
}

// ---------------------------------------------------------------- the pictures

function tabs({ entries, shown, strings }: PageState, actions: PageActions): TemplateResult {
  const move = (event: KeyboardEvent) => {
    const at = entries.findIndex(({ id }) => id === shown?.id);
    const to: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: entries.length - 1,
    };
    const target = to[event.key];
    if (event.key === 'Delete' && shown) actions.remove(shown.id);
    else if (target === undefined) return;
    else {
      const next = entries[(target + entries.length) % entries.length];
      if (next) actions.select(next.id, { focus: true });
    }
    event.preventDefault();
  };
  return html`<nav aria-label=${strings.pictures}>
    <div role="tablist" aria-label=${strings.pictures} @keydown=${move}>
      ${repeat(
        entries,
        ({ id }) => id,
        (item) => html`<button
          role="tab"
          id=${tabId(item.id)}
          aria-selected=${item.id === shown?.id}
          aria-controls="entry"
          tabindex=${item.id === shown?.id ? 0 : -1}
          aria-label="${item.name}, ${stateWord(item, strings)}"
          title=${item.path}
          @click=${() => actions.select(item.id)}
        >
          ${stateMark(item)}<span class="name">${item.name}</span>
        </button>`,
      )}
    </div>
  </nav>`;
}

export function tabId(id: string): string {
  return `tab-${encodeURIComponent(id)}`;
}

function stateMark({ state }: EntryView): TemplateResult | typeof nothing {
  if (state === 'working') return html`<vscode-progress-ring aria-hidden="true"></vscode-progress-ring>`;
  return state === 'failed' ? html`<span class="mark" aria-hidden="true">⚠</span>` : nothing;
}

function stateWord({ state }: EntryView, strings: PanelStrings): string {
  return { working: strings.stateWorking, done: strings.stateDone, failed: strings.stateFailed }[state];
}

// ---------------------------------------------------------------- the shown picture

function entry(shown: EntryView, state: PageState, actions: PageActions): TemplateResult {
  const { strings, scene, entries } = state;
  const several = entries.length > 1;
  return html`<div
    id="entry"
    role=${several ? 'tabpanel' : nothing}
    aria-labelledby=${several ? tabId(shown.id) : nothing}
    aria-busy=${shown.state === 'working'}
  >
    <header>
      <h1>
        <button class="link" title=${fill(strings.open, shown.path)} @click=${() => actions.open(shown.id)}>
          ${shown.name}
        </button>
      </h1>
      <button
        class="plain"
        aria-label=${fill(strings.remove, shown.name)}
        title=${fill(strings.remove, shown.name)}
        @click=${() => actions.remove(shown.id)}
      >
        ✕
      </button>
    </header>
    ${shown.state === 'working' ? working(shown, strings) : nothing}
    ${shown.state === 'failed' ? failure(shown, actions) : nothing}
    <div class=${columnsClass(shown, scene)}>
      ${scene && shown.state !== 'failed' ? picture(scene, state, actions) : nothing}
      ${scene && shown.result ? html`<div class="cards">${cards(shown, state, actions)}</div>` : nothing}
    </div>
  </div>`;
}

/** Wide results stand below their picture; a diagram's drawing beside it. */
function columnsClass({ task }: EntryView, scene: Scene | undefined): string {
  if (scene?.preview) return 'columns stacked paired';
  return task === 'latex' ? 'columns stacked' : 'columns';
}

function working({ name, task }: EntryView, strings: PanelStrings): TemplateResult {
  const words = {
    describe: strings.describing,
    'extract-text': strings.extracting,
    diagram: strings.readingDiagram,
    latex: strings.readingFormula,
  }[task];
  return html`<p class="working">
    <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>${fill(words, name)}
  </p>`;
}

function failure({ id, error }: EntryView, actions: PageActions): TemplateResult | typeof nothing {
  if (!error) return nothing;
  return html`<section class="failure">
    <p><span class="mark" aria-hidden="true">⚠</span> ${error.message}</p>
    <p class="hint">${error.code}</p>
    <div class="buttons">
      ${error.actions.map(
        (title, index) =>
          html`<vscode-button ?secondary=${index > 0} @click=${() => actions.act(id, index)}
            >${title}</vscode-button
          >`,
      )}
    </div>
  </section>`;
}

function picture(scene: Scene, { zoom, strings }: PageState, actions: PageActions): TemplateResult {
  const button = (mode: PageState['zoom'], label: string) =>
    html`<button class="plain" aria-pressed=${zoom === mode} @click=${() => actions.zoom(mode)}>${label}</button>`;
  return html`<figure>
    <div class="toolbar" role="group" aria-label=${strings.zoom}>
      ${button('fit', strings.fit)}${button('actual', strings.actualSize)}
    </div>
    ${
      scene.preview
        ? html`<div class="pair">${scene.picture.element}${scene.preview.element}</div>`
        : scene.picture.element
    }
  </figure>`;
}

function cards(shown: EntryView, { strings, scene }: PageState, actions: PageActions) {
  if (!shown.result || !scene) return nothing;
  const context: CardContext = {
    entry: shown,
    result: shown.result,
    strings,
    lineList: scene.lineList,
    preview: scene.preview,
    editAltText: (text) => actions.editAltText(shown.id, text),
    editMermaid: (source) => actions.editMermaid(shown.id, source),
    formula: {
      edit: (latex) => actions.editLatex(shown.id, latex),
      copy: actions.copyLatex,
      insert: actions.insertLatex,
      retry: () => actions.run({ type: 'run', id: shown.id, task: 'latex' }),
    },
  };
  return CARDS.map((card) => section(card, context, actions));
}

function section(card: Card, context: CardContext, actions: PageActions): TemplateResult | typeof nothing {
  const body = card.body(context);
  if (!body) return nothing;
  const { strings } = context;
  const output = card.output(context);
  return html`<section id=${card.id} aria-labelledby="${card.id}-title">
    <div class="title">
      <h2 id="${card.id}-title">${card.title(context)}</h2>
      ${
        output
          ? html`<vscode-button
                secondary
                aria-label=${fill(strings.copyWhat, output.what)}
                @click=${() => actions.copy(output.text)}
                >${strings.copy}</vscode-button
              ><vscode-button
                aria-label=${fill(strings.insertWhat, output.what)}
                title=${fill(strings.insertWhat, output.what)}
                @click=${() => (output.insert ? output.insert() : actions.insert(output.text, output.as))}
                >${strings.insert}</vscode-button
              >`
          : nothing
      }
    </div>
    ${body}
  </section>`;
}
