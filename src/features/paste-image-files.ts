/** Where a pasted picture lies and what its file is called. */
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { copyDestination } from '../documents/copy-destination';
import { fileNameFor, freeFileName } from '../documents/file-name';
import type { DescribeResult } from '../protocol';
import { fileOf } from './notebook-cells';

/** A name from the description; where there is none yet, one that is changed when it is there. */
export function nameOf(
  document: vscode.TextDocument,
  template: string,
  description: DescribeResult | undefined,
): string {
  if (!description) return `image-${new Date().toISOString().replace(/\D/g, '').slice(0, 17)}`;
  return fileNameFor(description, template, { documentBaseName: baseNameOf(document) });
}

export function baseNameOf(document: vscode.TextDocument): string {
  return posix.basename(fileOf(document).path).replace(/\.[^.]*$/, '');
}

/** A file that is not there yet, in the folder the settings name. */
export async function freeUri(
  document: vscode.TextDocument,
  stem: string,
  extension: string,
  fallback: string,
  taken: Set<string>,
): Promise<vscode.Uri> {
  const destinations = vscode.workspace
    .getConfiguration('markdown.copyFiles', document)
    .get<Record<string, string>>('destination', {});
  const home = fileOf(document);
  const folder = vscode.workspace.getWorkspaceFolder(home);
  const place = { documentPath: home.path, ...(folder && { workspaceFolder: folder.uri.path }) };
  const uriOf = (name: string) =>
    home.with({ path: copyDestination(destinations, name, place, { fallback }) });
  const name = await freeFileName(stem, extension, async (candidate) => {
    const uri = uriOf(candidate);
    return taken.has(uri.path) || (await exists(uri));
  });
  const uri = uriOf(name);
  taken.add(uri.path);
  return uri;
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

export function relativePath(document: vscode.TextDocument, uri: vscode.Uri): string {
  return posix.relative(posix.dirname(fileOf(document).path), uri.path);
}
