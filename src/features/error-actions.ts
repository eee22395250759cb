/** Errors as the user sees them: the sentence, and the next steps as buttons. */
import * as vscode from 'vscode';
import { errorCode, messageOf } from '../errors';
import type { Log } from '../log';
import type { PanelAction, PanelEntry } from '../panel/results-panel';
import { TASK_COMMANDS } from '../panel/task-commands';
import type { ErrorCode } from '../protocol';

/** Returns at once: a notification may stay open for as long as the window. */
export function showError(message: string, actions: readonly PanelAction[]): void {
  void vscode.window.showErrorMessage(message, ...actions.map(({ title }) => title)).then((title) => {
    const action = actions.find((candidate) => candidate.title === title);
    if (action) void vscode.commands.executeCommand(action.command, ...action.args);
  });
}

/** Logs and shows why a command failed; one that the user cancelled has nothing to say. */
export function showFailure(
  error: unknown,
  command: string,
  log: Log,
  actions: (code: ErrorCode) => readonly PanelAction[] = () => [],
): void {
  const code = errorCode(error);
  if (code === 'cancelled') return;
  const message = messageOf(error);
  log({ level: 'error', message: `${command}: ${code}: ${message}` });
  showError(message, actions(code));
}

export function warnChanged(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('The image was changed in the meantime, so nothing was written.'),
  );
}

export function nextSteps(code: ErrorCode, entry: Pick<PanelEntry, 'image' | 'task'>): PanelAction[] {
  const again = {
    title: vscode.l10n.t('Try Again'),
    command: TASK_COMMANDS[entry.task],
    args: [entry.image],
  };
  const log = { title: vscode.l10n.t('Show Log'), command: 'pixelscribe.showLog', args: [] };
  const settings = {
    title: vscode.l10n.t('Open Settings'),
    command: 'workbench.action.openSettings',
    args: ['pixelscribe.engine'],
  };
  const choose = {
    title: vscode.l10n.t('Choose Another Image'),
    command: TASK_COMMANDS[entry.task],
    args: [],
  };
  switch (code) {
    case 'cancelled':
    case 'file-unreadable':
      return [again];
    case 'engine-start-failed':
      return [settings, log];
    case 'engine-stopped':
      return [
        { title: vscode.l10n.t('Restart Engine'), command: 'pixelscribe.restartEngine', args: [] },
        log,
      ];
    case 'model-missing':
    case 'model-damaged':
      return [
        { title: vscode.l10n.t('Manage Models'), command: 'pixelscribe.models.manage', args: [] },
        again,
      ];
    case 'no-diagram-found':
    case 'no-table-found':
      return [
        { title: vscode.l10n.t('Describe Image'), command: TASK_COMMANDS.describe, args: [entry.image] },
        { title: vscode.l10n.t('Extract Text'), command: TASK_COMMANDS['extract-text'], args: [entry.image] },
      ];
    case 'no-formula-found':
      return [
        { title: vscode.l10n.t('Extract Text'), command: TASK_COMMANDS['extract-text'], args: [entry.image] },
        choose,
      ];
    case 'internal':
      return [again, log];
    default:
      return [choose];
  }
}
