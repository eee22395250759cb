/** Restricted Mode: alt text while one writes works as in a trusted folder, and the workspace's settings allow nothing. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, sample } from '../actions';
import { copyPicture, DESCRIBED_MS, findFix, fixTitles, openDocument, problems, quickFix } from '../alt-text';
import { eventually, press, screenshot, workbench } from '../window';

const PICTURE = 'screenshots/export-dialog.png';

describe('alt text in Restricted Mode', () => {
  afterEach(closeEverything);

  it('is checked, and quick fixes write it', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const editor = await openDocument('restricted.md', `![](${PICTURE})\n`);
    assert.deepEqual(await problems(editor.document, 1), ['missing-alt-text']);
    await quickFix(editor, '![', 'Generate alt text');
    assert.match(editor.document.getText(), /^!\[.*Export.*\]\(screenshots\/export-dialog\.png\)\n$/);
    await screenshot('restricted');
    await problems(editor.document, 0);
  });

  it('comes with a pasted picture and with a dropped one', async () => {
    for (const insert of [
      async () => {
        await copyPicture(PICTURE);
        await press('ControlOrMeta+V');
      },
      () => workbench.dropFiles('.editor-instance .view-lines', [sample(PICTURE).fsPath]),
    ]) {
      const editor = await openDocument('restricted-paste.md', '\n');
      await insert();
      await eventually(async () => {
        const text = editor.document.getText();
        const name = /!\[(?!Describing image…)[^\]]{20,}\]\(([\w-]+\.png)\)/.exec(text)?.[1];
        assert.ok(name, text);
        await vscode.workspace.fs.stat(sample(name));
      }, DESCRIBED_MS);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('of images on the network stays off, whatever the workspace says', async () => {
    // A setting of the same file that a workspace may change tells when it was read.
    const all = JSON.stringify({
      'pixelscribe.network.images': 'any',
      'pixelscribe.altText.severity': 'hint',
    });
    await vscode.workspace.fs.writeFile(sample('.vscode/settings.json'), Buffer.from(all));
    await eventually(() =>
      assert.equal(vscode.workspace.getConfiguration('pixelscribe.altText').get('severity'), 'hint'),
    );
    const editor = await openDocument('restricted-url.md', '![](http://127.0.0.1:9/a.png)\n');
    await findFix(editor, '![', 'Allow downloading images to describe them…');
    assert.ok(!(await fixTitles(editor, '![')).includes('Generate alt text'));
    await vscode.workspace.fs.delete(sample('.vscode/settings.json'));
  });
});
