import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { PixelScribeError } from '../errors';

/** Which files an agent may have read. */
export interface PathPolicy {
  /** Absolute folders. */
  readonly roots: readonly string[];
  readonly allowOutside: boolean;
}

/**
 * The absolute path an agent's argument means. Links are followed first, so that a link inside the
 * workspace cannot reach a file outside of it.
 *
 * @throws PixelScribeError `file-not-found`, or `file-unreadable` for a path outside of the roots.
 */
export async function resolveAllowed(path: string, { roots, allowOutside }: PathPolicy): Promise<string> {
  const absolute = isAbsolute(path) ? path : resolve(roots[0] ?? process.cwd(), path);
  const real = await realpath(absolute).catch(() => {
    throw new PixelScribeError(
      'file-not-found',
      `There is no file ${absolute}. Pass the absolute path of an existing image file.`,
    );
  });
  if (allowOutside) return real;
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => resolve(root))));
  if (realRoots.some((root) => isInside(real, root))) return real;
  throw new PixelScribeError(
    'file-unreadable',
    `${real} is outside of the workspace (${roots.join(', ') || 'no folder is open'}). Only images inside it may be read; ask the user to allow others.`,
  );
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
