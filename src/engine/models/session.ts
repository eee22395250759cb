import { availableParallelism } from 'node:os';
import { InferenceSession } from 'onnxruntime-node';

/**
 * Options every session starts from.
 *
 * Under Electron's allocator a large arena dies by SIGTRAP (microsoft/onnxruntime#29763), so arenas are
 * off there; they are off elsewhere too where `arena` is false, because pictures of ever new sizes make
 * an arena grow without end.
 */
export function sessionOptions(
  options: { threads?: number; arena?: boolean } = {},
): InferenceSession.SessionOptions {
  const electron = process.versions.electron !== undefined;
  const arena = (options.arena ?? false) && !electron;
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: options.threads ?? Math.max(1, Math.min(8, availableParallelism())),
    interOpNumThreads: 1,
    enableCpuMemArena: arena,
    enableMemPattern: arena,
    logSeverityLevel: 3,
  };
}

export function createSession(
  file: string,
  options: { threads?: number; arena?: boolean } = {},
): Promise<InferenceSession> {
  return InferenceSession.create(file, sessionOptions(options));
}
