/** The panel's page: receives entries, renders them, sends back what the user does. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import './panel.css';
import { render } from 'lit';
import { type EntryView, isDescribeResult, isDiagramResult, isLatexResult } from '../src/panel/entries';
import type { HostMessage } from '../src/panel/messages';
import { fill, type PanelStrings } from '../src/panel/strings';
import { partsOf } from './diagram/parts';
import { Host } from './host';
import { debounced, Notices } from './notices';
import { type PageActions, type PageState, page } from './page';
import { Scene } from './scene';
import { tabId } from './tabs';

const NOTICE_MS = 4000;
const SAVE_PAUSE_MS = 300;

class Panel {
  private readonly host = new Host();
  private readonly strings: PanelStrings;
  private entries: EntryView[] = [];
  private selected: string | undefined;
  private scene: Scene | undefined;
  private zoom: PageState['zoom'] = 'fit';
  private readonly notices = new Notices(NOTICE_MS, () => this.update());
  /** Not with every key stroke. */
  private readonly save = debounced(
    () => this.host.save({ entries: this.entries, selected: this.selected }),
    SAVE_PAUSE_MS,
  );

  constructor(private readonly root: HTMLElement) {
    this.strings = JSON.parse(root.dataset.strings ?? '{}') as PanelStrings;
    this.host.onMessage((message) => this.receive(message));
    this.update();
    this.host.send({ type: 'ready' });
  }

  private receive(message: HostMessage): void {
    switch (message.type) {
      case 'entries':
        this.entries = [...message.entries];
        this.selected = message.selected;
        break;
      case 'entry': {
        const index = this.entries.findIndex(({ id }) => id === message.entry.id);
        if (index < 0) this.entries.push(message.entry);
        else this.entries[index] = message.entry;
        this.selected = message.selected;
        this.announce(message.entry);
        break;
      }
      case 'preview':
        this.scene?.showPreview(message.id, message.dataUri);
        return;
      case 'notice':
        this.notices.show(message);
        return;
    }
    this.update();
    this.save();
  }

  private readonly actions: PageActions = {
    select: (id, options) => {
      this.selected = id;
      this.host.send({ type: 'select', id });
      this.update();
      this.save();
      if (options?.focus) document.getElementById(tabId(id))?.focus();
    },
    remove: (id) => this.host.send({ type: 'remove', id }),
    open: (id) => this.host.send({ type: 'open', id }),
    act: (id, index) => this.host.send({ type: 'action', id, index }),
    edit: (id, drafts) => {
      this.entries = this.entries.map((entry) => (entry.id === id ? { ...entry, ...drafts } : entry));
      this.host.send({ type: 'edit', id, drafts });
      this.update();
      this.save();
    },
    copyLatex: (latex, notation) => this.host.send({ type: 'copyLatex', latex, notation }),
    insertLatex: (latex, choose) => this.host.send({ type: 'insertLatex', latex, choose }),
    run: (request) => this.host.send(request),
    warn: (text) => this.notices.show({ level: 'warning', text }),
    copy: (text) => this.host.send({ type: 'copy', text }),
    insert: (text, as) => this.host.send({ type: 'insert', text, ...(as && { as }) }),
    zoom: (mode) => {
      this.zoom = mode;
      this.update();
    },
  };

  private update(): void {
    const shown = this.entries.find(({ id }) => id === this.selected);
    if (!shown || !this.scene?.shows(shown)) {
      this.scene?.dispose();
      this.scene =
        shown &&
        new Scene(shown, this.strings, this.actions, () => this.host.send({ type: 'preview', id: shown.id }));
    }
    if (shown && this.scene) {
      this.scene.picture.zoom(this.zoom);
      this.scene.picture.setAlt(altText(shown));
    }
    const { strings, entries, scene, zoom, notices } = this;
    const notice = notices.present;
    render(page({ strings, entries, shown, scene, zoom, notice }, this.actions), this.root);
  }

  /** Tells a screen reader what arrived; the panel does not take the focus. */
  private announce({ name, task, state, result, error }: EntryView): void {
    const { described, extracted, formulaRead, diagramRead, chartRead, failed } = this.strings;
    if (state === 'failed')
      this.notices.show({ level: 'info', text: fill(failed, name, error?.message ?? '') });
    if (state !== 'done' || !result) return;
    let text = fill(described, name);
    if (isLatexResult(result)) text = fill(formulaRead, name, Math.round(result.confidence * 100));
    else if (isDiagramResult(result) && result.chart)
      text = fill(chartRead, name, partsOf(result, this.strings).length);
    else if (isDiagramResult(result))
      text = fill(diagramRead, name, result.nodes.length, result.edges.length);
    else if (task === 'extract-text') text = fill(extracted, name, result.lines.length);
    this.notices.show({ level: 'info', text });
  }
}

/** A picture without a description is named by its file. */
function altText({ name, result, altTextDraft }: EntryView): string {
  return altTextDraft ?? (result && isDescribeResult(result) ? result.altText : name);
}

const root = document.getElementById('root');
if (root) new Panel(root);
