/** From the Explorer's context menu to the result beside the editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  chooseInExplorerMenu,
  closeEverything,
  openExplorerMenu,
  sample,
  selectInExplorer,
  waitForResult,
} from '../actions';
import { eventually, panel, press } from '../window';

describe('the Explorer', () => {
  before(() => vscode.commands.executeCommand('workbench.view.explorer'));
  afterEach(closeEverything);

  it('describes a picture', async () => {
    const picture = sample('screenshots/inventory-py.png');
    await selectInExplorer(picture);
    await chooseInExplorerMenu(picture, 'Describe Image');
    await waitForResult(picture);
    const altText = await panel.value('textarea');
    assert.ok(altText.length >= 40 && altText.length <= 150, altText);
    assert.match(altText, /\.$/);
    const lines = (await panel.texts('[role=option]')).join('\n');
    assert.match(lines, /open_inventory\(path: Path\)/);
    assert.match((await panel.texts('#measured')).join(), /Code editor/);
  });

  it('extracts the text of several pictures, one after the other', async () => {
    const pictures = [sample('screenshots/export-dialog.png'), sample('screenshots/failing-build.png')];
    await selectInExplorer(...pictures);
    await chooseInExplorerMenu(pictures[1]!, 'Extract Text');
    await panel.wait('[role=tab] >> nth=1', { timeoutMs: 45_000 });
    await eventually(async () => {
      const labels = await Promise.all(
        [0, 1].map((tab) => panel.attribute(`[role=tab] >> nth=${tab}`, 'aria-label')),
      );
      assert.deepEqual(labels, ['export-dialog.png, done', 'failing-build.png, done']);
    }, 45_000);
    await panel.click('[role=tab] >> nth=1');
    await waitForResult(pictures[1]!);
    const text = (await panel.texts('[role=option]')).join('\n');
    assert.match(text, /Property 'total' does not exist on type 'Order'/);
    assert.equal(await panel.count('textarea'), 0);
  });

  it('offers nothing for other files', async () => {
    const notes = sample('notes.md');
    await selectInExplorer(notes);
    const labels = await openExplorerMenu(notes);
    await press('Escape');
    assert.ok(labels.length > 3, 'the menu is empty');
    assert.ok(!labels.includes('Describe Image'), labels.join());
    assert.ok(!labels.includes('Extract Text'), labels.join());
  });
});
