/** The packaged extension, as a user installs it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { chooseInExplorerMenu, EXTENSION_ID, sample, selectInExplorer, waitForResult } from '../actions';
import { panel } from '../window';

describe('the installed extension', () => {
  const extension = () => vscode.extensions.getExtension(EXTENSION_ID)!;

  it('comes from the package and brings the wasm build of sharp', () => {
    assert.match(extension().extensionPath, /extensions[\\/]pixelscribe\.pixelscribe-/);
    const modules = path.join(extension().extensionPath, 'node_modules');
    assert.ok(existsSync(path.join(modules, '@img', 'sharp-wasm32')));
    assert.ok(!existsSync(path.join(modules, '@img', 'sharp-linux-x64')));
  });

  it('describes pictures from the Explorer', async () => {
    const picture = sample('screenshots/inventory-py.png');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await selectInExplorer(picture);
    await chooseInExplorerMenu(picture, 'Describe Image');
    await waitForResult(picture);
    assert.match((await panel.texts('[role=option]')).join('\n'), /def restock/);
  });

  it('reads every format', async () => {
    for (const [file, text] of [
      ['docs/install-page.webp', /Install Lantern/],
      ['scans/letter.tiff', /reading room/],
      ['diagrams/request-path.svg', /Web\s?server/],
      ['photos/coffee.jpg', /^/],
    ] as const) {
      await vscode.commands.executeCommand('pixelscribe.extractText', sample(file));
      await waitForResult(sample(file));
      assert.match((await panel.texts('[role=option]')).join('\n'), text, file);
    }
  });

  it('runs from a terminal', () => {
    const cli = path.join(extension().extensionPath, 'dist', 'cli.js');
    const output = execFileSync(process.execPath, [
      cli,
      'text',
      sample('screenshots/failing-build.png').fsPath,
    ]);
    assert.match(output.toString(), /Found 2 errors in 2 files/);
  });
});
