/**
 * “Formula to LaTeX”: the formula of a picture in the panel, to compare, edit, copy and insert. The picture is a file, or
 * was dropped or pasted into the panel.
 */
import * as vscode from 'vscode';
import type { EngineClient } from '../client/engine-client';
import type { Log } from '../log';
import type { ResultsPanel } from '../panel/results-panel';
import { KeptPictures } from './kept-pictures';
import { LatexWriter } from './latex-writer';
import { imageCommand } from './run-on-images';

export function activate(
  context: vscode.ExtensionContext,
  engine: EngineClient,
  panel: ResultsPanel,
  log: Log,
): void {
  const writer = new LatexWriter(context.globalState);
  const pictures = new KeptPictures(vscode.Uri.joinPath(context.globalStorageUri, 'pasted'));
  const handler = imageCommand(
    {
      task: 'latex',
      progress: (name) => vscode.l10n.t('Reading the formula in {0}…', name),
      run: (params, token) => engine.latex(params, token),
    },
    panel,
    log,
  );
  context.subscriptions.push(
    vscode.commands.registerCommand('pixelscribe.formulaToLatex', handler),
    vscode.commands.registerCommand('pixelscribe.openPanel', () => panel.reveal()),
  );

  panel.requests.keep = async ({ name, bytes }) => {
    try {
      return await pictures.keep(name, bytes);
    } catch (error) {
      panel.notice('warning', error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };

  panel.requests.latex = async (request) => {
    if (request.type === 'copyLatex') {
      const { latex, notation } = request;
      await orSay(async () => {
        await vscode.env.clipboard.writeText(await writer.convert(latex, notation, true));
        panel.notice('info', vscode.l10n.t('Copied.'));
      });
      return;
    }
    const { latex, choose } = request;
    await orSay(() =>
      panel.insert(async ({ document, selection }) => {
        const wrapping = choose ? await writer.choose(document) : undefined;
        return choose && !wrapping ? undefined : writer.textAt(latex, document, selection, wrapping);
      }),
    );
  };

  /** A formula somebody is still writing may not convert. */
  async function orSay(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      panel.notice('warning', vscode.l10n.t('The formula cannot be converted: {0}', reason));
    }
  }
}
