/** What an image reference points to: its kind, and the files it may mean. */
import * as path from 'node:path';
import { lastPathPart } from '../base-name';
import type { ImageTarget } from './types';

/** Values that a template engine or a framework fills in when the page is made. */
const TEMPLATE_MARK = /\{\{|\{%|<%|<\?|\$\{|#\{|\{#/;

export function isTemplated(value: string): boolean {
  return TEMPLATE_MARK.test(value);
}

export function makeTarget(
  value: string,
  form: ImageTarget['form'],
  extra: Pick<ImageTarget, 'bases' | 'extensions'> = {},
): ImageTarget {
  const trimmed = value.trim();
  return { kind: targetKind(trimmed), value: trimmed, form, ...extra };
}

function targetKind(value: string): ImageTarget['kind'] {
  if (value === '' || isTemplated(value)) return 'dynamic';
  if (/^data:/i.test(value)) return 'data';
  if (/^attachment:/i.test(value)) return 'attachment';
  if (/^file:/i.test(value)) return 'path';
  // One letter before the colon is a Windows drive.
  if (/^\/\/|^[a-z][a-z\d+.-]+:/i.test(value)) return 'url';
  return 'path';
}

/** The path without query and fragment, percent-encoding undone; as it stands when it is not valid. */
export function targetPath(target: ImageTarget): string {
  if (target.form === 'literal') return target.value.replace(/^file:/i, '');
  const bare = target.value.replace(/[?#].*$/s, '').replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, '');
  return decodePercent(bare.replace(/^\/(?=[a-z]:[\\/])/i, ''));
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The last part of the path or address, for messages and for telling file names from alt text. */
export function targetName(target: ImageTarget): string {
  if (target.kind === 'data' || target.kind === 'dynamic') return '';
  return lastPathPart(targetPath(target).replace(/^attachment:/i, ''));
}

/** Folders of a project that web servers and site generators serve as `/`. */
const SERVED_FOLDERS = ['public', 'static', 'docs', 'src', 'source', 'assets', 'www', 'app', 'content'];

/**
 * The files a `path` target may mean, most likely first; the first that exists is the one.
 * `/img/a.png` is tried below each root and its served folders before the file system's own root;
 * `@/`, `~/` and `@site/` are the usual names for a project's source or root.
 */
export function candidatePaths(
  target: ImageTarget,
  location: { readonly documentPath?: string; readonly roots: readonly string[] },
): string[] {
  if (target.kind !== 'path') return [];
  const wanted = targetPath(target);
  const folder = location.documentPath === undefined ? undefined : path.dirname(location.documentPath);
  const found: string[] = [];
  const add = (base: string | undefined, relative: string) => {
    if (base !== undefined) found.push(path.join(base, relative));
  };
  const alias = /^(?:@site|@@?|~)\/(.*)$/s.exec(wanted);
  if (alias) {
    for (const root of location.roots) {
      for (const sub of ['', 'src', 'static', 'public', 'app']) add(path.join(root, sub), alias[1]!);
    }
  }
  if (/^[\\/]/.test(wanted)) {
    for (const root of location.roots) {
      add(root, wanted);
      for (const served of SERVED_FOLDERS) add(path.join(root, served), wanted);
    }
    found.push(path.normalize(wanted));
  } else if (path.isAbsolute(wanted)) {
    found.push(path.normalize(wanted));
  } else {
    for (const base of target.bases ?? []) {
      if (path.isAbsolute(base)) {
        add(base, wanted);
        for (const root of location.roots) add(path.join(root, base), wanted);
      } else add(folder, path.join(base, wanted));
    }
    add(folder, wanted);
    for (const root of location.roots) {
      for (const base of target.bases ?? []) add(root, path.join(base, wanted));
      add(root, wanted);
    }
  }
  const withExtensions =
    path.extname(wanted) === '' && target.extensions
      ? found.flatMap((file) => [file, ...target.extensions!.map((extension) => file + extension)])
      : found;
  return [...new Set(withExtensions)];
}
