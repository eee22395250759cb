/** Activation is cheap; this file comes first in the run, before anything has used the extension. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID, enginePids } from '../actions';
import { ask, eventually, workbench } from '../window';

/** Processor time of all threads during `work`, ms. */
async function workMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What a known piece of work takes on this machine, ms. */
async function referenceMs(): Promise<number> {
  const rows = Array.from({ length: 60_000 }, (_, i) => ({ id: i, name: `row ${i}`, place: [i, i / 3] }));
  const times: number[] = [];
  for (let run = 0; run < 3; run++) times.push(await workMsOf(() => JSON.parse(JSON.stringify(rows))));
  return times.sort((a, b) => a - b)[1]!;
}

describe('activation', () => {
  it('waits for the first use, takes little time and starts no engine', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const started = performance.now();
    const workMs = await workMsOf(() => extension.activate());
    const elapsedMs = performance.now() - started;
    const reference = await referenceMs();
    const line = `      ${elapsedMs.toFixed(1)} ms with VS Code's part, ${workMs.toFixed(1)} ms of processor time of all threads (reference ${reference.toFixed(1)} ms)`;
    await ask({ do: 'report', line });
    // Processor time, because the machine may be busy with other things; its other threads are in it. And in terms of
    // known work, because machines differ.
    assert.ok(workMs < 4 * reference, `${workMs} ms, ${reference} ms for the reference`);
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
