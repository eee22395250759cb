/** Digests of files of any size, read in pieces. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What a file is checked against. Git's object id serves for files the hub keeps outside its large-file store. */
export interface Digests {
  readonly sha256?: string;
  readonly gitOid?: string;
}

export interface HashOptions {
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/** SHA-256 and, where `git` asks for it, SHA-1 of git's blob form, in one pass. */
export async function hashFile(
  file: string,
  { signal, onBytes, git = false }: HashOptions & { git?: boolean } = {},
): Promise<{ bytes: number; sha256: string; gitOid?: string }> {
  const sha256 = createHash('sha256');
  let gitHash: Hash | undefined;
  if (git) gitHash = createHash('sha1').update(`blob ${(await stat(file)).size}\0`);
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    sha256.update(chunk);
    gitHash?.update(chunk);
    bytes += chunk.length;
    onBytes?.(chunk.length);
  }
  return { bytes, sha256: sha256.digest('hex'), gitOid: gitHash?.digest('hex') };
}

/** True when every digest that is known agrees. */
export async function matches(
  file: string,
  expected: Digests,
  options: HashOptions = {},
): Promise<{ ok: boolean; bytes: number; sha256: string }> {
  const actual = await hashFile(file, { ...options, git: expected.gitOid !== undefined });
  const ok =
    (expected.sha256 === undefined || expected.sha256 === actual.sha256) &&
    (expected.gitOid === undefined || expected.gitOid === actual.gitOid);
  return { ok, bytes: actual.bytes, sha256: actual.sha256 };
}
