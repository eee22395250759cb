import type { Priority } from '../protocol';

interface Job {
  readonly priority: Priority;
  readonly run: () => Promise<void>;
}

/**
 * Runs one job at a time: the models use every core, so two at once would only both be late.
 * Interactive jobs go before batch jobs; within a priority, first come, first served.
 */
export class Queue {
  private readonly waiting: Job[] = [];
  private running = false;

  get length(): number {
    return this.waiting.length;
  }

  /** @throws the signal's reason if it is aborted before the job's turn comes. */
  add<T>(priority: Priority, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = {
        priority,
        run: async () => {
          signal.removeEventListener('abort', leave);
          // A throw before the first await must not stop the queue.
          await Promise.resolve().then(work).then(resolve, reject);
        },
      };
      const leave = () => {
        const place = this.waiting.indexOf(job);
        if (place < 0) return;
        this.waiting.splice(place, 1);
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      const place = priority === 'interactive' ? this.waiting.findIndex((j) => j.priority === 'batch') : -1;
      this.waiting.splice(place < 0 ? this.waiting.length : place, 0, job);
      void this.next();
    });
  }

  private async next(): Promise<void> {
    if (this.running) return;
    const job = this.waiting.shift();
    if (!job) return;
    this.running = true;
    await job.run();
    this.running = false;
    void this.next();
  }
}
