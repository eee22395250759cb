/** Short messages of a page, and work that waits until the user pauses. */
import { html, type TemplateResult } from 'lit';

export interface Notice {
  readonly level: 'info' | 'warning';
  readonly text: string;
}

/** Holds the present notice; information gives way after a while, a warning stays until something else happens. */
export class Notices {
  present: Notice | undefined;
  private timer: number | undefined;

  constructor(
    private readonly shownMs: number,
    private readonly onChange: () => void,
  ) {}

  show(notice: Notice): void {
    clearTimeout(this.timer);
    this.present = notice;
    this.onChange();
    if (notice.level !== 'info') return;
    this.timer = window.setTimeout(() => {
      this.present = undefined;
      this.onChange();
    }, this.shownMs);
  }
}

/** Both regions are there from the start: a screen reader announces changes, not arrivals. */
export function noticeBar(notice: Notice | undefined): TemplateResult {
  const text = (level: Notice['level']) => (notice?.level === level ? notice.text : '');
  return html`<div class="notices">
    <div role="status" class="notice">${text('info')}</div>
    <div role="alert" class="notice warning">${text('warning')}</div>
  </div>`;
}

/** Runs `work` once the calls have paused for so long, such as not to save with every key stroke. */
export function debounced(work: () => void, pauseMs: number): () => void {
  let timer: number | undefined;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, pauseMs);
  };
}
