/** What the panel's formula card asks for: the formula copied in another notation, or inserted in one. */
import * as vscode from 'vscode';
import { messageOf } from '../errors';
import type { ResultsPanel } from '../panel/results-panel';
import { LatexWriter } from './latex-writer';

export function activate(context: vscode.ExtensionContext, panel: ResultsPanel): void {
  const writer = new LatexWriter(context.globalState);

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
      const reason = messageOf(error);
      panel.notice('warning', vscode.l10n.t('The formula cannot be converted: {0}', reason));
    }
  }
}
