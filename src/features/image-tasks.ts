/** What each command on pictures asks of the engine, and what the progress notification says meanwhile. */
import * as vscode from 'vscode';
import { lastPathPart } from '../base-name';
import type { EngineClient } from '../client/engine-client';
import { PixelScribeError } from '../errors';
import type { PanelResult, PanelTask } from '../panel/entries';
import type { DiagramResult, ImageParams, ImageSource } from '../protocol';

export interface ImageTask {
  readonly progress: (name: string) => string;
  readonly run: (
    engine: EngineClient,
    params: ImageParams,
    token: vscode.CancellationToken,
  ) => Promise<PanelResult>;
}

export const IMAGE_TASKS: Readonly<Record<PanelTask, ImageTask>> = {
  describe: {
    progress: (name) => vscode.l10n.t('Describing {0}…', name),
    run: (engine, params, token) => engine.describe({ ...params, longDescription: true }, token),
  },
  'extract-text': {
    progress: (name) => vscode.l10n.t('Reading {0}…', name),
    run: (engine, params, token) => engine.extractText(params, token),
  },
  latex: {
    progress: (name) => vscode.l10n.t('Reading the formula in {0}…', name),
    run: (engine, params, token) => engine.latex(params, token),
  },
  diagram: {
    progress: (name) => vscode.l10n.t('Reading the diagram in {0}…', name),
    run: readDiagram,
  },
};

/** @throws PixelScribeError `no-diagram-found`, or what the engine says */
export async function readDiagram(
  engine: EngineClient,
  params: ImageParams,
  token: vscode.CancellationToken,
): Promise<DiagramResult> {
  const result = await engine.diagram(params, token);
  if (result.type !== 'none') return result;
  throw new PixelScribeError(
    'no-diagram-found',
    vscode.l10n.t(
      'No diagram was found in {0}. Extract its text or describe it instead.',
      nameOf(params.source),
    ),
  );
}

function nameOf(source: ImageSource): string {
  return lastPathPart('path' in source ? source.path : source.name);
}
