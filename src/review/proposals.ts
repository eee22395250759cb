/** Fills in proposals one by one, those the user asked for first, until all are there or the user stops it. */
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { errorCode, messageOf } from '../errors';
import type { Priority } from '../protocol';
import type { Proposal, Row, Rows } from './rows';

export type Propose = (
  row: Row,
  priority: Priority,
  token: CancellationTokenSource['token'],
) => Promise<Proposal>;

/** The engine did not come back twice in a row: going on would only fail the rest too. */
const MAX_LOST = 2;

export class ProposalQueue {
  private source: CancellationTokenSource | undefined;
  private readonly asked: string[] = [];
  private lost = 0;

  constructor(
    private readonly rows: Rows,
    private readonly propose: Propose,
    /** Called with every change of a row's proposal, and when the work begins or ends. */
    private readonly onChange: (row?: Row) => void,
  ) {}

  get running(): boolean {
    return this.source !== undefined;
  }

  /** Works through the waiting rows; does nothing while that is under way. */
  start(): void {
    if (this.source) return;
    this.lost = 0;
    this.source = new CancellationTokenSource();
    void this.run(this.source);
  }

  /** Rows that have no proposal yet go on waiting. */
  stop(): void {
    this.source?.cancel();
    this.source = undefined;
    this.asked.length = 0;
    for (const row of this.rows.all()) {
      if (row.proposal.kind === 'working') this.set(row, { kind: 'waiting' });
    }
    this.onChange();
  }

  /** Puts a row before all others; what it proposed so far is made anew. */
  ask(id: string): void {
    const row = this.rows.get(id);
    if (!row || row.proposal.kind === 'working') return;
    this.set(row, { kind: 'waiting' });
    this.asked.push(id);
    this.start();
  }

  /** The rows wait again, in their places. */
  again(rows: readonly Row[]): void {
    for (const row of rows) {
      if (row.proposal.kind !== 'working') this.set(row, { kind: 'waiting' });
    }
    this.start();
  }

  private async run(source: CancellationTokenSource): Promise<void> {
    this.onChange();
    for (let next = this.next(); next && this.source === source; next = this.next()) {
      await this.fill(next.row, next.priority, source);
      if (this.lost >= MAX_LOST) break;
    }
    if (this.source !== source) return;
    this.source = undefined;
    this.onChange();
  }

  private next(): { readonly row: Row; readonly priority: Priority } | undefined {
    for (let id = this.asked.shift(); id !== undefined; id = this.asked.shift()) {
      const row = this.rows.get(id);
      if (row?.proposal.kind === 'waiting') return { row, priority: 'interactive' };
    }
    const row = this.rows.all().find(({ proposal }) => proposal.kind === 'waiting');
    return row && { row, priority: 'batch' };
  }

  private async fill(row: Row, priority: Priority, source: CancellationTokenSource): Promise<void> {
    this.set(row, { kind: 'working' });
    try {
      const proposal = await this.propose(row, priority, source.token);
      this.lost = 0;
      if (this.stillWorking(row, source)) this.set(row, { kind: 'done', ...proposal });
    } catch (error) {
      if (!this.stillWorking(row, source)) return;
      const code = errorCode(error);
      if (code === 'engine-stopped' || code === 'engine-start-failed') this.lost++;
      const message = messageOf(error);
      this.set(row, { kind: 'failed', code, message });
    }
  }

  /** The document may have been scanned anew, or the work stopped. */
  private stillWorking({ id }: Row, source: CancellationTokenSource): boolean {
    return this.source === source && this.rows.get(id)?.proposal.kind === 'working';
  }

  private set({ id }: Row, proposal: Row['proposal']): void {
    const updated = this.rows.update(id, { proposal });
    if (updated) this.onChange(updated);
  }
}
