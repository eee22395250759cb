import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { PixelScribeError } from '../errors';

export interface NodeRuntime {
  readonly execPath: string;
  /** Added to the child's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** For the log. */
  readonly reason: string;
}

const MIN_MAJOR = 20;

/**
 * Chooses the Node that runs the inference process:
 *
 * 1. the setting `pixelscribe.engine.nodePath`, which must work;
 * 2. the extension host's own binary where that is a plain Node (SSH, WSL, containers, Codespaces);
 * 3. a `node` of version 20 or newer on the PATH, because onnxruntime can die in Electron's allocator;
 * 4. Electron's binary as Node.
 */
export async function chooseNode(
  configured: string | undefined,
  host: { execPath: string; electron: string | undefined; path: string } = {
    execPath: process.execPath,
    electron: process.versions.electron,
    path: process.env.PATH ?? '',
  },
): Promise<NodeRuntime> {
  if (configured) {
    const version = await nodeVersion(configured);
    if (version === undefined || version < MIN_MAJOR) {
      throw new PixelScribeError(
        'engine-start-failed',
        `The setting pixelscribe.engine.nodePath names ${configured}, which ${
          version === undefined ? 'did not run' : `is Node ${version}`
        }. Name a Node of version ${MIN_MAJOR} or newer, or clear the setting.`,
      );
    }
    return { execPath: configured, env: {}, reason: 'pixelscribe.engine.nodePath' };
  }
  if (host.electron === undefined) return { execPath: host.execPath, env: {}, reason: 'the host’s own Node' };
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of host.path.split(delimiter)) {
    const candidate = join(folder, file);
    if (!folder || !existsSync(candidate)) continue;
    const version = await nodeVersion(candidate);
    if (version !== undefined && version >= MIN_MAJOR) {
      return { execPath: candidate, env: {}, reason: `Node ${version} on the PATH` };
    }
  }
  return {
    execPath: host.execPath,
    env: { ELECTRON_RUN_AS_NODE: '1' },
    reason: 'VS Code’s Electron as Node',
  };
}

async function nodeVersion(execPath: string): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)(execPath, ['-p', 'process.versions.node'], {
      timeout: 5000,
    });
    return Number.parseInt(stdout, 10) || undefined;
  } catch {
    return undefined;
  }
}
