import { errorCode, messageOf } from '../errors';

/** What a command may touch of the terminal; tests pass their own. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

export const EXIT_OK = 0;
/** At least one file failed. */
export const EXIT_FAILED = 1;
/** The command line itself was wrong. */
export const EXIT_USAGE = 2;

/** Says why a command failed; what was thrown after a cancellation is one. */
export function failed(io: Pick<Io, 'stderr'>, error: unknown, signal?: AbortSignal): typeof EXIT_FAILED {
  const own = errorCode(error);
  const code = own === 'internal' && signal?.aborted ? 'cancelled' : own;
  io.stderr.write(`pixelscribe: ${code}: ${messageOf(error)}\n`);
  return EXIT_FAILED;
}
