/** The page as templates over its state. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Notation } from '../src/latex/wrap';
import type { Drafts, EntryView } from '../src/panel/entries';
import type { InsertForm, PictureRequest } from '../src/panel/messages';
import type { PanelStrings } from '../src/panel/strings';
import { dropZone } from './drop-zone';
import { entry } from './entry';
import { type Notice, noticeBar } from './notices';
import type { Scene } from './scene';
import { tabs } from './tabs';

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
  edit(id: string, drafts: Drafts): void;
  copyLatex(latex: string, notation: Notation): void;
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
