import { PixelScribeError } from '../errors';

/**
 * At most four restarts, then a fifth crash within three minutes stops the engine for good, as in VS
 * Code's language client; the delays before a restart grow.
 */
export class RestartPolicy {
  private crashes: number[] = [];

  constructor(
    private readonly maxCrashes = 5,
    private readonly windowMs = 3 * 60_000,
    private readonly delaysMs: readonly number[] = [0, 1000, 4000],
    private readonly now: () => number = Date.now,
  ) {}

  crashed(): void {
    this.crashes.push(this.now());
  }

  reset(): void {
    this.crashes = [];
  }

  get exhausted(): boolean {
    return this.recent() >= this.maxCrashes;
  }

  /** Milliseconds to wait before the next start. */
  get delayMs(): number {
    const crashes = this.recent();
    return crashes === 0 ? 0 : (this.delaysMs[Math.min(crashes, this.delaysMs.length) - 1] ?? 0);
  }

  /** @throws PixelScribeError `engine-stopped` when there were too many crashes. */
  async wait(): Promise<void> {
    if (this.exhausted) {
      throw new PixelScribeError(
        'engine-stopped',
        `The engine stopped ${this.recent()} times within ${this.windowMs / 60_000} minutes. Restart it from its status item, or look at the log for the cause.`,
      );
    }
    const { delayMs } = this;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  }

  private recent(): number {
    const since = this.now() - this.windowMs;
    this.crashes = this.crashes.filter((time) => time > since);
    return this.crashes.length;
  }
}
