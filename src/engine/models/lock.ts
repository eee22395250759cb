/**
 * A lock file that keeps two windows or processes from working on the same model at once.
 *
 * The file names its owner, and the owner touches it every few seconds. It counts as left behind when its process is gone
 * from this machine, or when it was not touched for `staleMs` (a crash on another machine that shares the folder).
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './retry';

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once, when another process holds the lock. */
  readonly onWait?: () => void;
  readonly staleMs?: number;
  readonly pollMs?: number;
}

/** Waits for the lock, runs `action`, and lets go. `action`'s signal fires as well when the lock was lost. */
export async function withLock<T>(
  file: string,
  action: (signal: AbortSignal) => Promise<T>,
  { signal, onWait, staleMs = 60_000, pollMs = 500 }: LockOptions = {},
): Promise<T> {
  const owner: Owner = { pid: process.pid, host: hostname(), token: randomUUID() };
  let waited = false;
  while (!(await acquire(file, owner))) {
    if (await removeStale(file, staleMs)) continue;
    if (!waited) onWait?.();
    waited = true;
    await sleep(pollMs, undefined, { signal });
  }
  const lost = new AbortController();
  const heartbeat = setInterval(async () => {
    // After a long sleep of the machine another process may have taken over: stop rather than write beside it.
    if ((await readOwner(file))?.token !== owner.token) {
      lost.abort(new Error('another process took over the work on this model'));
    } else {
      await utimes(file, new Date(), new Date()).catch(() => undefined);
    }
  }, staleMs / 4);
  heartbeat.unref();
  try {
    return await action(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
  } finally {
    clearInterval(heartbeat);
    if ((await readOwner(file))?.token === owner.token) await rm(file, { force: true });
  }
}

async function acquire(file: string, owner: Owner): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(JSON.stringify(owner));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    const code = errorCode(error);
    // Windows reports a file that is just being deleted as EPERM or EBUSY.
    if (code === 'EEXIST' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EBUSY')))
      return false;
    throw error;
  }
}

/** A process that removes a stale lock is done in an instant; one that was killed meanwhile is not waited for. */
const REMOVAL_MS = 10_000;

/**
 * Removes the lock if it was left behind. Who does so holds a second lock file meanwhile: two that judge the same lock would
 * otherwise remove, the one after the other, also the lock that a third has taken in between.
 *
 * @returns whether the lock is worth another try at once
 */
async function removeStale(file: string, staleMs: number): Promise<boolean> {
  const judged = await identify(file);
  if (!judged) return true;
  const { owner, mtimeMs } = judged;
  const dead = owner !== undefined && owner.host === hostname() && !isRunning(owner.pid);
  if (!dead && Date.now() - mtimeMs < staleMs) return false;
  const removal = `${file}.removal`;
  if (!(await acquire(removal, { pid: process.pid, host: hostname(), token: randomUUID() }))) {
    const since = await stat(removal).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > REMOVAL_MS) await rm(removal, { force: true });
    return false;
  }
  try {
    const present = await identify(file);
    const same =
      present?.owner?.token === owner?.token && present?.mtimeMs === mtimeMs && present?.ino === judged.ino;
    if (same) await rm(file, { force: true });
  } finally {
    await rm(removal, { force: true });
  }
  return true;
}

/** Who holds the lock, and which file it is; undefined where there is none. */
async function identify(file: string) {
  const [owner, info] = await Promise.all([readOwner(file), stat(file).catch(() => undefined)]);
  return info && { owner, ino: info.ino, mtimeMs: info.mtimeMs };
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' && typeof owner.token === 'string' && typeof owner.host === 'string'
      ? { pid: owner.pid, host: owner.host, token: owner.token }
      : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
