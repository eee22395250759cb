import type { ErrorCode } from './protocol';

/** An error whose message is written for the user: it names the thing and the next step. */
export class PixelScribeError extends Error {
  override readonly name = 'PixelScribeError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** By name: every bundle has a class of its own. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof Error && error.name === 'PixelScribeError'
    ? (error as PixelScribeError).code
    : 'internal';
}

/** The sentence of an error, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
