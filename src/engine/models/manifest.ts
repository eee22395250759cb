/** What is written beside an installed model, last of all: a folder without it is not an installed model. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSafePath } from './catalogue';

export const MANIFEST_NAME = 'pixelscribe-model.json';

export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly schema: 1;
  readonly id: string;
  readonly title: string;
  /** Catalogue id of the licence, and when its text was accepted where that was asked for. */
  readonly licence?: string;
  readonly licenceAcceptedAt?: string;
  /** `host` without a path: a mirror's address may hold a password. */
  readonly source:
    | { readonly host: string; readonly repo: string; readonly revision: string }
    | { readonly imported: true };
  readonly installedAt: string;
  readonly files: readonly ManifestFile[];
  /** Files whose contents were found to be wrong by a verification. */
  readonly damaged?: readonly string[];
}

/** @returns undefined when there is none, or none that can be used */
export async function readManifest(dir: string): Promise<Manifest | undefined> {
  try {
    const json = JSON.parse(await readFile(join(dir, MANIFEST_NAME), 'utf8')) as Manifest;
    return json.schema === 1 && json.files.every(isManifestFile) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Atomic: a reader sees the old one or the new one. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const file = join(dir, MANIFEST_NAME);
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(temporary, file);
}

export function isManifestFile(value: unknown): value is ManifestFile {
  const file = value as Partial<ManifestFile> | null;
  return (
    typeof file?.path === 'string' &&
    isSafePath(file.path) &&
    typeof file.bytes === 'number' &&
    typeof file.sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(file.sha256)
  );
}
