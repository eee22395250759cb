/**
 * Installs a model from a folder, for machines without a network.
 *
 * 1. A folder with pixelscribe-model.json (another machine's installed model): the files it lists.
 * 2. A folder with the files of a catalogued model, such as a clone of its repository: those, checked against the catalogue.
 * 3. A folder with manifest.json, as `models/convert` writes it: the files it lists, under a name of the user's choice.
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PixelScribeError } from '../../errors';
import { allFiles, type CatalogueFile, type DownloadableModel, isSafePath, PARTS } from './catalogue';
import { folderError } from './failures';
import { hashFile } from './hash';
import { cancelled, checkSpace, commit, consent, type InstallOptions, requireConsent } from './install';
import { isManifestFile, MANIFEST_NAME, type ManifestFile, readManifest } from './manifest';
import { ProgressCounter } from './progress';
import type { InstalledModel, ModelStore } from './store';

export interface ImportOptions extends Omit<InstallOptions, 'mix' | 'parts'> {
  /** Needed for a folder that says nothing about which model it holds; defaults to the folder's name then. */
  readonly id?: string;
}

/** What a folder holds, found without reading the weights. */
export interface FoundModel {
  readonly id: string;
  readonly title: string;
  /** Catalogue id of the licence, if the model is known. */
  readonly licence?: string;
  /** Files without a hash are taken as they are, since nothing is known to compare them with. */
  readonly files: readonly CatalogueFile[];
}

/** @throws PixelScribeError `file-not-found`, `model-missing` when no model is found, `model-unknown` for a wrong id */
export async function inspectFolder(
  store: ModelStore,
  folder: string,
  id: string | undefined,
): Promise<FoundModel> {
  const info = await stat(folder).catch(() => undefined);
  if (!info?.isDirectory()) {
    throw new PixelScribeError('file-not-found', `There is no folder ${folder}. Choose the model's folder.`);
  }
  const manifest = await readManifest(folder);
  if (manifest) return named(store, id ?? manifest.id, manifest.title, manifest.files);
  const candidates = store.catalogue.models.filter(
    (model): model is DownloadableModel => model.kind === 'download' && (id === undefined || model.id === id),
  );
  for (const model of candidates) {
    const files = await presentFiles(folder, model);
    if (files) return { id: model.id, title: model.title, licence: model.licence, files };
  }
  const converted = await readConverterManifest(folder);
  if (converted) {
    const { files, modelType } = converted;
    const found = named(store, id ?? idFromName(folder), id ?? basename(resolve(folder)), files);
    return { ...found, licence: found.licence ?? store.catalogue.licenceOfType(modelType) };
  }
  throw new PixelScribeError(
    'model-missing',
    `${folder} holds no model that PixelScribe knows: config.json, tokenizer.json and the files in onnx/ are looked for. Choose the folder that directly holds them.`,
  );
}

/** A catalogued id keeps the catalogue's title, licence and hashes. */
function named(store: ModelStore, id: string, title: string, files: readonly ManifestFile[]): FoundModel {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    throw new PixelScribeError(
      'model-unknown',
      `“${id}” cannot be a model's name: use small letters, digits, dots and hyphens.`,
    );
  }
  const known = store.catalogue.find(id);
  if (!known) return { id, title, files };
  const model = store.catalogue.downloadable(id);
  const published = new Map(allFiles(model).map((file) => [file.path, file]));
  return {
    id,
    title: model.title,
    licence: model.licence,
    files: files.map((file) => ({ ...file, ...definedOnly(published.get(file.path)) })),
  };
}

function definedOnly(file: CatalogueFile | undefined): Partial<CatalogueFile> {
  return file?.sha256 === undefined
    ? {}
    : { sha256: file.sha256, ...(file.bytes ? { bytes: file.bytes } : {}) };
}

/** The model's files that are there; undefined unless they make up a whole model. */
async function presentFiles(folder: string, model: DownloadableModel): Promise<CatalogueFile[] | undefined> {
  const present: CatalogueFile[] = [];
  for (const file of allFiles(model)) {
    const info = await stat(join(folder, file.path)).catch(() => undefined);
    if (!info?.isFile()) continue;
    // Another model with the same file names is told apart by its sizes; a wrong hash is an error, not another model.
    if (file.bytes !== undefined && info.size !== file.bytes) return undefined;
    present.push({ ...file, bytes: info.size });
  }
  const paths = new Set(present.map(({ path }) => path));
  const whole =
    model.files.every(({ path }) => paths.has(path)) &&
    PARTS.every((part) => Object.values(model.parts[part]).some(({ path }) => paths.has(path)));
  return whole ? present : undefined;
}

async function readConverterManifest(
  folder: string,
): Promise<{ files: ManifestFile[]; modelType: string } | undefined> {
  try {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    const { files, model_type: modelType } = JSON.parse(text) as { files?: unknown; model_type?: unknown };
    return Array.isArray(files) && files.length > 0 && files.every(isManifestFile)
      ? { files, modelType: String(modelType) }
      : undefined;
  } catch {
    return undefined;
  }
}

function idFromName(folder: string): string {
  return basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64);
}

/**
 * Copies and checks; the folder itself stays as it is.
 *
 * @throws as {@link inspectFolder}, and PixelScribeError `licence-not-accepted`, `model-damaged` for a file whose contents
 *   are not the published ones, `disk-full`, `folder-not-writable`, `cancelled`
 */
export async function importFolder(
  store: ModelStore,
  folder: string,
  options: ImportOptions = {},
): Promise<InstalledModel> {
  const found = await inspectFolder(store, folder, options.id);
  const licence =
    found.licence === undefined ? undefined : store.catalogue.licence({ licence: found.licence });
  if (licence) requireConsent(found.title, licence, options.acceptedLicence);
  try {
    return await store.lock(
      found.id,
      async (signal) => {
        const dir = store.importDir(found.id);
        // What a killed import left behind.
        await rm(dir, { recursive: true, force: true });
        try {
          const staged = await copyFiles(store, folder, found, { ...options, signal });
          const accepted = licence ? consent(licence, options.acceptedLicence) : {};
          const details = { source: { imported: true }, ...accepted } as const;
          return await commit(store, found, { dir, staged, inPlace: [] }, details);
        } finally {
          await rm(dir, { recursive: true, force: true }).catch(() => undefined);
        }
      },
      { signal: options.signal, onWait: () => options.onProgress?.({ phase: 'waiting' }) },
    );
  } catch (error) {
    if (options.signal?.aborted) throw cancelled(found.title, error);
    throw folderError(error, store.options.folder);
  }
}

async function copyFiles(
  store: ModelStore,
  folder: string,
  { id, title, files }: FoundModel,
  { signal, onProgress }: ImportOptions,
): Promise<ManifestFile[]> {
  const total = files.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  await checkSpace(store.options.folder, total);
  const counter = new ProgressCounter(total, onProgress);
  const copied: ManifestFile[] = [];
  for (const { path, bytes, sha256 } of files) {
    if (!isSafePath(path) || path === MANIFEST_NAME) continue;
    const target = join(store.importDir(id), path);
    await mkdir(dirname(target), { recursive: true });
    // A copy-on-write clone where the file system can; the copy is what gets checked.
    await copyFile(join(folder, path), target, constants.COPYFILE_FICLONE).catch((error) => {
      throw error.code === 'ENOENT' ? damaged(title, folder, path, 'is missing') : error;
    });
    const onBytes = (read: number) => counter.add('copying', path, read);
    const actual = await hashFile(target, { signal, onBytes });
    if (bytes !== undefined && actual.bytes !== bytes)
      throw damaged(title, folder, path, 'has the wrong size');
    if (sha256 !== undefined && actual.sha256 !== sha256) {
      throw damaged(title, folder, path, 'is not the published file');
    }
    copied.push({ path, bytes: actual.bytes, sha256: actual.sha256 });
  }
  return copied;
}

function damaged(title: string, folder: string, path: string, what: string): PixelScribeError {
  return new PixelScribeError(
    'model-damaged',
    `${title} was not imported: ${join(folder, path)} ${what}. Copy the folder again from its source.`,
  );
}
