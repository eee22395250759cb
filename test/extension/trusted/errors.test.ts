/** Broken files: a sentence that names the file, a code and the next step, in the panel and as a notification. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  clickInNotification,
  closeEverything,
  notifications,
  sample,
  waitForFailure,
  waitForResult,
} from '../actions';
import { eventually, panel } from '../window';

const FAILURES = [
  { file: 'broken/truncated.png', code: 'image-truncated' },
  { file: 'broken/not-an-image.png', code: 'not-an-image' },
  { file: 'broken/empty.png', code: 'empty-file' },
  { file: 'broken/nowhere.png', code: 'file-not-found' },
] as const;

describe('a file that is no whole picture', () => {
  afterEach(closeEverything);

  for (const { file, code } of FAILURES) {
    it(`${file}: ${code}`, async () => {
      await vscode.commands.executeCommand('pixelscribe.describeImage', sample(file));
      const failure = await waitForFailure(sample(file));
      const name = file.slice(file.indexOf('/') + 1);
      assert.ok(failure.includes(name), failure);
      assert.ok(failure.includes(code), failure);
      assert.ok((await panel.count('.failure vscode-button')) > 0, 'no next step is offered');
      await eventually(async () => {
        const messages = await notifications();
        assert.ok(
          messages.some((message) => message.includes(name)),
          messages.join(' | '),
        );
      });
    });
  }

  it('leads to another picture from the notification', async () => {
    const original = vscode.window.showOpenDialog;
    vscode.window.showOpenDialog = async () => [sample('photos/coffee.jpg')];
    try {
      await vscode.commands.executeCommand('pixelscribe.describeImage', sample('broken/not-an-image.png'));
      await waitForFailure(sample('broken/not-an-image.png'));
      await eventually(() => clickInNotification('Choose Another Image'));
      await waitForResult(sample('photos/coffee.jpg'));
    } finally {
      vscode.window.showOpenDialog = original;
    }
  });

  it('leads to a result from the panel once the file is mended', async () => {
    const file = sample('broken/mended.png');
    await vscode.workspace.fs.copy(sample('broken/truncated.png'), file, { overwrite: true });
    const original = vscode.window.showOpenDialog;
    vscode.window.showOpenDialog = async () => [file];
    try {
      await vscode.commands.executeCommand('pixelscribe.extractText', file);
      await waitForFailure(file);
      await vscode.workspace.fs.copy(sample('screenshots/failing-build.png'), file, { overwrite: true });
      await panel.click('.failure vscode-button >> nth=0');
      await waitForResult(file);
    } finally {
      vscode.window.showOpenDialog = original;
    }
    assert.match((await panel.texts('[role=option]')).join('\n'), /npm run build/);
  });

  it('does not stop the others of a batch', async () => {
    const files = ['broken/truncated.png', 'screenshots/export-dialog.png'].map(sample);
    await vscode.commands.executeCommand('pixelscribe.extractText', files[0], files);
    await eventually(async () => {
      const labels = await Promise.all(
        [0, 1].map((tab) => panel.attribute(`[role=tab] >> nth=${tab}`, 'aria-label')),
      );
      assert.deepEqual(labels, ['truncated.png, failed', 'export-dialog.png, done']);
    }, 45_000);
  });
});
