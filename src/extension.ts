/** Makes the engine client and hands it to each feature; nothing runs before the first command. */
import * as vscode from 'vscode';
import { createEngine } from './client/create-engine';
import * as agentTools from './features/agent-tools';
import * as altText from './features/alt-text';
import * as describeImage from './features/describe-image';
import * as diagramToMermaid from './features/diagram-to-mermaid';
import * as engineStatus from './features/engine-status';
import * as extractText from './features/extract-text';
import * as formulaToLatex from './features/formula-to-latex';
import { toSource } from './features/image-targets';
import * as insertLatex from './features/insert-latex';
import * as models from './features/models';
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
  describeImage.activate(context, engine, panel, log);
  extractText.activate(context, engine, panel, log);
  diagramToMermaid.activate(context, engine, panel, log);
  formulaToLatex.activate(context, engine, panel, log);
  altText.activate(context, engine, log);
  reviewAltText.activate(context, engine);
  agentTools.activate(context, engine);
  insertLatex.activate(context, engine, log);
  models.activate(context, engine, log);
  engineStatus.activate(context, engine, onState, log);
}
