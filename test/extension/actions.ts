/** What a user does with PixelScribe, in words of the tests. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { baseName } from '../../src/base-name';
import { eventually, panel, press, workbench } from './window';

export const EXTENSION_ID = 'pixelscribe.pixelscribe';

/** A cold engine on a busy machine takes its time. */
const RESULT_TIMEOUT_MS = 45_000;

/** A file of the sample workspace. */
export function sample(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no workspace is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('notifications.clearAll');
}

/** The row of a file in the Explorer. */
function explorerRow(uri: vscode.Uri): string {
  return `.explorer-folders-view .monaco-list-row[aria-label^="${baseName(uri)}"]`;
}

/** Selects files in the Explorer with the pointer, as a user does. */
export async function selectInExplorer(...files: vscode.Uri[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    await vscode.commands.executeCommand('revealInExplorer', file);
    await workbench.wait(explorerRow(file));
    if (index > 0) continue;
    await workbench.click(explorerRow(file));
  }
  const [first, ...others] = files;
  if (!first || others.length === 0) return;
  await workbench.click(explorerRow(first));
  for (const file of others) await workbench.click(explorerRow(file), { modifiers: ['ControlOrMeta'] });
}

const MENU = '.context-view .monaco-menu';

/** Opens the context menu of a file in the Explorer; the labels it shows. */
export async function openExplorerMenu(file: vscode.Uri): Promise<string[]> {
  return eventually(async () => {
    await workbench.click(explorerRow(file), { button: 'right' });
    await workbench.wait(`${MENU} .action-label`, { timeoutMs: 3000 }).catch(async (error: unknown) => {
      // A menu that opens later would stand in the way of the next attempt.
      await press('Escape');
      throw error;
    });
    // Items of extensions arrive a moment after the menu.
    await new Promise((resolve) => setTimeout(resolve, 300));
    return (await workbench.texts(`${MENU} .action-label`)).filter((label) => label !== '');
  });
}

/** Chooses an entry of the Explorer's context menu, with whatever is selected there. */
export async function chooseInExplorerMenu(file: vscode.Uri, label: string): Promise<void> {
  await eventually(async () => {
    const labels = await openExplorerMenu(file);
    if (!labels.includes(label)) {
      await press('Escape');
      throw new Error(`"${label}" is not among ${labels.join(', ')}`);
    }
    await workbench.click(`${MENU} .action-item:has(.action-label:text-is("${label}"))`, { timeoutMs: 3000 });
  });
}

/** Runs a command by name from the Command Palette. */
export async function runFromPalette(title: string): Promise<void> {
  await eventually(async () => {
    await vscode.commands.executeCommand('workbench.action.showCommands');
    await workbench.wait('.quick-input-widget input', { timeoutMs: 3000 });
    await workbench.fill('.quick-input-widget input', `>${title}`);
    const row = `.quick-input-list .monaco-list-row[aria-label*="${title}"]`;
    await workbench.wait(row, { timeoutMs: 5000 });
    await workbench.click(row);
  });
}

/** Waits until the panel shows the finished result of a picture; a failure ends the wait. */
export async function waitForResult(file: vscode.Uri): Promise<void> {
  const name = baseName(file);
  const failure = await eventually(async () => {
    await panel.wait(`h1:has-text("${name}")`, { timeoutMs: 2000 });
    await panel.wait('#measured, .failure', { timeoutMs: 2000 });
    return (await panel.texts('.failure'))[0];
  }, RESULT_TIMEOUT_MS);
  if (failure !== undefined) throw new Error(`${name} failed: ${failure}`);
}

/** Waits until the panel shows a failure; its text. */
export async function waitForFailure(file: vscode.Uri): Promise<string> {
  return eventually(async () => {
    await panel.wait(`h1:has-text("${baseName(file)}")`, { timeoutMs: 2000 });
    const [text] = await panel.texts('.failure');
    if (text === undefined) throw new Error('no failure is shown');
    return text;
  }, RESULT_TIMEOUT_MS);
}

/** The messages of all notifications; toasts are hidden under test, the list is not. */
export async function notifications(): Promise<string[]> {
  await vscode.commands.executeCommand('notifications.showList');
  return workbench.texts('.notifications-center .notification-list-item-message');
}

/** Presses a button of a notification. */
export async function clickInNotification(button: string, timeoutMs?: number): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
  await workbench.click(`.notifications-center .monaco-button:has-text("${button}")`, { timeoutMs });
}

/** The engine's process, a child of the extension host; on Linux. */
export async function enginePids(): Promise<number[]> {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        return (
          command.some((argument) => argument.endsWith('/dist/engine.js')) &&
          status.includes(`PPid:\t${process.pid}\n`)
        );
      } catch {
        return false; // Gone in the meantime.
      }
    })
    .map(Number);
}
