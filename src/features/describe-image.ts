/** “Describe Image”: alt text and a longer description, in the panel beside the editor. */
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
      task: 'describe',
      progress: (name) => vscode.l10n.t('Describing {0}…', name),
      run: (params, token) => engine.describe({ ...params, longDescription: true }, token),
    },
    panel,
    log,
  );
  context.subscriptions.push(vscode.commands.registerCommand('pixelscribe.describeImage', handler));
}
