/** Runs one task over pictures with a progress notification; results reach the panel one by one. */
import * as vscode from 'vscode';
import { baseName } from '../base-name';
import { errorCode } from '../errors';
import type { Log } from '../log';
import type { PanelEntry, ResultsPanel } from '../panel/results-panel';
import type { ImageParams } from '../protocol';
import { nextSteps } from './error-actions';
import { chooseImages, toSource } from './image-targets';

export interface ImageTask {
  readonly task: PanelEntry['task'];
  /** What the progress notification says while it works. */
  readonly progress: (name: string) => string;
  readonly run: (
    params: ImageParams,
    token: vscode.CancellationToken,
  ) => Promise<NonNullable<PanelEntry['result']>>;
}

/** The command's handler: takes what menus pass. */
export function imageCommand(
  task: ImageTask,
  panel: ResultsPanel,
  log: Log,
): (clicked?: vscode.Uri, selection?: vscode.Uri[]) => Promise<void> {
  return async (clicked, selection) => {
    const images = await chooseImages(clicked, selection);
    if (images.length > 0) await runOnImages(images, task, panel, log);
  };
}

async function runOnImages(
  images: readonly vscode.Uri[],
  { task, progress, run }: ImageTask,
  panel: ResultsPanel,
  log: Log,
): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'PixelScribe', cancellable: true };
  await vscode.window.withProgress(options, async (report, token) => {
    for (const image of images) {
      if (token.isCancellationRequested) return;
      const name = baseName(image);
      const entry = { id: `${task}:${image.toString()}`, image, task };
      report.report({ message: progress(name), increment: 0 });
      panel.show({ ...entry, state: 'working' });
      try {
        const priority = images.length > 1 ? 'batch' : 'interactive';
        const result = await run({ source: await toSource(image), priority }, token);
        panel.show({ ...entry, state: 'done', result });
        log({ level: 'info', message: `${task} ${name}: ${result.ms} ms` });
      } catch (error) {
        showFailure(error, entry, panel, log);
      }
      report.report({ increment: 100 / images.length });
    }
  });
}

function showFailure(
  error: unknown,
  entry: Pick<PanelEntry, 'id' | 'image' | 'task'>,
  panel: ResultsPanel,
  log: Log,
): void {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  const actions = nextSteps(code, entry);
  panel.show({ ...entry, state: 'failed', error: { code, message, actions } });
  if (code === 'cancelled') return;
  log({ level: 'error', message: `${entry.task} ${entry.image.fsPath}: ${code}: ${message}` });
  void vscode.window.showErrorMessage(message, ...actions.map(({ title }) => title)).then((title) => {
    const action = actions.find((candidate) => candidate.title === title);
    if (action) void vscode.commands.executeCommand(action.command, ...action.args);
  });
}
