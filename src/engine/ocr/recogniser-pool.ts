/**
 * Runs batches of strips side by side. The recogniser's layers are too small to be shared out among threads: two
 * threads in one run are hardly faster than one, while two processes of one thread each read 1.4 times as fast.
 *
 * They run in processes, not in worker threads: a thread that is ended while onnxruntime works takes the
 * whole process down with it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import type { BatchSteps, RecogniserNetwork, StripBatch } from './recogniser-network';
import type { BatchReply, BatchRequest } from './recogniser-process';

const MAX_PROCESSES = 4;
const MAX_THREADS = 8;
/** Batches a process holds: one to work on and one on its way. */
const DEPTH = 2;

export class RecogniserPool {
  private members: Member[] = [];
  /** Processes cannot be started here, or not that network: not tried again. */
  private failed = false;
  private readonly waiting: ((member: Member | undefined) => void)[] = [];

  /** @param own Reads when there are no processes. */
  constructor(
    private readonly folder: string,
    private readonly own: RecogniserNetwork,
  ) {}

  /** How many batches may be under way at once. */
  get capacity(): number {
    return Math.max(1, this.members.length * DEPTH);
  }

  /** Ids of the running processes. */
  get processIds(): number[] {
    return this.members.flatMap(({ pid }) => pid ?? []);
  }

  /** Starts the processes, where there are cores for them. They stay until `stop`, or until this process ends. */
  start(): void {
    if (this.members.length > 0 || this.failed) return;
    const cores = Math.min(MAX_THREADS, availableParallelism());
    if (cores === 1) return;
    const count = Math.min(MAX_PROCESSES, cores);
    for (let i = 0; i < count; i++) {
      const member = new Member(this.folder, Math.floor(cores / count), () => this.lose(member));
      this.members.push(member);
    }
  }

  async run(batch: StripBatch): Promise<BatchSteps> {
    const member = await this.free();
    if (!member) return this.own.run(batch);
    try {
      return await member.run(batch);
    } catch {
      // The process died, perhaps because memory ran out; what it had is not lost.
      return this.own.run(batch);
    } finally {
      if (member.alive) this.waiting.shift()?.(member);
    }
  }

  /** Ends the processes; the next `start` begins anew. */
  stop(): void {
    for (const member of this.members) member.stop();
  }

  /** The member with the least to do; undefined where there are none. */
  private async free(): Promise<Member | undefined> {
    if (this.members.length === 0) return undefined;
    const [least] = [...this.members].sort((a, b) => a.load - b.load);
    if (least!.load < DEPTH) return least;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private lose(member: Member): void {
    this.members = this.members.filter((other) => other !== member);
    this.failed ||= !member.worked;
    if (this.members.length === 0) for (const resolve of this.waiting.splice(0)) resolve(undefined);
  }
}

interface Pending {
  readonly resolve: (steps: BatchSteps) => void;
  readonly reject: (error: Error) => void;
}

class Member {
  alive = true;
  /** Whether it has answered at least once. */
  worked = false;
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private next = 0;

  constructor(folder: string, threads: number, onEnd: () => void) {
    // Beside this module, as source or as bundle.
    const file = join(__dirname, `recogniser-process${extname(__filename)}`);
    this.child = fork(file, [folder, String(threads)], {
      serialization: 'advanced',
      // Standard output may be a protocol's or a user's.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child.on('message', (reply: BatchReply) => {
      const pending = this.pending.get(reply.id);
      this.pending.delete(reply.id);
      this.worked = true;
      if ('error' in reply) pending?.reject(new Error(reply.error));
      else pending?.resolve(reply);
      this.hold();
    });
    const end = (): void => {
      if (!this.alive) return;
      this.alive = false;
      onEnd();
      for (const { reject } of this.pending.values()) reject(new Error('The process ended.'));
      this.pending.clear();
    };
    this.child.once('exit', end);
    this.child.once('error', end);
    this.hold();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get load(): number {
    return this.pending.size;
  }

  run({ pixels, lines, width }: StripBatch): Promise<BatchSteps> {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      this.pending.set(id, { resolve, reject });
      this.hold();
      this.child.send({ id, pixels, lines, width } satisfies BatchRequest, (error) => {
        if (error) this.child.kill();
      });
    });
  }

  stop(): void {
    this.worked = true;
    this.child.kill();
  }

  /** Keeps this process alive while there is something to wait for, and not longer. */
  private hold(): void {
    const how = this.pending.size > 0 ? 'ref' : 'unref';
    this.child[how]();
    this.child.channel?.[how]();
  }
}
