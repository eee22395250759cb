/** Restricted Mode: pictures can be read, the workspace's settings name no programs. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { sample, waitForResult } from '../actions';
import { panel } from '../window';

describe('Restricted Mode', () => {
  it('is on', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('describes a picture without running the Node that the workspace names', async () => {
    const trap = sample('trap.sh').fsPath;
    const settings = JSON.stringify({ 'pixelscribe.engine.nodePath': trap });
    await vscode.workspace.fs.writeFile(
      sample('trap.sh'),
      new TextEncoder().encode(`#!/bin/sh\ntouch "${sample('trapped').fsPath}"\n`),
    );
    (await import('node:fs')).chmodSync(trap, 0o755);
    await vscode.workspace.fs.writeFile(sample('.vscode/settings.json'), new TextEncoder().encode(settings));
    const value = () => vscode.workspace.getConfiguration('pixelscribe').inspect('engine.nodePath');
    await vscode.commands.executeCommand(
      'pixelscribe.describeImage',
      sample('screenshots/export-dialog.png'),
    );
    await waitForResult(sample('screenshots/export-dialog.png'));
    assert.match((await panel.texts('[role=option]')).join('\n'), /Export\s?report/);
    assert.equal(existsSync(sample('trapped').fsPath), false);
    assert.equal(value()?.globalValue, undefined);
  });
});
