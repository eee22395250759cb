/** Which documents a review is about, and their text as it is now: unsaved changes included. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { findDocuments } from '../cli/document-files';
import type { DocumentsCore } from '../client/documents';
import { documentLanguage, documentLanguageOfPath } from '../documents/language-ids';
import { isOnDisk } from '../features/image-targets';
import { networkSource } from '../features/network-pictures';
import type { ImageSource } from '../protocol';
import { notebookText, openNotebook } from './open-notebook';
import type { DocumentText, ScannedImage } from './scan';

/** Far more than anyone writes; generated pages above it are not worth the wait. */
const MAX_BYTES = 10 * 1024 * 1024;

/** Folders that never hold a person's own documents, where no `.gitignore` is asked. */
const EXCLUDED = '**/{node_modules,.git,.hg,.svn,.venv,venv,__pycache__,.vscode-test}/**';

/** The documents below files and folders; folders leave out what `.gitignore` names. */
export async function documentsIn(
  scope: readonly vscode.Uri[],
  token: vscode.CancellationToken,
): Promise<vscode.Uri[]> {
  const found = new Map<string, vscode.Uri>();
  for (const uri of scope) {
    if (token.isCancellationRequested) break;
    for (const one of await documentsBelow(uri, token)) found.set(one.toString(), one);
  }
  return [...found.values()];
}

async function documentsBelow(uri: vscode.Uri, token: vscode.CancellationToken): Promise<vscode.Uri[]> {
  if (isOnDisk(uri)) {
    const files = await findDocuments([uri.fsPath], path.sep);
    return files.map((file) => uri.with({ path: vscode.Uri.file(file).path }));
  }
  const { type } = await vscode.workspace.fs.stat(uri);
  if (!(type & vscode.FileType.Directory)) return [uri];
  const pattern = new vscode.RelativePattern(uri, '**/*');
  const files = await vscode.workspace.findFiles(pattern, EXCLUDED, undefined, token);
  return files.filter((file) => documentLanguageOfPath(file.path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Undefined for what is in no language that is known, too large, unreadable or no text. */
export async function readDocument(uri: vscode.Uri): Promise<DocumentText | undefined> {
  const notebook = openNotebook(uri);
  if (notebook) return { uri: uri.toString(), language: 'jupyter', text: notebookText(notebook) };
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const language = (open && documentLanguage(open.languageId, uri.path)) ?? documentLanguageOfPath(uri.path);
  if (!language) return undefined;
  if (open) return { uri: uri.toString(), language, text: open.getText() };
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length > MAX_BYTES) return undefined;
    // As an editor shows it: without the byte order mark.
    return { uri: uri.toString(), language, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return undefined;
  }
}

interface FoundImage {
  readonly source: ImageSource;
  /** Its file, where it has one. */
  readonly uri?: vscode.Uri;
}

/**
 * The picture to describe, from the network too where the user allowed that.
 *
 * @throws PixelScribeError where there is none that can be read
 */
export async function pictureSource(
  core: DocumentsCore,
  document: vscode.Uri,
  image: ScannedImage,
  token: vscode.CancellationToken,
): Promise<FoundImage> {
  const { target } = image.reference;
  if (target.kind !== 'url') return imageSource(core, document, image);
  return { source: await networkSource(target.value, core.targetName(target) || target.value, token) };
}

/**
 * The picture behind an image reference, as far as it is a file or inside the document.
 *
 * @throws PixelScribeError where there is none that can be read
 */
export async function imageSource(
  core: DocumentsCore,
  document: vscode.Uri,
  { reference }: ScannedImage,
): Promise<FoundImage> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  if (isOnDisk(document) || reference.target.kind !== 'path') {
    const roots = folders.filter(isOnDisk).map(({ fsPath }) => fsPath);
    const source = await core.imageSourceOf(reference, { documentPath: document.fsPath, roots });
    return 'path' in source ? { source, uri: vscode.Uri.file(source.path) } : { source };
  }
  const roots = folders.filter(({ scheme }) => scheme === document.scheme).map((uri) => uri.path);
  for (const candidate of core.candidatePaths(reference.target, { documentPath: document.path, roots })) {
    const uri = document.with({ path: candidate });
    try {
      return { source: { bytes: await vscode.workspace.fs.readFile(uri), name: uri.path }, uri };
    } catch {
      // The next one may exist.
    }
  }
  // Says in its own words that there is no such file.
  return { source: await core.imageSourceOf(reference, { roots: [] }) };
}
