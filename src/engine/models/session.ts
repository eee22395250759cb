import { availableParallelism } from 'node:os';
import { InferenceSession } from 'onnxruntime-node';

export interface SessionChoices {
  /** The machine's cores, eight at most, unless told. */
  readonly threads?: number;
  /** Keeps memory between runs; off unless told. */
  readonly arena?: boolean;
  /** Threads wait for one another awake; off unless told. */
  readonly spin?: boolean;
}

/**
 * Options every session starts from.
 *
 * No arena: pictures of ever new sizes make it grow without end, and under Electron's allocator a large one
 * dies by SIGTRAP (microsoft/onnxruntime#29763). No spinning: on a machine that does other work too it costs
 * up to 70 % more processor time and makes a run slower, not faster.
 *
 * Precise int8: on x86 processors without VNNI the fast products of int8 weights add pairs in 16 bits and overflow, which
 * makes answers wrong by tens of percent. Where there is VNNI the option changes nothing.
 */
export function sessionOptions({
  threads,
  arena,
  spin,
}: SessionChoices = {}): InferenceSession.SessionOptions {
  const withArena = (arena ?? false) && process.versions.electron === undefined;
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads ?? Math.max(1, Math.min(8, availableParallelism())),
    interOpNumThreads: 1,
    enableCpuMemArena: withArena,
    enableMemPattern: withArena,
    logSeverityLevel: 3,
    extra: {
      session: { intra_op: { allow_spinning: spin ? '1' : '0' }, x64quantprecision: '1' },
    },
  };
}

export function createSession(file: string, choices: SessionChoices = {}): Promise<InferenceSession> {
  return InferenceSession.create(file, sessionOptions(choices));
}
