/** matplotlib, in one Python process that takes an order a line. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { ChartSpec } from './spec';

export interface PythonOrder {
  readonly spec: ChartSpec;
  readonly seed: number;
  readonly scale: number;
  readonly file: string;
}

export interface PythonAnswer {
  readonly theme: string;
  readonly range: readonly [number, number];
}

export class PythonCharts {
  #process: ChildProcess | undefined;
  #answers: AsyncIterator<string> | undefined;

  /** @throws Error with Python's words where a chart cannot be drawn */
  async draw(order: PythonOrder): Promise<PythonAnswer> {
    if (!this.#process) {
      const python = process.env.PIXELSCRIBE_PYTHON ?? 'python3';
      const script = path.join(import.meta.dirname, 'charts.py');
      this.#process = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
      this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
    }
    this.#process.stdin!.write(`${JSON.stringify(order)}\n`);
    const { value, done } = await this.#answers!.next();
    if (done) throw new Error(`Python ended: is matplotlib installed?`);
    const answer = JSON.parse(value) as PythonAnswer & { error?: string };
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  close(): void {
    this.#process?.stdin?.end();
  }
}
