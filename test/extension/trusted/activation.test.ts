/** Activation is cheap; this file comes first in the run, before anything has used the extension. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID, enginePids } from '../actions';
import { ask, eventually, workbench } from '../window';

describe('activation', () => {
  it('waits for the first use, takes little time and starts no engine', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const before = process.cpuUsage();
    const started = performance.now();
    await extension.activate();
    const elapsedMs = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    const workMs = (user + system) / 1000;
    const line = `      ${elapsedMs.toFixed(1)} ms with VS Code's part, ${workMs.toFixed(1)} ms of processor time of all threads`;
    await ask({ do: 'report', line });
    // Processor time, because the machine may be busy with other things; its other threads are in it.
    assert.ok(workMs < 300, `${workMs} ms`);
    assert.deepEqual(await enginePids(), []);
  });

  it('is measured by VS Code itself', async () => {
    // High enough for the whole list: rows that are scrolled out do not exist.
    await ask({ do: 'resize', widthPx: 1400, heightPx: 4000 });
    await vscode.commands.executeCommand('workbench.action.showRuntimeExtensions');
    const row = '.runtime-extensions-editor .monaco-list-row:has-text("PixelScribe") .activation-time';
    const [text] = await eventually(async () => {
      const texts = await workbench.texts(row);
      assert.match(texts.join(), /\d+ms/);
      return texts;
    });
    await ask({ do: 'report', line: `      VS Code says: ${text}` });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await ask({ do: 'resize', widthPx: 1400, heightPx: 900 });
  });

  it('registers every command it declares', async () => {
    const { contributes } = vscode.extensions.getExtension(EXTENSION_ID)!.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const known = new Set(await vscode.commands.getCommands());
    const missing = contributes.commands.filter(({ command }) => !known.has(command));
    assert.deepEqual(missing, []);
  });
});
