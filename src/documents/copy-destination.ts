/**
 * Where a pasted picture is saved: the meaning of VS Code's setting `markdown.copyFiles.destination`
 * (https://code.visualstudio.com/docs/languages/markdown#_configure-where-dropped-files-are-copied-to).
 */
import { posix } from 'node:path';

export interface DocumentPlace {
  /** Absolute, with forward slashes. */
  readonly documentPath: string;
  /** Absolute, with forward slashes; absent outside a workspace. */
  readonly workspaceFolder?: string;
}

/**
 * The absolute path for a new file.
 *
 * @param destinations the setting: globs for documents and where their files go
 * @param fallback used where no glob fits, in the same form; beside the document unless told
 */
export function copyDestination(
  destinations: Readonly<Record<string, string>>,
  fileName: string,
  place: DocumentPlace,
  { fallback = '', now = new Date() }: { readonly fallback?: string; readonly now?: Date } = {},
): string {
  const match = Object.entries(destinations).find(([glob]) => matchesDocument(glob, place));
  return resolveDestination(match?.[1] ?? fallback, fileName, place, now);
}

function resolveDestination(setting: string, fileName: string, place: DocumentPlace, now: Date): string {
  let wanted = setting.trim() || `\${fileName}`;
  // A leading slash means the workspace, a trailing one a folder.
  if (wanted.startsWith('/')) wanted = `\${documentWorkspaceFolder}${wanted}`;
  if (wanted.endsWith('/')) wanted += `\${fileName}`;
  const filled = fillVariables(wanted, variables(fileName, place, now));
  const folder = posix.dirname(place.documentPath);
  return isAbsolute(filled) ? posix.normalize(filled) : posix.join(folder, filled);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:\//i.test(path);
}

function variables(
  fileName: string,
  { documentPath, workspaceFolder }: DocumentPlace,
  now: Date,
): Map<string, string> {
  const folder = posix.dirname(documentPath);
  const file = posix.basename(documentPath);
  const extension = posix.extname(file);
  const relative = (path: string) =>
    workspaceFolder === undefined ? path : posix.relative(workspaceFolder, path);
  return new Map([
    ['documentDirName', folder],
    ['documentRelativeDirName', relative(folder)],
    ['documentFileName', file],
    ['documentBaseName', file.slice(0, file.length - extension.length)],
    ['documentExtName', extension.slice(1)],
    ['documentFilePath', documentPath],
    ['documentRelativeFilePath', relative(documentPath)],
    ['documentWorkspaceFolder', workspaceFolder ?? folder],
    ['fileName', fileName],
    ['fileExtName', posix.extname(fileName).slice(1)],
    ['unixTime', String(now.getTime())],
    ['isoTime', now.toISOString()],
  ]);
}

/** `${name}` and `${name/pattern/replacement/}`; `\$` is a dollar sign. */
function fillVariables(text: string, values: ReadonlyMap<string, string>): string {
  const form = /\\\$|\$\{(\w+)(?:\/((?:\\\/|[^}/])+)\/((?:\\\/|[^}/])*)\/)?\}/g;
  return text.replace(form, (whole, name?: string, pattern?: string, replacement?: string) => {
    if (whole === '\\$') return '$';
    const value = values.get(name ?? '');
    if (value === undefined) return whole;
    if (pattern === undefined) return value;
    try {
      return value.replace(
        new RegExp(pattern.replaceAll('\\/', '/')),
        (replacement ?? '').replaceAll('\\/', '/'),
      );
    } catch {
      // An invalid pattern changes nothing.
      return value;
    }
  });
}

/** `/docs/**` is meant from the workspace's root; other globs fit anywhere. */
function matchesDocument(glob: string, { documentPath, workspaceFolder }: DocumentPlace): boolean {
  if (glob.startsWith('/')) {
    if (workspaceFolder === undefined || !documentPath.startsWith(`${workspaceFolder}/`)) return false;
    return globExpression(glob).test(documentPath.slice(workspaceFolder.length));
  }
  return globExpression(glob.startsWith('**') ? glob : `**/${glob}`).test(documentPath);
}

function globExpression(glob: string): RegExp {
  let source = '';
  let braces = 0;
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i]!;
    if (glob.startsWith('**/', i)) {
      source += '(?:.*/)?';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      source += '.*';
      i++;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '{') {
      braces++;
      source += '(?:';
    } else if (char === '}' && braces > 0) {
      braces--;
      source += ')';
    } else if (char === ',' && braces > 0) source += '|';
    else if (char === '[' && glob.indexOf(']', i) > i) {
      const end = glob.indexOf(']', i);
      source += `[${glob
        .slice(i + 1, end)
        .replace(/^!/, '^')
        .replace(/\\/g, '\\\\')}]`;
      i = end;
    } else source += char.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  }
  return new RegExp(`^${source}${')'.repeat(braces)}$`);
}
