/**
 * The models on this machine: those that ship with the extension, and those the user installed.
 *
 *     <folder>/<id>/…                       files of an installed model, with pixelscribe-model.json
 *     <folder>/.partial/<id>/…              what an unfinished download has so far
 *     <folder>/.partial/<id>.import/…       copies that are being checked
 *     <folder>/.<id>.lock                   held while a model is installed, imported or removed
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { PixelScribeError } from '../../errors';
import { type BundledModel, Catalogue } from './catalogue';
import { folderError } from './failures';
import { hashFile } from './hash';
import { type LockOptions, withLock } from './lock';
import { isManifestFile, type Manifest, type ManifestFile, readManifest, writeManifest } from './manifest';
import { type OnProgress, ProgressCounter } from './progress';

export interface StoreOptions {
  /** The extension's `models/` folder, with catalogue.json and the bundled models. */
  readonly bundledDir: string;
  /** Where downloaded models live. Need not exist. */
  readonly folder: string;
  /** Sizes and hashes of the bundled files, written by the build. Without it only their presence is checked. */
  readonly bundledHashesFile?: string;
}

export interface InstalledModel {
  readonly id: string;
  readonly title: string;
  readonly dir: string;
  /** Relative to `dir`, with forward slashes. */
  readonly files: readonly string[];
  readonly bytes: number;
}

export interface FileProblem {
  readonly path: string;
  readonly problem: 'missing' | 'wrong-size' | 'wrong-contents';
}

export type ModelStatus =
  | { readonly state: 'bundled' | 'installed'; readonly model: InstalledModel }
  | { readonly state: 'missing' }
  /** A download was begun and can go on. */
  | { readonly state: 'partial'; readonly bytes: number }
  | { readonly state: 'damaged'; readonly problems: readonly FileProblem[] };

export interface ListedModel {
  readonly id: string;
  readonly title: string;
  readonly status: ModelStatus;
}

export class ModelStore {
  constructor(
    readonly catalogue: Catalogue,
    readonly options: StoreOptions,
  ) {}

  static async open(options: StoreOptions): Promise<ModelStore> {
    return new ModelStore(await Catalogue.load(options.bundledDir), options);
  }

  /** Presence and sizes are looked at, contents are not: cheap enough for every request. */
  async status(id: string): Promise<ModelStatus> {
    const bundled = this.#bundled(id);
    const dir = this.dir(id);
    const manifest = bundled ? undefined : await readManifest(dir);
    if (!bundled && !manifest) {
      const bytes = await folderBytes(this.partialDir(id));
      return bytes > 0 ? { state: 'partial', bytes } : { state: 'missing' };
    }
    const files = manifest ? manifest.files : await this.#bundledFiles(bundled!);
    const problems: FileProblem[] = [
      ...(await findProblems(dir, files)),
      ...(manifest?.damaged ?? []).map((path) => ({ path, problem: 'wrong-contents' }) as const),
    ];
    if (problems.length > 0) return { state: 'damaged', problems };
    const title = manifest?.title ?? bundled!.title;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const model = { id, title, dir, files: files.map(({ path }) => path), bytes };
    return { state: bundled ? 'bundled' : 'installed', model };
  }

  /** @throws PixelScribeError `model-damaged` */
  async installed(id: string): Promise<InstalledModel | undefined> {
    const status = await this.status(id);
    if (status.state === 'damaged') throw this.#damaged(id, status.problems);
    return 'model' in status ? status.model : undefined;
  }

  /** @throws PixelScribeError `model-missing` or `model-damaged`, naming what to do */
  async require(id: string): Promise<InstalledModel> {
    const model = await this.installed(id);
    if (!model) {
      throw new PixelScribeError('model-missing', `${this.title(id)} is not installed. ${this.#remedy(id)}`);
    }
    return model;
  }

  /** The catalogue's models, then those imported under names of their own. */
  async list(): Promise<ListedModel[]> {
    const known = this.catalogue.models.map(({ id }) => id);
    const entries = await readdir(this.options.folder, { withFileTypes: true }).catch(() => []);
    const imported: string[] = [];
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith('.') || known.includes(name) || !entry.isDirectory()) continue;
      if (await readManifest(join(this.options.folder, name))) imported.push(name);
    }
    return Promise.all(
      [...known, ...imported.sort()].map(async (id) => {
        const title = this.catalogue.find(id)?.title ?? (await readManifest(this.dir(id)))?.title ?? id;
        return { id, title, status: await this.status(id) };
      }),
    );
  }

  /**
   * Reads every byte. What it finds wrong is remembered, so that nothing loads a damaged file.
   *
   * @throws PixelScribeError `model-missing`
   */
  async verify(
    id: string,
    options: { signal?: AbortSignal; onProgress?: OnProgress } = {},
  ): Promise<readonly FileProblem[]> {
    const bundled = this.#bundled(id);
    const dir = this.dir(id);
    const manifest = bundled ? undefined : await readManifest(dir);
    if (!bundled && !manifest) await this.require(id);
    const files = manifest ? manifest.files : await this.#bundledFiles(bundled!);
    const problems = [...(await findProblems(dir, files))];
    const whole = files.filter(({ path }) => !problems.some((problem) => problem.path === path));
    const counter = new ProgressCounter(
      whole.reduce((sum, { bytes }) => sum + bytes, 0),
      options.onProgress,
    );
    for (const { path, sha256 } of whole) {
      const onBytes = (bytes: number) => counter.add('checking', path, bytes);
      const actual = await hashFile(join(dir, path), { signal: options.signal, onBytes });
      if (sha256 !== '' && actual.sha256 !== sha256) problems.push({ path, problem: 'wrong-contents' });
    }
    if (manifest) await this.#remember(dir, manifest, problems);
    return problems;
  }

  /**
   * Deletes an installed model and what is left of unfinished downloads.
   *
   * @returns the bytes that were freed
   * @throws PixelScribeError `model-missing` when there is nothing to remove, `model-unknown` for a bundled one
   */
  async remove(id: string, options: LockOptions = {}): Promise<number> {
    if (this.#bundled(id)) {
      throw new PixelScribeError(
        'model-unknown',
        `${this.title(id)} ships with PixelScribe and cannot be removed on its own.`,
      );
    }
    const folders = [this.dir(id), this.partialDir(id), this.importDir(id)];
    const sizes = await Promise.all(folders.map(folderBytes));
    if (sizes.every((bytes) => bytes === 0)) {
      throw new PixelScribeError('model-missing', `${this.title(id)} is not installed.`);
    }
    try {
      await this.lock(
        id,
        async () => {
          for (const folder of folders) {
            // Out of sight in one step, so that nobody finds half a model.
            const aside = join(this.options.folder, `.removed-${randomUUID()}`);
            await rename(folder, aside).catch((error: NodeJS.ErrnoException) => {
              if (error.code !== 'ENOENT') throw error;
            });
            await rm(aside, { recursive: true, force: true });
          }
        },
        options,
      );
    } catch (error) {
      throw folderError(error, this.options.folder);
    }
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  }

  dir(id: string): string {
    const bundled = this.#bundled(id);
    return bundled ? join(this.options.bundledDir, bundled.folder) : join(this.options.folder, id);
  }

  partialDir(id: string): string {
    return join(this.options.folder, '.partial', id);
  }

  /** Not the folder of unfinished downloads, which stays useful when an import fails. */
  importDir(id: string): string {
    return `${this.partialDir(id)}.import`;
  }

  title(id: string): string {
    return this.catalogue.find(id)?.title ?? id;
  }

  async lock<T>(
    id: string,
    action: (signal: AbortSignal) => Promise<T>,
    options: LockOptions = {},
  ): Promise<T> {
    await mkdir(this.options.folder, { recursive: true });
    return withLock(join(this.options.folder, `.${id}.lock`), action, options);
  }

  #bundled(id: string): BundledModel | undefined {
    const model = this.catalogue.find(id);
    return model?.kind === 'bundled' ? model : undefined;
  }

  /** With an empty hash where the build has written none. */
  async #bundledFiles(model: BundledModel): Promise<readonly ManifestFile[]> {
    const { bundledHashesFile, bundledDir } = this.options;
    if (bundledHashesFile) {
      const json = JSON.parse(await readFile(bundledHashesFile, 'utf8').catch(() => '{}')) as Record<
        string,
        unknown
      >;
      const files = json[model.folder];
      if (Array.isArray(files) && files.length > 0 && files.every(isManifestFile)) return files;
    }
    const dir = join(bundledDir, model.folder);
    const files = await listFiles(dir);
    if (files.length === 0) return [{ path: '', bytes: 0, sha256: '' }];
    return files.map(({ path, bytes }) => ({ path, bytes, sha256: '' }));
  }

  async #remember(dir: string, manifest: Manifest, problems: readonly FileProblem[]): Promise<void> {
    const damaged = problems.filter(({ problem }) => problem === 'wrong-contents').map(({ path }) => path);
    if (damaged.join() === (manifest.damaged ?? []).join()) return;
    // A shared folder may be read-only; the caller has the answer in any case.
    await writeManifest(dir, {
      ...manifest,
      damaged: damaged.length > 0 ? damaged : undefined,
    }).catch(() => undefined);
  }

  #damaged(id: string, problems: readonly FileProblem[]): PixelScribeError {
    const [first, ...rest] = problems;
    const what = {
      missing: 'is missing',
      'wrong-size': 'has the wrong size',
      'wrong-contents': 'is damaged',
    };
    const others = rest.length > 0 ? ` (and ${rest.length} more)` : '';
    return new PixelScribeError(
      'model-damaged',
      `${this.title(id)} cannot be used: ${first?.path || this.dir(id)} ${what[first?.problem ?? 'missing']}${others}. ${this.#remedy(id)}`,
    );
  }

  /** The next step for a model that is missing or damaged. */
  #remedy(id: string): string {
    const model = this.catalogue.find(id);
    if (!model) return 'Import it again with “PixelScribe: Manage Models” or `pixelscribe models import`.';
    if (model.kind === 'bundled') return 'Reinstall PixelScribe.';
    return `Install it with “PixelScribe: Manage Models” or \`pixelscribe models download ${id}\`.`;
  }
}

async function findProblems(dir: string, files: readonly ManifestFile[]): Promise<FileProblem[]> {
  const problems: FileProblem[] = [];
  for (const { path, bytes } of files) {
    const info = await stat(join(dir, path)).catch(() => undefined);
    if (!info?.isFile()) problems.push({ path, problem: 'missing' });
    else if (info.size !== bytes) problems.push({ path, problem: 'wrong-size' });
  }
  return problems;
}

/** All files below a folder, paths relative with forward slashes; empty when there is no folder. */
export async function listFiles(dir: string): Promise<{ path: string; bytes: number }[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: { path: string; bytes: number }[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const info = await stat(file).catch(() => undefined);
    if (info?.isFile()) files.push({ path: relative(dir, file).replaceAll(sep, '/'), bytes: info.size });
  }
  return files;
}

async function folderBytes(dir: string): Promise<number> {
  return (await listFiles(dir)).reduce((sum, { bytes }) => sum + bytes, 0);
}
