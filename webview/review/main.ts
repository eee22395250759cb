/** The review's page: receives rows, renders them, sends back what the user decides. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import './review.css';
import { render } from 'lit';
import { fill } from '../../src/panel/strings';
import type { HostMessage, Progress, RowView } from '../../src/review/messages';
import type { Decision } from '../../src/review/rows';
import type { ReviewStrings } from '../../src/review/strings';
import { debounced, Notices } from '../notices';
import { ReviewHost } from './host';
import { keyAction } from './keys';
import { type Filter, isTodo, shownRows, textOf } from './list';
import { page, type ReviewActions } from './page';

const NOTICE_MS = 6000;
const SAVE_PAUSE_MS = 300;

class Review {
  private readonly host = new ReviewHost();
  private readonly strings: ReviewStrings;
  private rows: readonly RowView[] = [];
  private progress: Progress = { scanning: true, describing: false, applying: false, documents: 0 };
  private scope: readonly string[] = [];
  private filter: Filter = 'todo';
  private current: string | undefined;
  /** Rows that were decided while the list shows what is to do: they stay until the filter is chosen anew. */
  private readonly held = new Set<string>();
  private readonly drafts: Map<string, string>;
  private readonly notices = new Notices(NOTICE_MS, () => this.update());
  /** Not with every key stroke. */
  private readonly save = debounced(() => this.host.save(this.scope, this.rows, this.drafts), SAVE_PAUSE_MS);

  constructor(private readonly root: HTMLElement) {
    this.strings = JSON.parse(root.dataset.strings ?? '{}') as ReviewStrings;
    this.drafts = new Map(this.host.saved.drafts);
    this.host.onMessage((message) => this.receive(message));
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.update();
    this.host.send({ type: 'ready' });
  }

  private receive(message: HostMessage): void {
    switch (message.type) {
      case 'rows':
        this.rows = message.rows;
        this.progress = message.progress;
        this.forgetDrafts();
        break;
      case 'row':
        this.rows = this.rows.map((row) => (row.id === message.row.id ? message.row : row));
        break;
      case 'progress':
        this.progress = message.progress;
        break;
      case 'scope':
        this.scope = message.scope;
        break;
      case 'notice':
        this.notices.show(message);
        return;
    }
    this.update();
    this.save();
  }

  private get shown(): readonly RowView[] {
    return shownRows(this.rows, this.filter, this.held);
  }

  private readonly actions: ReviewActions = {
    focus: (id) => {
      this.current = id;
      this.update();
    },
    accept: (id) => {
      const row = this.row(id);
      if (!row) return;
      const isOffered = this.drafts.has(id) || row.proposal.kind === 'done';
      const text = isOffered ? textOf(row, this.drafts).trim() : '';
      const isDecorative =
        !this.drafts.has(id) &&
        row.proposal.kind === 'done' &&
        row.proposal.decorative &&
        row.canMarkDecorative;
      if (row.decision.kind === 'alt') this.decide(row, { kind: 'undecided' });
      else if (isDecorative) this.toggle(id, { kind: 'decorative' });
      else if (row.canSetAlt && text !== '') this.decide(row, { kind: 'alt', alt: text });
      else this.notices.show({ level: 'info', text: this.strings.announceNoText });
    },
    skip: (id) => this.toggle(id, { kind: 'skip' }),
    decorative: (id) => {
      if (this.row(id)?.canMarkDecorative) this.toggle(id, { kind: 'decorative' });
      else this.notices.show({ level: 'info', text: this.strings.needsName });
    },
    edit: (id) => {
      this.focusRow(id);
      const field = document.querySelector<HTMLTextAreaElement>('[aria-current=true] textarea');
      field?.focus();
      field?.select();
    },
    draft: (id, text) => {
      this.drafts.set(id, text);
      const row = this.row(id);
      // What was accepted is no longer what is written there.
      if (row?.decision.kind === 'alt') this.set(row, { kind: 'undecided' });
      this.update();
      this.save();
    },
    resetDraft: (id) => {
      this.drafts.delete(id);
      this.update();
      this.save();
    },
    propose: (id) => this.host.send({ type: 'propose', id }),
    open: (id, what) => this.host.send({ type: what, id }),
    apply: () => this.host.send({ type: 'apply' }),
    stop: () => this.host.send({ type: 'stop' }),
    resume: () => this.host.send({ type: 'resume' }),
    refresh: () => this.host.send({ type: 'refresh' }),
    export: (format) => this.host.send({ type: 'export', format }),
    filter: (filter) => {
      this.filter = filter;
      this.held.clear();
      this.update();
    },
  };

  // ---------------------------------------------------------------- decisions

  private toggle(id: string, decision: Decision): void {
    const row = this.row(id);
    if (row) this.decide(row, row.decision.kind === decision.kind ? { kind: 'undecided' } : decision);
  }

  /** Shown at once; the extension confirms it with the row. Then on to the next that is to do. */
  private decide(row: RowView, decision: Decision): void {
    this.held.add(row.id);
    this.set(row, decision);
    this.save();
    const { announceAccepted, announceDecorative, announceSkipped, announceUndecided } = this.strings;
    const words = {
      alt: announceAccepted,
      decorative: announceDecorative,
      skip: announceSkipped,
      undecided: announceUndecided,
    };
    const left = this.rows.filter(isTodo).length;
    const toWrite = this.rows.filter(
      ({ decision: { kind } }) => kind === 'alt' || kind === 'decorative',
    ).length;
    const rest = left > 0 ? fill(this.strings.announceLeft, left) : fill(this.strings.announceDone, toWrite);
    this.notices.show({ level: 'info', text: `${words[decision.kind]} ${rest}` });
    if (decision.kind !== 'undecided') this.focusRow(this.nextTodo(row.id) ?? row.id);
  }

  private set(row: RowView, decision: Decision): void {
    this.rows = this.rows.map((one) => (one.id === row.id ? { ...one, decision, outcome: undefined } : one));
    this.host.send({ type: 'decide', id: row.id, decision });
  }

  private nextTodo(id: string): string | undefined {
    const { shown } = this;
    const at = shown.findIndex((row) => row.id === id);
    return [...shown.slice(at + 1), ...shown.slice(0, at)].find(isTodo)?.id;
  }

  private row(id: string): RowView | undefined {
    return this.rows.find((row) => row.id === id);
  }

  private forgetDrafts(): void {
    if (this.progress.scanning) return;
    const present = new Set(this.rows.map(({ id }) => id));
    const written = new Set(
      this.rows.filter(({ outcome }) => outcome?.kind === 'applied').map(({ id }) => id),
    );
    for (const id of this.drafts.keys()) {
      if (!present.has(id) || written.has(id)) this.drafts.delete(id);
    }
  }

  // ---------------------------------------------------------------- keys and focus

  private onKey(event: KeyboardEvent): void {
    const { shown } = this;
    const action = keyAction(event);
    if (!action) return;
    const at = shown.findIndex(({ id }) => id === this.current);
    const id = shown[at]?.id;
    if (action.kind === 'apply') this.actions.apply();
    else if (action.kind === 'move') {
      const next = { up: at - 1, down: at + 1, first: 0, last: shown.length - 1 }[action.to];
      const target = shown[Math.max(0, Math.min(shown.length - 1, next))];
      if (target) this.focusRow(target.id);
    } else if (id === undefined) return;
    else if (action.kind === 'leave') this.focusRow(id);
    else this.actions[action.kind](id);
    event.preventDefault();
  }

  private focusRow(id: string): void {
    this.current = id;
    this.update();
    const element = document.querySelector<HTMLElement>('[aria-current=true]');
    element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
  }

  // ---------------------------------------------------------------- rendering

  private update(): void {
    const { strings, rows, shown, progress, filter, drafts, notices } = this;
    const notice = notices.present;
    if (!shown.some(({ id }) => id === this.current)) this.current = shown[0]?.id;
    const { current } = this;
    render(
      page({ strings, rows, shown, progress, filter, drafts, notice, current }, this.actions),
      this.root,
    );
  }
}

const root = document.getElementById('root');
if (root) new Review(root);
