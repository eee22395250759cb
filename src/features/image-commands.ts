/**
 * The commands on pictures (“Describe Image”, “Extract Text”, …): from the Explorer, the Command Palette and the title
 * bar of the image preview, with a progress notification; results reach the panel one by one.
 */
import * as vscode from 'vscode';
import { baseName } from '../base-name';
import type { EngineClient } from '../client/engine-client';
import { errorCode, messageOf } from '../errors';
import type { Log } from '../log';
import { type PanelTask, TASKS } from '../panel/entries';
import type { PanelEntry, ResultsPanel } from '../panel/results-panel';
import { TASK_COMMANDS } from '../panel/task-commands';
import { nextSteps, showError } from './error-actions';
import { chooseImages, toSource } from './image-targets';
import { IMAGE_TASKS } from './image-tasks';

export function activate(
  context: vscode.ExtensionContext,
  engine: EngineClient,
  panel: ResultsPanel,
  log: Log,
): void {
  for (const task of TASKS) {
    const handler = async (clicked?: vscode.Uri, selection?: vscode.Uri[]) => {
      const images = await chooseImages(clicked, selection);
      if (images.length > 0) await runOnImages(task, images, engine, panel, log);
    };
    context.subscriptions.push(vscode.commands.registerCommand(TASK_COMMANDS[task], handler));
  }
}

async function runOnImages(
  task: PanelTask,
  images: readonly vscode.Uri[],
  engine: EngineClient,
  panel: ResultsPanel,
  log: Log,
): Promise<void> {
  const { progress, run } = IMAGE_TASKS[task];
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
        const result = await run(engine, { source: await toSource(image), priority }, token);
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
  const message = messageOf(error);
  const actions = nextSteps(code, entry);
  panel.show({ ...entry, state: 'failed', error: { code, message, actions } });
  if (code === 'cancelled') return;
  log({ level: 'error', message: `${entry.task} ${entry.image.fsPath}: ${code}: ${message}` });
  showError(message, actions);
}
