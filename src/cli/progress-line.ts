/** One line that is written over in a terminal; in a file or a pipe a line for every tenth. */
import { formatBytes, formatSeconds } from '../engine/models/format';
import type { ModelProgress } from '../engine/models/progress';
import type { Io } from './io';

export class ProgressLine {
  readonly #terminal: boolean;
  #tenth = -1;
  #open = false;

  constructor(private readonly out: Io['stderr']) {
    this.#terminal = 'isTTY' in out && out.isTTY === true;
  }

  readonly update = (progress: ModelProgress): void => {
    const text = progressText(progress);
    if (this.#terminal) {
      this.out.write(`\r\x1b[K${text}`);
      this.#open = true;
      return;
    }
    if ('doneBytes' in progress) {
      const tenth = Math.floor((10 * progress.doneBytes) / Math.max(1, progress.totalBytes));
      if (tenth === this.#tenth) return;
      this.#tenth = tenth;
    }
    this.out.write(`${text}\n`);
  };

  end(): void {
    if (this.#open) this.out.write('\n');
    this.#open = false;
  }
}

/** Such as `downloading 42 % of 842 MB, 5.1 MB/s, 1 min 36 s left`. */
export function progressText(progress: ModelProgress): string {
  switch (progress.phase) {
    case 'waiting':
      return 'waiting: another window or process works on this model';
    case 'retrying':
      return `${progress.file}: ${progress.reason}; trying again in ${formatSeconds(progress.delayMs / 1000)}`;
    default: {
      const { doneBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
      const percent = totalBytes > 0 ? Math.min(100, Math.floor((100 * doneBytes) / totalBytes)) : 0;
      const left = secondsLeft === undefined ? '' : `, ${formatSeconds(secondsLeft)} left`;
      const speed = bytesPerSecond > 0 ? `, ${formatBytes(bytesPerSecond)}/s` : '';
      return `${progress.phase} ${percent} % of ${formatBytes(totalBytes)}${speed}${left}`;
    }
  }
}
