/** The panel within the real workbench: the picture, the clipboard, the editor beside it. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeEverything, sample, waitForResult } from '../actions';
import { eventually, panel, workbench } from '../window';

const describeImage = (picture: vscode.Uri) =>
  vscode.commands.executeCommand('pixelscribe.describeImage', picture);

/** A text editor with the cursor behind `text`. */
async function openEditor(text: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const end = document.positionAt(text.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

describe('the panel', () => {
  const picture = () => sample('screenshots/inventory-py.png');
  afterEach(closeEverything);

  it('opens beside the editor and leaves the focus there', async () => {
    const editor = await openEditor('Here: ');
    await describeImage(picture());
    await waitForResult(picture());
    assert.equal(vscode.window.activeTextEditor, editor);
    assert.equal(vscode.window.tabGroups.all.length, 2);
  });

  it('shows the picture and lights up the box of a line', async () => {
    await describeImage(picture());
    await waitForResult(picture());
    await eventually(async () => {
      assert.equal(await panel.evaluate("document.querySelector('.stage img').naturalWidth"), 900);
    });
    await panel.hover('[role=option]:has-text("def restock")');
    const points = await panel.attribute('.stage .lit', 'points');
    const ys = points!.split(' ').map((point) => Number(point.split(',')[1]));
    // Row 14 of the code is drawn from 304 to 324.
    assert.ok(Math.min(...ys) > 295 && Math.max(...ys) < 335, points!);
  });

  it('copies', async () => {
    await describeImage(picture());
    await waitForResult(picture());
    await panel.fill('textarea', 'Python code of an inventory.');
    await panel.click('vscode-button[aria-label="Copy alt text"]');
    await panel.wait('[role=status]:has-text("Copied.")');
    assert.equal(await vscode.env.clipboard.readText(), 'Python code of an inventory.');
  });

  it('inserts into the last editor as one step to undo', async () => {
    const editor = await openEditor('Before: ');
    await describeImage(picture());
    await waitForResult(picture());
    const altText = await panel.value('textarea');
    await panel.click('vscode-button[aria-label^="Insert alt text"]');
    await panel.wait('[role=status]:has-text("Inserted into")');
    assert.equal(editor.document.getText(), `Before: ${altText}`);
    await panel.focus('[role=option] >> nth=0');
    await panel.click('[role=option] >> nth=0');
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'Before: ');
  });

  it('inserts into an editor that is hidden by now, where its cursor was', async () => {
    const file = sample('notes.md');
    const editor = await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await vscode.commands.executeCommand(
      'vscode.openWith',
      picture(),
      'imagePreview.previewEditor',
      vscode.ViewColumn.One,
    );
    await describeImage(picture());
    await waitForResult(picture());
    await panel.click('vscode-button[aria-label^="Insert description"]');
    const description = (await panel.texts('#description .prose'))[0]!;
    const document = await vscode.workspace.openTextDocument(file);
    await eventually(() => assert.ok(document.lineAt(2).text.startsWith(description.split('\n')[0]!)));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('says so when there is no editor to insert into', async () => {
    const editor = await openEditor('Gone soon');
    await describeImage(picture());
    await waitForResult(picture());
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually(() => assert.ok(editor.document.isClosed), 30_000);
    await panel.click('vscode-button[aria-label^="Insert alt text"]');
    await panel.wait('[role=alert]:has-text("Open a file, put the cursor where the text goes")');
  });

  it('keeps an edited alt text while it is hidden', async () => {
    await describeImage(picture());
    await waitForResult(picture());
    await panel.fill('textarea', 'My own words.');
    await eventually(async () => assert.equal(await panel.value('textarea'), 'My own words.'));
    const column = vscode.window.tabGroups.all.find(({ tabs }) =>
      tabs.some(({ input }) => input instanceof vscode.TabInputWebview),
    )!.viewColumn;
    await vscode.window.showTextDocument(sample('notes.md'), { viewColumn: column, preview: false });
    await vscode.commands.executeCommand('workbench.action.previousEditor');
    await eventually(async () => assert.equal(await panel.value('textarea'), 'My own words.'));
  });

  it('shows a picture from outside the workspace', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pixelscribe-elsewhere-'));
    const elsewhere = path.join(folder, 'chart.png');
    writeFileSync(elsewhere, readFileSync(sample('screenshots/visitors-chart.png').fsPath));
    await describeImage(picture());
    await waitForResult(picture());
    await describeImage(vscode.Uri.file(elsewhere));
    await waitForResult(vscode.Uri.file(elsewhere));
    await eventually(async () => {
      assert.equal(await panel.evaluate("document.querySelector('.stage img').naturalWidth"), 760);
    });
  });

  it('shows a picture in a format no browser can show', async () => {
    await describeImage(sample('scans/letter.tiff'));
    await waitForResult(sample('scans/letter.tiff'));
    await eventually(async () => {
      assert.ok(Number(await panel.evaluate("document.querySelector('.stage img')?.naturalWidth")) > 0);
    });
    assert.match((await panel.texts('[role=option]')).join('\n'), /The reading room will be closed/);
  });

  it('breaks no rule of its own policy', async () => {
    await describeImage(picture());
    await waitForResult(picture());
    const blocked = await panel.evaluate<string[]>(`
      new Promise((resolve) => {
        const blocked = [];
        document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.violatedDirective));
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        setTimeout(() => resolve([...blocked, String(window.ran)]), 300);
      })`);
    assert.deepEqual(blocked, ['script-src-elem', 'undefined']);
  });

  it('goes with the theme', async () => {
    await describeImage(picture());
    await waitForResult(picture());
    const settings = vscode.workspace.getConfiguration('workbench');
    const before = settings.get('colorTheme');
    const background = () => panel.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    // A window that has just started shows its own colours until the themes are loaded.
    const choose = async (theme: string) => {
      await settings.update('colorTheme', theme, true);
      await eventually(
        async () => assert.equal(await panel.evaluate('document.body.dataset.vscodeThemeId'), theme),
        60_000,
      );
    };
    try {
      await choose('Light Modern');
      const light = await background();
      await choose('Dark Modern');
      assert.notEqual(await background(), light);
      await workbench.wait('.monaco-workbench.vs-dark');
    } finally {
      await settings.update('colorTheme', before, true);
    }
  });
});
