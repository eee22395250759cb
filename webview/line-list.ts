/** The text as a list of lines: one stop of the Tab key, arrow keys inside. */
import { fill, type PanelStrings } from '../src/panel/strings';
import type { Highlight } from './highlight';
import { layOut, type Row } from './text-layout';

/** Below this a line is marked as uncertain. */
export const CERTAIN = 0.8;

const BLOCK_ROWS = 40;

export interface ListedLine {
  readonly text: string;
  readonly confidence: number;
}

export interface LineListActions {
  insert(text: string): void;
  copy(text: string): void;
}

export class LineList {
  readonly element = document.createElement('div');
  private readonly options: HTMLElement[] = [];
  private readonly unsubscribe: () => void;
  private lit: HTMLElement | undefined;
  private current = 0;

  constructor(
    private readonly result: { readonly text: string; readonly lines: readonly ListedLine[] },
    private readonly strings: PanelStrings,
    private readonly highlight: Highlight,
    private readonly actions: LineListActions,
    label = strings.linesLabel,
  ) {
    this.element.className = 'lines';
    this.element.setAttribute('role', 'listbox');
    this.element.setAttribute('aria-label', label);
    this.element.setAttribute('aria-describedby', 'lines-hint');
    this.fillIn();
    this.listen();
    this.unsubscribe = highlight.onChange(({ line, from }) => this.light(line, from !== 'list'));
  }

  /** Moves the focus to a line. */
  focus(line: number): void {
    const option = this.options[line];
    if (!option) return;
    this.makeCurrent(line);
    option.focus();
  }

  dispose(): void {
    this.unsubscribe();
  }

  /** Rows come in blocks that cost nothing until they are seen. */
  private fillIn(): void {
    const rows = layOut(this.result);
    for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
      const block = presentation('block');
      const ofBlock = rows.slice(start, start + BLOCK_ROWS);
      block.style.setProperty('--rows', String(ofBlock.length));
      block.append(...ofBlock.map((row) => this.row(row)));
      this.element.append(block);
    }
    this.makeCurrent(0);
  }

  private row(pieces: Row): HTMLElement {
    const row = presentation('row');
    for (const { line, gap } of pieces) row.append(gap, this.option(line));
    return row;
  }

  private option(line: number): HTMLElement {
    const { text, confidence } = this.result.lines[line]!;
    const option = document.createElement('span');
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.setAttribute('aria-posinset', String(line + 1));
    option.setAttribute('aria-setsize', String(this.result.lines.length));
    option.dataset.line = String(line);
    option.tabIndex = -1;
    option.textContent = text.trim();
    if (confidence < CERTAIN) {
      const percent = String(Math.round(confidence * 100));
      option.classList.add('uncertain');
      option.setAttribute('aria-label', fill(this.strings.lowConfidence, text.trim(), percent));
      option.title = `${percent} %`;
    }
    this.options[line] = option;
    return option;
  }

  private listen(): void {
    this.element.addEventListener('focusin', ({ target }) => {
      const line = lineOf(target);
      if (line === undefined) return;
      this.makeCurrent(line);
      this.highlight.set(line, 'list');
    });
    this.element.addEventListener('focusout', () => this.highlight.set(undefined, 'list'));
    this.element.addEventListener('pointerover', ({ target }) => {
      const line = lineOf(target);
      if (line !== undefined) this.highlight.set(line, 'list');
    });
    this.element.addEventListener('pointerleave', () => {
      this.highlight.set(lineOf(document.activeElement), 'list');
    });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.options.length - 1;
    const page = 10;
    const moves: Record<string, number> = {
      ArrowDown: this.current + 1,
      ArrowUp: this.current - 1,
      PageDown: this.current + page,
      PageUp: this.current - page,
      Home: 0,
      End: last,
    };
    const text = this.result.lines[this.current]?.text.trim() ?? '';
    const to = moves[event.key];
    const command = event.ctrlKey || event.metaKey;
    if (to !== undefined && !command && !event.altKey) this.focus(Math.max(0, Math.min(last, to)));
    else if (event.key === 'Enter' && !command) this.actions.insert(text);
    else if (event.key === 'c' && command && document.getSelection()?.isCollapsed !== false) {
      this.actions.copy(text);
    } else return;
    event.preventDefault();
  }

  /** Only the current line takes part in the Tab order. */
  private makeCurrent(line: number): void {
    const before = this.options[this.current];
    before?.setAttribute('aria-selected', 'false');
    if (before) before.tabIndex = -1;
    const now = this.options[line];
    if (!now) return;
    now.tabIndex = 0;
    now.setAttribute('aria-selected', 'true');
    this.current = line;
  }

  private light(line: number | undefined, bringIntoView: boolean): void {
    this.lit?.classList.remove('lit');
    this.lit = line === undefined ? undefined : this.options[line];
    this.lit?.classList.add('lit');
    if (!this.lit || !bringIntoView) return;
    // Only the list scrolls, not the page: the picture stays under the pointer.
    const list = this.element.getBoundingClientRect();
    const option = this.lit.getBoundingClientRect();
    if (option.top < list.top || option.bottom > list.bottom) {
      this.element.scrollTop += option.top - list.top - (list.height - option.height) / 2;
    }
  }
}

/** A box that means nothing to a screen reader. */
function presentation(className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.setAttribute('role', 'presentation');
  return element;
}

function lineOf(target: EventTarget | null): number | undefined {
  const option = target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
  return option?.dataset.line === undefined ? undefined : Number(option.dataset.line);
}
