/** Downloads a model, or what is missing of it, checks it, and moves it into place. */
import { mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, PixelScribeError } from '../../errors';
import { chooseParts, type DownloadableModel, filesOf, type Licence, type Selection } from './catalogue';
import { downloadError, notEnoughSpace } from './failures';
import { type FetchOptions, fetchFile, type WantedFile } from './fetch-file';
import { matches } from './hash';
import type { HttpOptions } from './http';
import { completeFiles, fileUrl, parseBase } from './hub';
import { type Manifest, type ManifestFile, readManifest, writeManifest } from './manifest';
import { type OnProgress, ProgressCounter } from './progress';
import { DEFAULT_RETRY, type RetryPolicy } from './retry';
import type { InstalledModel, ModelStore } from './store';

export interface InstallOptions extends Selection {
  /** Id of the licence the user has accepted; needed where the licence is for research only. */
  readonly acceptedLicence?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface DownloadOptions extends InstallOptions {
  /** Replaces the hub's address. */
  readonly mirror?: string;
  readonly proxy: HttpOptions['proxy'];
  readonly retry?: RetryPolicy;
  /** Bytes free in a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** Left free on the disk. */
const MARGIN_BYTES = 64 << 20;

/**
 * Safe to call again after any failure, and for a model that is installed: then every file is checked, and only what is
 * missing or damaged is fetched.
 *
 * @throws PixelScribeError `model-unknown`, `licence-not-accepted`, `download-failed`, `disk-full`, `folder-not-writable`,
 *   `cancelled`
 */
export async function downloadModel(
  store: ModelStore,
  id: string,
  options: DownloadOptions,
): Promise<InstalledModel> {
  const model = store.catalogue.downloadable(id);
  const files = filesOf(model, chooseParts(model, options));
  const licence = store.catalogue.licence(model);
  requireConsent(model.title, licence, options.acceptedLicence);
  const base = parseBase(options.mirror || store.catalogue.hub);
  const { folder } = store.options;
  try {
    return await store.lock(
      id,
      async (signal) => {
        const retry = options.retry ?? DEFAULT_RETRY;
        const network = { proxy: options.proxy, retry, signal };
        const wanted = await completeFiles(base, model, files, {
          ...network,
          onRetry: reportRetry(options.onProgress, base.host),
        });
        const fetched = await fetchAll(store, model, base, wanted, options, network);
        return commit(store, model, fetched, {
          source: { host: base.host, ...model.source },
          ...consent(licence, options.acceptedLicence),
        });
      },
      { signal: options.signal, onWait: () => options.onProgress?.({ phase: 'waiting' }) },
    );
  } catch (error) {
    if (options.signal?.aborted) throw cancelled(model.title, error);
    throw downloadError(error, model.title, base.host, folder);
  }
}

/** Fetches into the folder of unfinished downloads what the model's folder does not have in good order. */
async function fetchAll(
  store: ModelStore,
  { id, source }: DownloadableModel,
  base: URL,
  wanted: readonly WantedFile[],
  options: DownloadOptions,
  network: Pick<FetchOptions, 'proxy' | 'retry'> & { readonly signal: AbortSignal },
): Promise<Staged> {
  const total = wanted.reduce((sum, file) => sum + (file.bytes ?? file.aboutBytes ?? 0), 0);
  const counter = new ProgressCounter(total, options.onProgress);
  const inPlace: ManifestFile[] = [];
  const staged: ManifestFile[] = [];
  const missing: WantedFile[] = [];
  for (const file of wanted) {
    const installed = await checkExisting(join(store.dir(id), file.path), file, network.signal);
    const fetched =
      installed ?? (await checkExisting(join(store.partialDir(id), file.path), file, network.signal));
    if (!fetched) {
      missing.push(file);
      continue;
    }
    (installed ? inPlace : staged).push(fetched);
    counter.skip('checking', file.path, fetched.bytes);
  }
  await requireSpace(store, id, missing, options.freeBytes ?? freeBytes);
  for (const file of missing) {
    const target = join(store.partialDir(id), file.path);
    const result = await fetchFile(fileUrl(base, source, file.path), file, target, {
      ...network,
      onBytes: (bytes) => counter.add('downloading', file.path, bytes),
      onResume: (bytes) => counter.skip('downloading', file.path, bytes),
      onRetry: reportRetry(options.onProgress, file.path),
    });
    staged.push({ path: file.path, ...result });
  }
  return { dir: store.partialDir(id), staged, inPlace };
}

async function checkExisting(
  file: string,
  wanted: WantedFile,
  signal: AbortSignal,
): Promise<ManifestFile | undefined> {
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile() || (wanted.bytes !== undefined && info.size !== wanted.bytes)) return undefined;
  const { ok, bytes, sha256 } = await matches(file, wanted, { signal });
  return ok ? { path: wanted.path, bytes, sha256 } : undefined;
}

async function requireSpace(
  store: ModelStore,
  id: string,
  missing: readonly WantedFile[],
  free: (folder: string) => Promise<number>,
): Promise<void> {
  let needed = 0;
  for (const { path, aboutBytes = 0, bytes = aboutBytes } of missing) {
    const part = await stat(join(store.partialDir(id), `${path}.part`)).catch(() => undefined);
    needed += Math.max(0, bytes - (part?.size ?? 0));
  }
  await checkSpace(store.options.folder, needed, free);
}

/** @throws PixelScribeError `disk-full` */
export async function checkSpace(
  folder: string,
  needed: number,
  free: (folder: string) => Promise<number> = freeBytes,
): Promise<void> {
  if (needed === 0) return;
  const available = await free(folder);
  if (available < needed + MARGIN_BYTES) throw notEnoughSpace(needed + MARGIN_BYTES, available, folder);
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export interface Staged {
  readonly dir: string;
  /** Below `dir`, checked. */
  readonly staged: readonly ManifestFile[];
  /** In the model's folder already, checked. */
  readonly inPlace: readonly ManifestFile[];
}

/**
 * Moves staged files into the model's folder one by one, then writes the manifest: until then the model does not count
 * as installed, or counts as it was. Files of another mix stay.
 */
export async function commit(
  store: ModelStore,
  { id, title, licence }: { id: string; title: string; licence?: string },
  { dir: from, staged, inPlace }: Staged,
  details: Pick<Manifest, 'source' | 'licenceAcceptedAt'>,
): Promise<InstalledModel> {
  const dir = store.dir(id);
  for (const { path } of staged) {
    const target = join(dir, path);
    await mkdir(dirname(target), { recursive: true });
    await rename(join(from, path), target);
  }
  const files = [...inPlace, ...staged];
  const paths = new Set(files.map(({ path }) => path));
  const before = await readManifest(dir);
  const others = before?.files.filter(({ path }) => !paths.has(path)) ?? [];
  const damaged = before?.damaged?.filter((path) => !paths.has(path));
  await writeManifest(dir, {
    schema: 1,
    id,
    title,
    licence,
    ...details,
    installedAt: new Date().toISOString(),
    files: [...others, ...files],
    damaged: damaged?.length ? damaged : undefined,
  });
  await rm(from, { recursive: true, force: true });
  return store.require(id);
}

/** @throws PixelScribeError `licence-not-accepted` */
export function requireConsent(title: string, licence: Licence, accepted: string | undefined): void {
  if (!licence.researchOnly || accepted === licence.id) return;
  throw new PixelScribeError(
    'licence-not-accepted',
    `${title} is licensed for research only (${licence.name}, ${licence.url}). Nothing was downloaded. ` +
      `To accept the licence, use “PixelScribe: Manage Models” or add --accept-licence ${licence.id}.`,
  );
}

/** When the licence was accepted, for the manifest. */
export function consent(licence: Licence, accepted: string | undefined): Pick<Manifest, 'licenceAcceptedAt'> {
  return accepted === licence.id ? { licenceAcceptedAt: new Date().toISOString() } : {};
}

function reportRetry(onProgress: OnProgress | undefined, file: string): FetchOptions['onRetry'] {
  return (error, delayMs) =>
    onProgress?.({
      phase: 'retrying',
      file,
      delayMs,
      reason: messageOf(error),
    });
}

export function cancelled(title: string, cause: unknown): PixelScribeError {
  return new PixelScribeError(
    'cancelled',
    `${title}: cancelled. What has arrived is kept; start again to go on.`,
    { cause },
  );
}
