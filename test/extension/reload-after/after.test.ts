/** The panel comes back with what `reload-before` left. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { enginePids, sample, waitForResult } from '../actions';
import { eventually, panel } from '../window';

describe('after the window was opened again', () => {
  it('the panel is back, with its pictures and the edited alt text, without any work of the engine', async () => {
    await waitForResult(sample('screenshots/export-dialog.png'));
    assert.equal(await panel.count('[role=tab]'), 2);
    assert.equal(await panel.value('textarea'), 'The dialog that exports the report.');
    await eventually(async () => {
      assert.equal(await panel.evaluate("document.querySelector('.stage img').naturalWidth"), 1040);
    });
    assert.deepEqual(await enginePids(), []);
  });

  it('works on: other results, the clipboard', async () => {
    await panel.click('[role=tab] >> nth=0');
    assert.match((await panel.texts('[role=option]')).join('\n'), /npm run build/);
    await panel.click('vscode-button[aria-label="Copy text"]');
    await panel.wait('[role=status]:has-text("Copied.")');
    assert.match(await vscode.env.clipboard.readText(), /^dana@workshop/);
  });
});
