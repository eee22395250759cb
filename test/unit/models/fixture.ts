/** A small model on a local hub, with a store in a folder of its own. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CatalogueFile } from '../../../src/engine/models/catalogue';
import { type DownloadOptions, downloadModel } from '../../../src/engine/models/install';
import type { RetryPolicy } from '../../../src/engine/models/retry';
import { type InstalledModel, ModelStore } from '../../../src/engine/models/store';
import { PixelScribeError } from '../../../src/errors';
import type { ErrorCode } from '../../../src/protocol';
import { HubServer, sha256 } from './hub-server';

export const WEIGHTS = 'onnx/decoder_model_merged_q4.onnx';
export const CONFIG = 'config.json';
export const QUICK: RetryPolicy = {
  attempts: 4,
  baseDelayMs: 5,
  maxDelayMs: 20,
  maxRetryAfterMs: 3000,
  stallMs: 300,
};

const PATHS = [CONFIG, 'onnx/vision_encoder_q4f16.onnx', 'onnx/embed_tokens_int8.onnx', WEIGHTS];

/** What the catalogue says about a file: everything, or nothing but its path. */
type Known = 'all' | 'sha256' | 'nothing';

export class Fixture {
  readonly contents = new Map<string, Buffer>();

  private constructor(
    readonly hub: HubServer,
    readonly root: string,
  ) {}

  static async create({
    bytes = 300_000,
    known = 'all' as Known,
    researchOnly = false,
  } = {}): Promise<Fixture> {
    const root = await mkdtemp(join(tmpdir(), 'pixelscribe-models-'));
    const hub = await new HubServer('someone/tiny', 'a'.repeat(40)).start();
    const fixture = new Fixture(hub, root);
    for (const path of PATHS) {
      fixture.contents.set(path, randomBytes(path === CONFIG ? 500 : path === WEIGHTS ? bytes : 20_000));
    }
    for (const [path, content] of fixture.contents) hub.files.set(path, content);
    await fixture.#writeCatalogue(known, researchOnly);
    return fixture;
  }

  get bundledDir(): string {
    return join(this.root, 'bundled');
  }

  get folder(): string {
    return join(this.root, 'store');
  }

  store(): Promise<ModelStore> {
    return ModelStore.open({ bundledDir: this.bundledDir, folder: this.folder });
  }

  async download(options: Partial<DownloadOptions> = {}): Promise<InstalledModel> {
    return downloadModel(await this.store(), 'tiny', { proxy: 'editor', retry: QUICK, ...options });
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async dispose(): Promise<void> {
    await this.hub.stop();
    await rm(this.root, { recursive: true, force: true });
  }

  /** A folder with all files, as a clone of the repository. */
  async clone(name: string): Promise<string> {
    const folder = join(this.root, name);
    for (const [path, content] of this.contents) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return folder;
  }

  async #writeCatalogue(known: Known, researchOnly: boolean): Promise<void> {
    const entry = (path: string): CatalogueFile => {
      const content = this.contents.get(path);
      assert.ok(content);
      return {
        path,
        ...(known === 'all' ? { bytes: content.length } : { aboutBytes: content.length - 1 }),
        ...(known === 'nothing' ? {} : { sha256: sha256(content) }),
      };
    };
    const parts = {
      vision: { q4f16: entry(PATHS[1]!) },
      embed: { int8: entry(PATHS[2]!) },
      decoder: { q4: entry(WEIGHTS) },
    };
    const licence = { name: 'Test Licence', url: 'about:blank', text: ['Be kind.'], researchOnly };
    const tiny = {
      id: 'tiny',
      title: 'Tiny',
      kind: 'download',
      purpose: 'Tests.',
      licence: 'test',
      source: { repo: this.hub.repo, revision: this.hub.revision },
      runtime: 'ready',
      memoryBytes: 1,
      files: [entry(CONFIG)],
      parts,
      mixes: [
        {
          id: 'standard',
          title: 'Standard',
          note: '',
          parts: { vision: 'q4f16', embed: 'int8', decoder: 'q4' },
        },
      ],
    };
    const shipped = {
      id: 'shipped',
      title: 'Shipped',
      kind: 'bundled',
      purpose: '',
      licence: 'test',
      folder: 'shipped',
    };
    await mkdir(join(this.bundledDir, 'shipped'), { recursive: true });
    await writeFile(join(this.bundledDir, 'shipped', 'model.onnx'), 'weights');
    const catalogue = {
      schema: 1,
      hub: this.hub.url,
      licences: { test: { ...licence, modelTypes: ['tiny_type'] } },
      models: [shipped, tiny],
    };
    await writeFile(join(this.bundledDir, 'catalogue.json'), JSON.stringify(catalogue));
  }
}

/** @returns the error's message */
export async function rejectsWith(promise: Promise<unknown>, code: ErrorCode): Promise<string> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof PixelScribeError, `a PixelScribeError, not ${error}`);
    assert.equal(error.code, code, error.message);
    return error.message;
  }
  throw new assert.AssertionError({ message: `did not fail with ${code}` });
}
