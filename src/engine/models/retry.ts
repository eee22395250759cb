/** When to try again, and how long to wait first. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RedirectError, StallError } from './http';

export interface RetryPolicy {
  /** Attempts in a row that bring nothing new before giving up. */
  readonly attempts: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** A server that asks for a longer pause than this is not waited for. */
  readonly maxRetryAfterMs: number;
  /** How long nothing may arrive. */
  readonly stallMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 6,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 120_000,
  stallMs: 30_000,
};

/** An answer that is not the file. */
export class StatusError extends Error {
  constructor(
    readonly status: number,
    readonly host: string,
    /** What the server asked for, if it did. */
    readonly retryAfterMs?: number,
  ) {
    super(`${host} answers with status ${status}`);
  }
}

/** The answer ended before the file did, without an error of the connection. */
export class CutOffError extends Error {
  constructor(host: string) {
    super(`${host} ended the file early`);
  }
}

const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

const PASSING_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EPROTO',
  'ERR_STREAM_PREMATURE_CLOSE',
  'HPE_INVALID_CONSTANT',
]);

/** Whether the same request may succeed a little later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StatusError) return PASSING_STATUS.has(error.status);
  if (error instanceof StallError || error instanceof CutOffError) return true;
  if (error instanceof RedirectError) return false;
  const code = errorCode(error);
  return code !== undefined && PASSING_CODES.has(code);
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Exponential back-off with jitter, so that many clients cut off together do not return together. */
export function backoffMs(attempt: number, policy: RetryPolicy, random: () => number = Math.random): number {
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** attempt);
  return ceiling / 2 + (random() * ceiling) / 2;
}

/** `Retry-After` in seconds or as a date; undefined when it is neither. */
export function parseRetryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Runs `action` until it succeeds, fails for good, or brings nothing new `policy.attempts` times in a row.
 * `progressed` tells whether the last attempt got further than any before it.
 */
export async function withRetries<T>(
  action: () => Promise<T>,
  policy: RetryPolicy,
  hooks: {
    readonly signal?: AbortSignal;
    readonly progressed?: () => boolean;
    readonly onRetry?: (error: unknown, delayMs: number) => void;
  } = {},
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      hooks.signal?.throwIfAborted();
      if (!isPassing(error)) throw error;
      if (hooks.progressed?.()) attempt = 0;
      if (attempt + 1 >= policy.attempts) throw error;
      const asked = error instanceof StatusError ? error.retryAfterMs : undefined;
      if (asked !== undefined && asked > policy.maxRetryAfterMs) throw error;
      const delayMs = Math.max(asked ?? 0, backoffMs(attempt, policy));
      hooks.onRetry?.(error, delayMs);
      await sleep(delayMs, undefined, { signal: hooks.signal });
    }
  }
}
