/** “Open Panel”, and the pictures that are dropped or pasted into it: kept as files, so that commands can take them. */
import * as vscode from 'vscode';
import { messageOf } from '../errors';
import type { ResultsPanel } from '../panel/results-panel';
import { KeptPictures } from './kept-pictures';

export function activate(context: vscode.ExtensionContext, panel: ResultsPanel): void {
  const pictures = new KeptPictures(vscode.Uri.joinPath(context.globalStorageUri, 'pasted'));
  context.subscriptions.push(vscode.commands.registerCommand('pixelscribe.openPanel', () => panel.reveal()));
  panel.requests.keep = async ({ name, bytes }) => {
    try {
      return await pictures.keep(name, bytes);
    } catch (error) {
      panel.notice('warning', messageOf(error));
      return undefined;
    }
  };
}
