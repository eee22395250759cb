/** “Diagram to Mermaid”: the flowchart of a picture as Mermaid one can edit, in the panel beside the editor. */
import * as vscode from 'vscode';
import type { EngineClient } from '../client/engine-client';
import { PixelScribeError } from '../errors';
import type { Log } from '../log';
import type { ResultsPanel } from '../panel/results-panel';
import type { DiagramResult, ImageParams } from '../protocol';
import { imageCommand } from './run-on-images';

export function activate(
  context: vscode.ExtensionContext,
  engine: EngineClient,
  panel: ResultsPanel,
  log: Log,
): void {
  const handler = imageCommand(
    {
      task: 'diagram',
      progress: (name) => vscode.l10n.t('Reading the diagram in {0}…', name),
      run: (params, token) => readDiagram(engine, params, token),
    },
    panel,
    log,
  );
  context.subscriptions.push(vscode.commands.registerCommand('pixelscribe.diagramToMermaid', handler));
}

/** @throws PixelScribeError `no-diagram-found`, or what the engine says */
export async function readDiagram(
  engine: EngineClient,
  params: ImageParams,
  token: vscode.CancellationToken,
): Promise<DiagramResult> {
  const result = await engine.diagram(params, token);
  if (result.type !== 'none') return result;
  const { source } = params;
  const file = 'path' in source ? source.path : source.name;
  throw new PixelScribeError(
    'no-diagram-found',
    vscode.l10n.t(
      'No flowchart was found in {0}. Extract its text or describe it instead.',
      file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1),
    ),
  );
}
