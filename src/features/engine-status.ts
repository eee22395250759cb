/**
 * A status item that shows what the inference process does, with a menu to restart or stop it and to
 * open its log. Hidden until the engine is first used.
 */
import * as vscode from 'vscode';
import type { EngineClient, EngineState } from '../client/engine-client';
import type { Log } from '../log';

const STATUS_TIMEOUT_MS = 500;

export function activate(
  context: vscode.ExtensionContext,
  engine: EngineClient,
  onState: vscode.Event<EngineState>,
  log: Log,
): void {
  const item = vscode.window.createStatusBarItem('pixelscribe.engine', vscode.StatusBarAlignment.Right);
  item.name = vscode.l10n.t('PixelScribe Engine');
  item.command = 'pixelscribe.engineMenu';
  context.subscriptions.push(
    item,
    onState((state) => render(item, state)),
    vscode.commands.registerCommand('pixelscribe.engineMenu', () => showMenu(engine)),
    vscode.commands.registerCommand('pixelscribe.restartEngine', () => engine.restart()),
    vscode.commands.registerCommand('pixelscribe.stopEngine', () => engine.stop()),
    vscode.commands.registerCommand('pixelscribe.showLog', () => log.show()),
  );
}

function render(item: vscode.StatusBarItem, state: EngineState): void {
  const [icon, label] = appearance(state);
  item.text = `$(${icon}) PixelScribe`;
  item.tooltip = state.kind === 'broken' ? `${label}: ${state.message}` : label;
  item.accessibilityInformation = { label: `PixelScribe: ${item.tooltip}`, role: 'button' };
  item.backgroundColor =
    state.kind === 'broken' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.show();
}

function appearance({ kind }: EngineState): [icon: string, label: string] {
  switch (kind) {
    case 'stopped':
      return ['circle-slash', vscode.l10n.t('Engine stopped; it starts when needed')];
    case 'starting':
      return ['loading~spin', vscode.l10n.t('Engine starting')];
    case 'working':
      return ['loading~spin', vscode.l10n.t('Engine working')];
    case 'ready':
      return ['check', vscode.l10n.t('Engine ready')];
    case 'broken':
      return ['error', vscode.l10n.t('Engine broken')];
  }
}

async function showMenu(engine: EngineClient): Promise<void> {
  // An engine that is busy answers late; the menu must open all the same.
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), STATUS_TIMEOUT_MS));
  const status = await Promise.race([engine.status().catch(() => undefined), late]);
  const memory = status
    ? vscode.l10n.t(
        'process {0}, {1}, {2} MB',
        status.pid,
        status.node,
        Math.round(status.rssBytes / 2 ** 20),
      )
    : engine.pid === undefined
      ? vscode.l10n.t('not running')
      : vscode.l10n.t('process {0}, busy', engine.pid);
  const items = [
    { label: `$(debug-restart) ${vscode.l10n.t('Restart Engine')}`, command: 'pixelscribe.restartEngine' },
    { label: `$(debug-stop) ${vscode.l10n.t('Stop Engine')}`, command: 'pixelscribe.stopEngine' },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'pixelscribe.showLog' },
    {
      label: `$(gear) ${vscode.l10n.t('Settings')}`,
      command: 'workbench.action.openSettings',
      args: ['@ext:pixelscribe.pixelscribe'],
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: `PixelScribe: ${memory}` });
  if (chosen) await vscode.commands.executeCommand(chosen.command, ...(chosen.args ?? []));
}
