/** Which documents a command line names, and reading them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { documentLanguageOfPath } from '../documents/language-ids';
import type { DocumentLanguage } from '../documents/types';
import { PixelScribeError } from '../errors';

/** Folders that never hold a person's own documents. */
const SKIPPED = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  '__pycache__',
  '.vscode-test',
]);

/** Far more than anyone writes; generated pages above it are not worth the wait. */
const MAX_BYTES = 10 * 1024 * 1024;

interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * The documents below the given files and folders, in order and each once. Folders leave out what
 * `.gitignore` names; a file that is named itself is always taken.
 *
 * @throws PixelScribeError `file-not-found` for a path that does not exist
 */
export async function findDocuments(paths: readonly string[], cwd: string): Promise<string[]> {
  const found = new Set<string>();
  for (const given of paths) {
    const absolute = path.resolve(cwd, given);
    const info = await stat(absolute).catch(() => undefined);
    if (!info) throw new PixelScribeError('file-not-found', `${given} does not exist. Check the path.`);
    if (info.isDirectory()) {
      for await (const file of walk(absolute, await ignoreFilesAbove(absolute))) found.add(file);
    } else found.add(absolute);
  }
  return [...found];
}

async function* walk(folder: string, above: readonly IgnoreFile[]): AsyncGenerator<string> {
  const ignores = [...above, ...(await readIgnoreFile(folder))];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (isIgnored(full, entry.isDirectory(), ignores)) continue;
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) yield* walk(full, ignores);
    } else if (entry.isFile() && documentLanguageOfPath(entry.name)) yield full;
  }
}

/** Rules of the folders above count as well, up to the repository's root. */
async function ignoreFilesAbove(folder: string): Promise<IgnoreFile[]> {
  const found: IgnoreFile[] = [];
  for (let at = folder; ; ) {
    const isRoot = await stat(path.join(at, '.git')).then(
      () => true,
      () => false,
    );
    const parent = path.dirname(at);
    if (isRoot || parent === at) return found;
    at = parent;
    found.unshift(...(await readIgnoreFile(at)));
  }
}

async function readIgnoreFile(folder: string): Promise<IgnoreFile[]> {
  const text = await readFile(path.join(folder, '.gitignore'), 'utf8').catch(() => undefined);
  return text === undefined ? [] : [{ folder, rules: ignore().add(text) }];
}

function isIgnored(file: string, isFolder: boolean, ignores: readonly IgnoreFile[]): boolean {
  let ignored = false;
  for (const { folder, rules } of ignores) {
    const relative = path.relative(folder, file).split(path.sep).join('/');
    const verdict = rules.test(isFolder ? `${relative}/` : relative);
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

export interface OpenDocument {
  readonly path: string;
  readonly language: DocumentLanguage;
  readonly text: string;
}

/**
 * @throws PixelScribeError with a sentence that names the file: no such language, too large, not UTF-8
 */
export async function openDocument(file: string): Promise<OpenDocument> {
  const language = documentLanguageOfPath(file);
  if (!language) {
    throw new PixelScribeError(
      'unsupported-format',
      `${file} is in no language that is known. Its extension tells: .md, .html, .tsx, .adoc, .rst and others.`,
    );
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new PixelScribeError('file-unreadable', `${file} cannot be read. Check its permissions.`, {
      cause: error,
    });
  }
  if (bytes.length > MAX_BYTES) {
    throw new PixelScribeError('file-unreadable', `${file} is larger than 10 MB. Split it, or leave it out.`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { path: file, language, text };
  } catch (error) {
    throw new PixelScribeError('file-unreadable', `${file} is not UTF-8. Save it as UTF-8 first.`, {
      cause: error,
    });
  }
}
