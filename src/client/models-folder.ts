import { join } from 'node:path';
import * as vscode from 'vscode';

/** Where downloaded models live: the setting `pixelscribe.models.folder`, else the extension's own storage. */
export function modelsFolder(context: vscode.ExtensionContext): string {
  const chosen = vscode.workspace.getConfiguration('pixelscribe.models').get<string>('folder', '').trim();
  return chosen || join(context.globalStorageUri.fsPath, 'models');
}
