import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Identifies a picture by what is in it, wherever it lies and whatever it is called. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Results by content hash, one file each, so that several windows can share a folder. The least recently
 * used are dropped when there are more than `maxEntries`. A cache that cannot be read or written is no
 * error: the work is only done again.
 */
export class ResultCache {
  private writesUntilPrune = 0;

  /**
   * @param version results of another version are not found: include whatever changes them (extension
   * version, models)
   */
  constructor(
    private readonly folder: string,
    private readonly version: string,
    private readonly maxEntries = 1000,
  ) {}

  async get<R>(task: string, hash: string): Promise<R | undefined> {
    const file = this.file(task, hash);
    try {
      const result = JSON.parse(await readFile(file, 'utf8')) as R;
      const now = new Date();
      await utimes(file, now, now).catch(() => {});
      return result;
    } catch {
      return undefined;
    }
  }

  async set<R>(task: string, hash: string, result: R): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      // Written aside and moved, so that another window never reads half a result.
      const part = join(this.folder, `${randomUUID()}.part`);
      await writeFile(part, JSON.stringify(result));
      await rename(part, this.file(task, hash));
      if (this.writesUntilPrune-- <= 0) {
        this.writesUntilPrune = Math.ceil(this.maxEntries / 10);
        await this.prune();
      }
    } catch {
      // See above.
    }
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private file(task: string, hash: string): string {
    const key = createHash('sha256').update(`${this.version}\0${task}\0${hash}`).digest('hex');
    return join(this.folder, `${key}.json`);
  }

  private async prune(): Promise<void> {
    const names = await readdir(this.folder);
    if (names.length <= this.maxEntries) return;
    const files = await Promise.all(
      names.map(async (name) => {
        const file = join(this.folder, name);
        return {
          file,
          usedMs: await stat(file).then(
            ({ mtimeMs }) => mtimeMs,
            () => 0,
          ),
        };
      }),
    );
    files.sort((a, b) => b.usedMs - a.usedMs);
    await Promise.all(files.slice(this.maxEntries).map(({ file }) => rm(file, { force: true })));
  }
}
