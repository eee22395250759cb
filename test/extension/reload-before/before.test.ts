/** Leaves the panel open with a result and edited alt text; `reload-after` finds it in the next window. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sample, waitForResult } from '../actions';
import { eventually, panel, workbench } from '../window';

const EDITED = 'The dialog that exports the report.';

/** Whether VS Code, as it runs in a browser, has the text in one of its databases. */
function isStored(text: string): Promise<boolean> {
  return workbench.evaluate<boolean>(`(async () => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      try {
        for (const store of database.objectStoreNames) {
          const values = await done(database.transaction(store).objectStore(store).getAll());
          if (values.some((value) => typeof value === 'string' && value.includes(${JSON.stringify(text)}))) return true;
        }
      } finally {
        database.close();
      }
    }
    return false;
  })()`);
}

describe('before the window is closed', () => {
  it('the panel has results', async () => {
    await vscode.commands.executeCommand('pixelscribe.extractText', sample('screenshots/failing-build.png'));
    await waitForResult(sample('screenshots/failing-build.png'));
    await vscode.commands.executeCommand(
      'pixelscribe.describeImage',
      sample('screenshots/export-dialog.png'),
    );
    await waitForResult(sample('screenshots/export-dialog.png'));
    await panel.fill('textarea', EDITED);
    assert.equal(await panel.count('[role=tab]'), 2);
    // The page keeps its state, then VS Code writes it down, each after a pause.
    await eventually(
      async () => assert.ok(await isStored(EDITED), 'VS Code has not stored the panel'),
      50_000,
    );
  });
});
