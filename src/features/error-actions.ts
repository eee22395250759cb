/** The next steps offered with an error. */
import * as vscode from 'vscode';
import type { PanelEntry } from '../panel/results-panel';
import { TASK_COMMANDS } from '../panel/task-commands';
import type { ErrorCode } from '../protocol';

export interface ErrorAction {
  readonly title: string;
  readonly command: string;
  readonly args: unknown[];
}

export function nextSteps(code: ErrorCode, entry: Pick<PanelEntry, 'image' | 'task'>): ErrorAction[] {
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
