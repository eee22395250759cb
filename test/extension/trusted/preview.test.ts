/** From the preview of a picture: the palette and the buttons in its title. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, runFromPalette, sample, waitForResult } from '../actions';
import { eventually, imagePreview, panel, workbench } from '../window';

describe('the preview of a picture', () => {
  const picture = () => sample('screenshots/visitors-chart.png');
  beforeEach(async () => {
    await vscode.commands.executeCommand('vscode.open', picture());
    await imagePreview.wait('img');
  });
  afterEach(closeEverything);

  it('is described from the Command Palette', async () => {
    await runFromPalette('PixelScribe: Describe Image');
    await waitForResult(picture());
    assert.match((await panel.texts('[role=option]')).join('\n'), /Museum visitors per weekday/);
  });

  it('has buttons in the title', async () => {
    await eventually(() =>
      workbench.click('.editor-actions a[aria-label="Extract Text"]', { timeoutMs: 3000 }),
    );
    await waitForResult(picture());
    assert.match((await panel.texts('[role=option]')).join('\n'), /Saturday/);
  });

  it('asks for a file when nothing is open', async () => {
    await closeEverything();
    const original = vscode.window.showOpenDialog;
    let asked = 0;
    vscode.window.showOpenDialog = async () => {
      asked++;
      return [sample('diagrams/request-path.svg')];
    };
    try {
      await runFromPalette('PixelScribe: Extract Text');
      await waitForResult(sample('diagrams/request-path.svg'));
    } finally {
      vscode.window.showOpenDialog = original;
    }
    assert.equal(asked, 1);
    assert.match((await panel.texts('[role=option]')).join('\n'), /Web\s?server/);
  });
});
