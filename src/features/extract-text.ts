/** “Extract Text”: the text of a picture in reading order, in the panel beside the editor. */
import * as vscode from 'vscode';
import type { EngineClient } from '../client/engine-client';
import type { Log } from '../log';
import type { ResultsPanel } from '../panel/results-panel';
import { imageCommand } from './run-on-images';

export function activate(
  context: vscode.ExtensionContext,
  engine: EngineClient,
  panel: ResultsPanel,
  log: Log,
): void {
  const handler = imageCommand(
    {
      task: 'extract-text',
      progress: (name) => vscode.l10n.t('Reading {0}…', name),
      run: (params, token) => engine.extractText(params, token),
    },
    panel,
    log,
  );
  context.subscriptions.push(vscode.commands.registerCommand('pixelscribe.extractText', handler));
}
