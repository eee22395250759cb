/** A file on its way: the bytes so far, which outlive the process, and the version they belong to. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export class PartFile {
  readonly file: string;
  readonly #note: string;
  /** Identifies the address without writing it down: it may hold a password. */
  readonly #source: string;
  /** Bytes on the disk after the last write. */
  written = 0;

  constructor(target: string, url: URL) {
    this.file = `${target}.part`;
    this.#note = `${target}.part.json`;
    this.#source = createHash('sha256').update(url.href).digest('hex');
  }

  /** Makes the folder and, where nothing has arrived yet, an empty file. */
  async prepare(): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    await (await open(this.file, 'a')).close();
  }

  async size(): Promise<number> {
    const info = await stat(this.file).catch(() => undefined);
    this.written = info?.size ?? 0;
    return this.written;
  }

  /**
   * Asks for what is missing, on condition that the file is still the same where a strong ETag of the same
   * address is known. Without one the digest tells in the end.
   */
  async rangeHeaders(): Promise<Record<string, string>> {
    const range = `bytes=${await this.size()}-`;
    try {
      const note = JSON.parse(await readFile(this.#note, 'utf8')) as { source?: string; etag?: string };
      if (note.source === this.#source && note.etag) return { range, 'if-range': note.etag };
    } catch {
      // No note, or one cut off in the middle.
    }
    return { range };
  }

  async remember(etag: string | undefined): Promise<void> {
    const strong = etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : undefined;
    await writeFile(this.#note, JSON.stringify({ source: this.#source, etag: strong }));
  }

  async empty(): Promise<void> {
    await truncate(this.file, 0);
    this.written = 0;
  }

  async append(body: AsyncIterable<Buffer>, onWritten: (bytes: number) => void): Promise<void> {
    const handle = await open(this.file, 'a');
    try {
      for await (const chunk of body) {
        for (let done = 0; done < chunk.length; ) {
          const { bytesWritten } = await handle.write(chunk, done);
          done += bytesWritten;
          this.written += bytesWritten;
        }
        onWritten(chunk.length);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async discard(): Promise<void> {
    await rm(this.file, { force: true });
    await rm(this.#note, { force: true });
    this.written = 0;
  }

  async finish(target: string): Promise<void> {
    await rename(this.file, target);
    await rm(this.#note, { force: true });
  }
}
