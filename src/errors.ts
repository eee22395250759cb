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
