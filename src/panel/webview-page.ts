/** The page of a webview: our script, our style sheet and its words. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type PageParts, panelHtml } from './html';

/** @param extensionUri where `dist` with the built pages is */
export function webviewPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { page, title, strings }: Pick<PageParts, 'page' | 'title' | 'strings'>,
): string {
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  return panelHtml({
    page,
    title,
    nonce: randomBytes(16).toString('hex'),
    cspSource: webview.cspSource,
    scriptUri: file(`${page}.js`),
    styleUri: file(`${page}.css`),
    language: vscode.env.language,
    strings,
  });
}

/** Folders a webview may load from: our own files, the workspace, and what else is shown. */
export function resourceRoots(extensionUri: vscode.Uri, others: readonly vscode.Uri[]): vscode.Uri[] {
  const roots = [
    vscode.Uri.joinPath(extensionUri, 'dist'),
    ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
  ];
  for (const folder of others) if (!roots.some((root) => contains(root, folder))) roots.push(folder);
  return roots;
}

/** Whether it is the folder itself or lies in it. */
export function contains(folder: vscode.Uri, other: vscode.Uri): boolean {
  const closed = ({ path }: vscode.Uri) => (path.endsWith('/') ? path : `${path}/`);
  return (
    folder.scheme === other.scheme &&
    folder.authority === other.authority &&
    closed(other).startsWith(closed(folder))
  );
}
