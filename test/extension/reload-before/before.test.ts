/** Leaves the panel open with a result and edited alt text; `reload-after` finds it in the next window. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sample, waitForResult } from '../actions';
import { panel } from '../window';

describe('before the window is closed', () => {
  it('the panel has results', async () => {
    await vscode.commands.executeCommand('pixelscribe.extractText', sample('screenshots/failing-build.png'));
    await waitForResult(sample('screenshots/failing-build.png'));
    await vscode.commands.executeCommand(
      'pixelscribe.describeImage',
      sample('screenshots/export-dialog.png'),
    );
    await waitForResult(sample('screenshots/export-dialog.png'));
    await panel.fill('textarea', 'The dialog that exports the report.');
    assert.equal(await panel.count('[role=tab]'), 2);
    // The page keeps its state, then VS Code its storage, each after a pause.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
  });
});
