/**
 * Addresses and listings of a model hub, or of a mirror with the same layout.
 *
 * `GET <base>/<repo>/resolve/<revision>/<path>` is a file, and `GET <base>/api/models/<repo>/tree/<revision>` lists
 * them: `[{type, path, size, oid, lfs?: {oid, size}}]`, where `lfs.oid` is the SHA-256 of a large file and
 * `oid` otherwise the git object id of its contents.
 */
import { PixelScribeError } from '../../errors';
import type { CatalogueFile, DownloadableModel } from './catalogue';
import type { FetchOptions, WantedFile } from './fetch-file';
import { get } from './http';
import { parseRetryAfter, StatusError, withRetries } from './retry';

/** A listing is a few kB; anything much longer is not one. */
const MAX_LISTING_BYTES = 8 << 20;

interface ListedFile {
  readonly bytes: number;
  readonly sha256?: string;
  readonly gitOid?: string;
}

/** @throws PixelScribeError `download-failed` for a mirror that is not an http(s) address */
export function parseBase(address: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(address.endsWith('/') ? address : `${address}/`);
  } catch {
    // Falls through to the message below.
  }
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new PixelScribeError(
      'download-failed',
      `The mirror “${address}” is not an address that begins with https:// or http://. Correct the setting pixelscribe.models.mirror or --mirror.`,
    );
  }
  return url;
}

export function fileUrl(base: URL, source: DownloadableModel['source'], path: string): URL {
  return new URL(
    `${escapePath(source.repo)}/resolve/${escapePath(source.revision)}/${escapePath(path)}`,
    base,
  );
}

function escapePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * Completes sizes and digests of the catalogue's files from the hub's listing of the pinned revision, which is
 * asked for only when something is missing.
 *
 * @throws PixelScribeError `download-failed` when a digest remains unknown, or the listing contradicts the catalogue
 */
export async function completeFiles(
  base: URL,
  model: DownloadableModel,
  files: readonly CatalogueFile[],
  options: Pick<FetchOptions, 'proxy' | 'retry' | 'signal' | 'onRetry'>,
): Promise<WantedFile[]> {
  const complete = files.every(({ bytes, sha256 }) => bytes !== undefined && sha256 !== undefined);
  const hashed = files.every(({ sha256 }) => sha256 !== undefined);
  if (complete) return [...files];
  const listing = await fetchListing(base, model.source, options).catch((error: unknown) => {
    // A plain file server has no listing. The digests in the catalogue are enough; sizes come with the answers.
    if (hashed && error instanceof StatusError) return new Map<string, ListedFile>();
    throw error;
  });
  return files.map((file) => completed(file, listing.get(file.path), base, model));
}

function completed(
  file: CatalogueFile,
  listed: ListedFile | undefined,
  base: URL,
  model: DownloadableModel,
): WantedFile {
  const contradicts =
    listed !== undefined &&
    ((file.bytes !== undefined && listed.bytes !== file.bytes) ||
      (file.sha256 !== undefined && listed.sha256 !== undefined && listed.sha256 !== file.sha256));
  if (contradicts) {
    throw new PixelScribeError(
      'download-failed',
      `${base.host} lists another ${file.path} for ${model.title} than the published one. Check the mirror.`,
    );
  }
  const sha256 = file.sha256 ?? listed?.sha256;
  const gitOid = file.sha256 === undefined ? listed?.gitOid : undefined;
  if (sha256 === undefined && gitOid === undefined) {
    throw new PixelScribeError(
      'download-failed',
      `${base.host} does not list ${file.path} of ${model.title}, so it could not be checked. Nothing was downloaded. Check the mirror.`,
    );
  }
  return { ...file, bytes: file.bytes ?? listed?.bytes, sha256, gitOid };
}

async function fetchListing(
  base: URL,
  source: DownloadableModel['source'],
  { proxy, retry, signal, onRetry }: Parameters<typeof completeFiles>[3],
): Promise<Map<string, ListedFile>> {
  const url = new URL(
    `api/models/${escapePath(source.repo)}/tree/${escapePath(source.revision)}?recursive=true`,
    base,
  );
  const text = await withRetries(
    async () => {
      const response = await get(url, { proxy, signal, stallMs: retry.stallMs });
      try {
        if (response.status !== 200) {
          throw new StatusError(response.status, url.host, parseRetryAfter(response.headers['retry-after']));
        }
        const chunks: Buffer[] = [];
        let bytes = 0;
        for await (const chunk of response.body) {
          bytes += chunk.length;
          if (bytes > MAX_LISTING_BYTES) throw notAListing(url);
          chunks.push(chunk);
        }
        return Buffer.concat(chunks).toString('utf8');
      } finally {
        response.close();
      }
    },
    retry,
    { signal, onRetry },
  );
  return parseListing(text, url);
}

function parseListing(text: string, url: URL): Map<string, ListedFile> {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    // Falls through: a login page of the network, for instance.
  }
  if (!Array.isArray(entries)) throw notAListing(url);
  const files = new Map<string, ListedFile>();
  for (const entry of entries as readonly Partial<ListingEntry>[]) {
    if (entry?.type !== 'file' || typeof entry.path !== 'string' || typeof entry.size !== 'number') continue;
    const { lfs, oid } = entry;
    if (lfs && isHex(lfs.oid, 64)) files.set(entry.path, { bytes: lfs.size, sha256: lfs.oid });
    else if (!lfs && isHex(oid, 40)) files.set(entry.path, { bytes: entry.size, gitOid: oid });
  }
  return files;
}

interface ListingEntry {
  readonly type: string;
  readonly path: string;
  readonly size: number;
  readonly oid: string;
  readonly lfs?: { readonly oid: string; readonly size: number };
}

function isHex(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value);
}

function notAListing(url: URL): PixelScribeError {
  return new PixelScribeError(
    'download-failed',
    `${url.host} answers with something that is not a list of the model's files: perhaps a login page of the network. Check the mirror and the proxy.`,
  );
}
