/** Which pictures a command is about: the Explorer's selection, the open preview, or a choice. */
import * as vscode from 'vscode';
import type { ImageSource } from '../protocol';

const EXTENSIONS = ['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp', 'svg', 'avif', 'tif', 'tiff'];

/**
 * The arguments of a menu command are the clicked resource and the whole selection; from the palette
 * there are none, and the open image preview counts, then a file dialog.
 */
export async function chooseImages(clicked?: vscode.Uri, selection?: vscode.Uri[]): Promise<vscode.Uri[]> {
  if (selection?.length) return selection.filter((uri) => uri === clicked || isImage(uri));
  if (clicked instanceof vscode.Uri) return [clicked];
  const open = openPreview();
  if (open) return [open];
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    filters: { [vscode.l10n.t('Images')]: EXTENSIONS },
    openLabel: vscode.l10n.t('Choose'),
    title: vscode.l10n.t('Choose one or several images'),
  });
  return chosen ?? [];
}

function isImage(uri: vscode.Uri): boolean {
  return EXTENSIONS.includes(uri.path.slice(uri.path.lastIndexOf('.') + 1).toLowerCase());
}

function openPreview(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) &&
    isImage(input.uri)
    ? input.uri
    : undefined;
}

/** Whether the engine, which runs where the extension does, can open the path itself. */
export function isOnDisk(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' || uri.scheme === 'vscode-remote';
}

/** A path where the engine can read the file itself, else its bytes (virtual file systems). */
export async function toSource(uri: vscode.Uri): Promise<ImageSource> {
  if (isOnDisk(uri)) return { path: uri.fsPath };
  return { bytes: await vscode.workspace.fs.readFile(uri), name: uri.path };
}
