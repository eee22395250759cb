import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { workbench } from '../window';

describe('the harness', () => {
  it('runs in a real extension host', () => {
    assert.ok(vscode.version.startsWith('1.'));
    assert.ok(vscode.env.remoteName);
  });
  it('sees the window', async () => {
    await workbench.wait('.monaco-workbench');
    console.log(await workbench.texts('.explorer-viewlet .monaco-list-row'));
  });
  it('tells when something fails', () => {
    assert.equal(process.env.FAIL, undefined);
  });
});
