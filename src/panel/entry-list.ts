/** The pictures of the panel, in the order they came, and which one is shown. */
import type { Drafts, EntryView, PanelState } from './entries';

/** An entry without what only a live webview can know. */
export type Entry = Omit<EntryView, 'imageUri'> & {
  /** Grows with every run, so that a picture that changed on disk is loaded anew. */
  readonly run: number;
};

export class EntryList {
  private readonly entries = new Map<string, Entry>();
  private selectedId: string | undefined;

  get selected(): string | undefined {
    return this.selectedId;
  }

  all(): readonly Entry[] {
    return [...this.entries.values()];
  }

  get(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  /**
   * Adds an entry or replaces the one with its id. A picture that is being worked on is shown, unless the shown
   * one is being worked on too: in a batch the reader is not pulled from picture to picture.
   */
  put(entry: Omit<Entry, 'run'>): Entry {
    const before = this.entries.get(entry.id);
    const starts = entry.state === 'working';
    const added = { ...entry, run: (before?.run ?? 0) + (starts ? 1 : 0) };
    this.entries.set(entry.id, added);
    const shown = this.selectedId === undefined ? undefined : this.entries.get(this.selectedId);
    if (!shown || (starts && shown.state !== 'working')) this.selectedId = entry.id;
    return added;
  }

  select(id: string): void {
    if (this.entries.has(id)) this.selectedId = id;
  }

  edit(id: string, drafts: Drafts): void {
    const entry = this.entries.get(id);
    if (entry) this.entries.set(id, { ...entry, ...drafts });
  }

  /** The neighbour of a removed entry is shown next. */
  remove(id: string): void {
    const ids = [...this.entries.keys()];
    const index = ids.indexOf(id);
    if (index < 0) return;
    this.entries.delete(id);
    if (this.selectedId === id) this.selectedId = ids[index + 1] ?? ids[index - 1];
  }

  /** What is still worked on stays, so that its result has a place. */
  removeFinished(): void {
    for (const { id, state } of this.all()) {
      if (state !== 'working') this.remove(id);
    }
  }

  /** Takes over the state of an earlier window; `interrupted` says how to show work that was cut off. */
  restore(state: PanelState, interrupted: (entry: EntryView) => EntryView['error']): void {
    for (const view of state.entries) {
      if (this.entries.has(view.id)) continue;
      const { imageUri: _, ...entry } = view;
      if (entry.state === 'done') this.entries.set(entry.id, { ...entry, run: 0 });
      else this.entries.set(entry.id, { ...entry, state: 'failed', error: interrupted(view), run: 0 });
    }
    if (this.selectedId === undefined && state.selected !== undefined) this.select(state.selected);
    this.selectedId ??= this.entries.keys().next().value;
  }
}
