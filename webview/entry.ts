/** The shown picture: its name, how far it is, the picture itself and the cards of its result. */
import { html, nothing, type TemplateResult } from 'lit';
import type { EntryView } from '../src/panel/entries';
import { fill, type PanelStrings } from '../src/panel/strings';
import { CARDS } from './cards';
import type { Card, CardContext } from './cards/card';
import type { PageActions, PageState } from './page';
import type { Scene } from './scene';
import { tabId } from './tabs';

export function entry(shown: EntryView, state: PageState, actions: PageActions): TemplateResult {
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
    edit: (drafts) => actions.edit(shown.id, drafts),
    formula: {
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
