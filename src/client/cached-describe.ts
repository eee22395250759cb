/** Descriptions by the picture's content: a picture that was described before is not sent to the engine again. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import type { DescribeResult, ImageParams, ImageSource, Priority } from '../protocol';
import { contentHash, type ResultCache } from './result-cache';

export interface DescribeEngine {
  describe(params: ImageParams, token: CancellationToken): Promise<DescribeResult>;
}

export interface Described {
  readonly result: DescribeResult;
  /** Of the picture that was described; absent for one that kept changing. */
  readonly hash?: string;
}

/** How often a picture that changes while it is described is described anew. */
const MAX_ATTEMPTS = 3;

export class CachedDescribe {
  constructor(
    private readonly engine: DescribeEngine,
    private readonly cache: ResultCache,
    /** Folder of the installed models: another model describes otherwise. */
    private readonly modelsFolder: () => string,
  ) {}

  /**
   * The description of the picture as it is when the promise resolves: a file that changed in the meantime is
   * described again.
   *
   * @throws PixelScribeError as `EngineClient.describe` does
   */
  async describe(
    source: ImageSource,
    priority: Priority,
    token: CancellationToken,
    { longDescription = false }: { readonly longDescription?: boolean } = {},
  ): Promise<Described> {
    const task = (await this.task()) + (longDescription ? '\0long' : '');
    for (let attempt = 1; ; attempt++) {
      const hash = await hashOf(source);
      const known = hash === undefined ? undefined : await this.cache.get<DescribeResult>(task, hash);
      if (known) return { result: known, hash };
      const result = await this.engine.describe({ source, priority, longDescription }, token);
      const after = await hashOf(source);
      if (hash !== undefined && hash === after) {
        await this.cache.set(task, hash, result);
        return { result, hash };
      }
      if (attempt >= MAX_ATTEMPTS) return { result };
    }
  }

  /** What is known about the picture without asking the engine. */
  async known(source: ImageSource): Promise<DescribeResult | undefined> {
    const hash = await hashOf(source);
    return hash === undefined ? undefined : this.cache.get<DescribeResult>(await this.task(), hash);
  }

  private async task(): Promise<string> {
    return `describe\0${await stateOf(this.modelsFolder())}`;
  }
}

/** Changes when a model is installed, replaced or removed. */
async function stateOf(modelsFolder: string): Promise<string> {
  const names = await readdir(modelsFolder).catch(() => []);
  const states = names.sort().map(async (name) => {
    const modifiedMs = await stat(join(modelsFolder, name)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return `${name} ${modifiedMs}`;
  });
  return (await Promise.all(states)).join('\n');
}

/** Undefined where the file cannot be read; the engine then says why. */
export async function hashOf(source: ImageSource): Promise<string | undefined> {
  if ('bytes' in source) return contentHash(source.bytes);
  return readFile(source.path).then(contentHash, () => undefined);
}
