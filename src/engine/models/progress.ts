/** What a download, an import or a verification reports while it works. */

export type ModelProgress =
  /** Another window or process works on the same model. */
  | { readonly phase: 'waiting' }
  | {
      readonly phase: 'downloading' | 'copying' | 'checking';
      readonly file: string;
      readonly doneBytes: number;
      readonly totalBytes: number;
      readonly bytesPerSecond: number;
      readonly secondsLeft?: number;
    }
  | {
      readonly phase: 'retrying';
      readonly file: string;
      readonly delayMs: number;
      readonly reason: string;
    };

export type OnProgress = (progress: ModelProgress) => void;

/** Bytes per second over the last few seconds: steady enough to read, quick enough to show a stall. */
export class RateMeter {
  readonly #samples: { ms: number; bytes: number }[] = [];
  #total = 0;

  constructor(
    readonly windowMs = 5000,
    readonly now: () => number = () => performance.now(),
  ) {}

  add(bytes: number): void {
    this.#total += bytes;
    const ms = this.now();
    const last = this.#samples.at(-1);
    // Thin out: at full speed a chunk arrives every few hundred microseconds.
    if (last && ms - last.ms < 100 && this.#samples.length > 1) {
      last.bytes = this.#total;
      return;
    }
    this.#samples.push({ ms, bytes: this.#total });
    while (this.#samples.length > 2 && ms - this.#samples[0]!.ms > this.windowMs) this.#samples.shift();
  }

  get bytesPerSecond(): number {
    const first = this.#samples[0];
    if (!first) return 0;
    const seconds = (this.now() - first.ms) / 1000;
    return seconds > 0.05 ? (this.#total - first.bytes) / seconds : 0;
  }
}

/** Counts bytes over all files of one operation and reports at most every `everyMs`. */
export class ProgressCounter {
  readonly #meter = new RateMeter();
  #done = 0;
  #lastReport = Number.NEGATIVE_INFINITY;

  constructor(
    readonly totalBytes: number,
    readonly onProgress: OnProgress | undefined,
    readonly everyMs = 200,
  ) {}

  /** @param bytes newly done, or lost (negative) when a file has to start again */
  add(phase: 'downloading' | 'copying' | 'checking', file: string, bytes: number): void {
    this.#done += bytes;
    if (bytes > 0) this.#meter.add(bytes);
    this.#report(phase, file);
  }

  /** Counts what an earlier attempt left on the disk, which says nothing about today's speed. */
  skip(phase: 'downloading' | 'copying' | 'checking', file: string, bytes: number): void {
    this.#done += bytes;
    this.#report(phase, file);
  }

  #report(phase: 'downloading' | 'copying' | 'checking', file: string): void {
    const now = performance.now();
    if (!this.onProgress || (now - this.#lastReport < this.everyMs && this.#done < this.totalBytes)) return;
    this.#lastReport = now;
    const { bytesPerSecond } = this.#meter;
    const left = Math.max(0, this.totalBytes - this.#done);
    this.onProgress({
      phase,
      file,
      doneBytes: this.#done,
      totalBytes: this.totalBytes,
      bytesPerSecond,
      ...(bytesPerSecond > 0 ? { secondsLeft: left / bytesPerSecond } : {}),
    });
  }
}
