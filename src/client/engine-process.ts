import { type ChildProcess, fork } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { ModelFolders } from '../engine/tasks';
import { LogNotification, type LogParams } from '../protocol';
import type { NodeRuntime } from './node-runtime';

export interface EngineExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * glibc keeps freed memory in a heap for each thread, and pictures are decoded on four. With one heap for all,
 * the process holds a third less after many large pictures and is no slower.
 */
const ONE_HEAP = { MALLOC_ARENA_MAX: '1' };

/** One inference process and the connection to it. */
export class EngineProcess {
  readonly connection: MessageConnection;
  /** Settles once, when the process is gone. */
  readonly exited: Promise<EngineExit>;
  private readonly child: ChildProcess;

  constructor(
    engineFile: string,
    models: ModelFolders,
    runtime: NodeRuntime,
    log: (entry: LogParams) => void,
  ) {
    this.child = fork(engineFile, [models.bundled, models.installed], {
      execPath: runtime.execPath,
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '', ...ONE_HEAP, ...runtime.env },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream
        ?.setEncoding('utf8')
        .on('data', (text: string) => log({ level: 'warn', message: text.trimEnd() }));
    }
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => resolve({ code, signal }));
      this.child.once('error', (error) => {
        log({ level: 'error', message: `The engine could not be started: ${error.message}` });
        resolve({ code: null, signal: null });
      });
    });
    this.connection = createMessageConnection(
      new IPCMessageReader(this.child),
      new IPCMessageWriter(this.child),
    );
    this.connection.onNotification(LogNotification, log);
    // Writing to a process that has just died is reported here; `exited` is what callers act on.
    this.connection.onError(([error]) => log({ level: 'debug', message: `connection: ${error.message}` }));
    this.connection.listen();
    void this.exited.then(() => this.connection.dispose());
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether the host ended it, so that the exit is no crash. */
  killed = false;

  kill(): void {
    this.killed = true;
    this.child.kill('SIGKILL');
  }
}

/** What an exit means for the user, where the signal tells. */
export function explainExit({ code, signal }: EngineExit): string {
  // 0xC000001D: illegal instruction on Windows.
  if (signal === 'SIGTRAP' || signal === 'SIGILL' || code === 0xc000001d) {
    return `The engine was stopped by ${signal ?? 'an illegal instruction'}: onnxruntime does not run in this Node or on this processor. Set pixelscribe.engine.nodePath to a Node of version 20 or newer.`;
  }
  if (signal === 'SIGKILL') return 'The engine was killed, perhaps because memory ran out.';
  if (signal) return `The engine was stopped by ${signal}.`;
  return `The engine stopped with exit code ${code ?? 'unknown'}.`;
}
