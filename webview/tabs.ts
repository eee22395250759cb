/** The pictures of the panel as tabs, once there are several. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { EntryView } from '../src/panel/entries';
import type { PanelStrings } from '../src/panel/strings';
import type { PageActions, PageState } from './page';

export function tabs({ entries, shown, strings }: PageState, actions: PageActions): TemplateResult {
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
