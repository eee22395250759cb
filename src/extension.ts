/** Makes the engine client and hands it to each feature; nothing runs before the first command. */
import * as vscode from 'vscode';
import { createEngine } from './client/create-engine';
import * as agentTools from './features/agent-tools';
import * as altText from './features/alt-text';
import * as engineStatus from './features/engine-status';
import * as imageCommands from './features/image-commands';
import { toSource } from './features/image-targets';
import * as insertLatex from './features/insert-latex';
import * as models from './features/models';
import * as panelFormula from './features/panel-formula';
import * as panelPictures from './features/panel-pictures';
import * as reviewAltText from './features/review-alt-text';
import { createLog } from './log';
import { ResultsPanel } from './panel/results-panel';

export function activate(context: vscode.ExtensionContext): void {
  const log = createLog(context.extensionMode === vscode.ExtensionMode.Test);
  const { engine, onState } = createEngine(context, log);
  const panel = ResultsPanel.register(context, async (image) =>
    engine.preview(
      { source: await toSource(image), priority: 'interactive' },
      new vscode.CancellationTokenSource().token,
    ),
  );
  context.subscriptions.push(log, engine);
  imageCommands.activate(context, engine, panel, log);
  panelFormula.activate(context, panel);
  panelPictures.activate(context, panel);
  altText.activate(context, engine, log);
  reviewAltText.activate(context, engine);
  agentTools.activate(context, engine);
  insertLatex.activate(context, engine, log);
  models.activate(context, engine, log);
  engineStatus.activate(context, engine, onState, log);
}
