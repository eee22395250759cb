/**
 * Fetches one file so that nothing already fetched is lost: what has arrived stays in `<target>.part`, any later
 * attempt, in this process or another, goes on from there, and the file gets its name only after its digest was right.
 */
import { PixelScribeError } from '../../errors';
import { type Digests, matches } from './hash';
import { get, type HttpOptions } from './http';
import { PartFile } from './part-file';
import { CutOffError, parseRetryAfter, type RetryPolicy, StatusError, withRetries } from './retry';

export interface WantedFile extends Digests {
  readonly path: string;
  readonly bytes?: number;
  /** For display and the disk-space check, where `bytes` is not known. */
  readonly aboutBytes?: number;
}

export interface FetchOptions {
  readonly proxy: HttpOptions['proxy'];
  readonly retry: RetryPolicy;
  readonly signal?: AbortSignal;
  /** Negative when a file has to start again. */
  readonly onBytes?: (bytes: number) => void;
  /** Bytes an earlier run left behind. */
  readonly onResume?: (bytes: number) => void;
  readonly onRetry?: (error: unknown, delayMs: number) => void;
}

export interface FetchedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * @param wanted has at least one digest
 * @param target where the file ends up; its folder is made
 * @throws PixelScribeError `download-failed` for a wrong length or digest; StatusError, or the connection's error when
 *   trying again did not help; the disk's error
 */
export async function fetchFile(
  url: URL,
  wanted: WantedFile,
  target: string,
  options: FetchOptions,
): Promise<FetchedFile> {
  if (wanted.sha256 === undefined && wanted.gitOid === undefined) {
    throw new Error(`no digest to check ${wanted.path} against`);
  }
  const part = new PartFile(target, url);
  await part.prepare();
  const startedAt = await part.size();
  if (startedAt > 0) options.onResume?.(startedAt);
  let resumed = startedAt > 0;
  for (;;) {
    await fetchRest(url, wanted, part, options);
    const { ok, bytes, sha256 } = await matches(part.file, wanted, { signal: options.signal });
    if (ok) {
      await part.finish(target);
      return { bytes, sha256 };
    }
    options.onBytes?.(-bytes);
    await part.discard();
    // The pieces may stem from two versions of the file, or from a disk that lost some: fetch it whole, once.
    if (!resumed) {
      throw new PixelScribeError(
        'download-failed',
        `${url.host} sent a ${wanted.path} whose contents are not what was published (SHA-256 ${sha256}). ` +
          'Nothing was kept. Check the mirror and the proxy, then try again.',
      );
    }
    resumed = false;
  }
}

async function fetchRest(url: URL, wanted: WantedFile, part: PartFile, options: FetchOptions): Promise<void> {
  let furthest = await part.size();
  await withRetries(() => fetchOnce(url, wanted, part, options), options.retry, {
    signal: options.signal,
    onRetry: options.onRetry,
    progressed: () => {
      const before = furthest;
      furthest = Math.max(furthest, part.written);
      return furthest > before;
    },
  });
}

/** One request for what is missing, appended to the partial file. */
async function fetchOnce(url: URL, wanted: WantedFile, part: PartFile, options: FetchOptions): Promise<void> {
  let offset = await part.size();
  if (wanted.bytes !== undefined && offset > wanted.bytes) offset = await restart(part, options);
  if (offset === wanted.bytes) return;
  const { signal, proxy } = options;
  const headers = offset > 0 ? await part.rangeHeaders() : {};
  const response = await get(url, { headers, signal, proxy, stallMs: options.retry.stallMs });
  try {
    const { status } = response;
    const contentRange = response.headers['content-range'];
    if (status === 416 && offset > 0) {
      // Nothing is left to send when the file is complete; otherwise the partial file belongs to another version.
      if (wanted.bytes === undefined && contentRange === `bytes */${offset}`) return;
      await restart(part, options);
      return await fetchOnce(url, wanted, part, options);
    }
    if (status !== 200 && status !== 206) {
      throw new StatusError(status, url.host, parseRetryAfter(response.headers['retry-after']));
    }
    const range = status === 206 ? parseContentRange(contentRange) : undefined;
    if (offset > 0 && range?.start !== offset) {
      offset = await restart(part, options);
      // A server without range support sends the whole file; any other piece is of no use.
      if (status === 206) return await fetchOnce(url, wanted, part, options);
    }
    const total = range ? range.total : parseLength(response.headers['content-length']);
    if (wanted.bytes !== undefined && total !== undefined && total !== wanted.bytes) {
      throw wrongLength(url, wanted, total);
    }
    await part.remember(response.headers.etag);
    await part.append(response.body, (written) => {
      options.onBytes?.(written);
      if (wanted.bytes !== undefined && part.written > wanted.bytes) {
        throw wrongLength(url, wanted, part.written);
      }
    });
    if (part.written < (wanted.bytes ?? total ?? 0)) throw new CutOffError(url.host);
  } finally {
    response.close();
  }
}

async function restart(part: PartFile, { onBytes }: FetchOptions): Promise<0> {
  const lost = await part.size();
  if (lost > 0) {
    await part.empty();
    onBytes?.(-lost);
  }
  return 0;
}

function parseContentRange(value: string | undefined): { start: number; total?: number } | undefined {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(value ?? '');
  if (!match) return undefined;
  return { start: Number(match[1]), total: match[2] === '*' ? undefined : Number(match[2]) };
}

function parseLength(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

function wrongLength(url: URL, wanted: WantedFile, bytes: number): PixelScribeError {
  return new PixelScribeError(
    'download-failed',
    `${url.host} sends ${bytes} bytes for ${wanted.path} where ${wanted.bytes} were published: it is another file, ` +
      'or a page of the network in between. Check the mirror and the proxy, then try again.',
  );
}
