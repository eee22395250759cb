/** Markdown cells of notebooks: problems, quick fixes, and pasted pictures. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, sample } from '../actions';
import { copyPicture, DESCRIBED_MS, findFix, problems, runFix } from '../alt-text';
import { eventually, press, review, screenshot, workbench } from '../window';

const PICTURE = 'screenshots/export-dialog.png';
const CELL_EDITOR = '.cell-editor-container .view-lines';

interface Metadata {
  readonly attachments?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Opens a notebook of one Markdown cell, which is being edited. */
async function openCell(name: string, source: string, attachments?: object): Promise<vscode.NotebookCell> {
  const cell = { cell_type: 'markdown', metadata: {}, source: [source], ...(attachments && { attachments }) };
  const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  await vscode.workspace.fs.writeFile(sample(name), Buffer.from(JSON.stringify(notebook)));
  const document = await vscode.workspace.openNotebookDocument(sample(name));
  const editor = await vscode.window.showNotebookDocument(document);
  editor.selection = new vscode.NotebookRange(0, 1);
  await eventually(async () => {
    await vscode.commands.executeCommand('notebook.cell.edit');
    assert.equal(vscode.window.activeTextEditor?.document, document.cellAt(0).document);
  });
  return document.cellAt(0);
}

const attachments = (cell: vscode.NotebookCell) => (cell.metadata as Metadata).attachments ?? {};

async function fix(cell: vscode.NotebookCell, title: string): Promise<void> {
  await runFix(await findFix(vscode.window.activeTextEditor!, '![', title));
  assert.equal(vscode.window.activeTextEditor?.document, cell.document);
}

/** Waits until a picture is an attachment of the cell, and its alt text is there. */
const describedAttachment = (cell: vscode.NotebookCell) =>
  eventually(() => {
    const name = /^!\[(?!Describing image…)[^\]]{20,}\]\(attachment:([\w-]+\.png)\)$/.exec(
      cell.document.getText(),
    )?.[1];
    assert.ok(name, cell.document.getText());
    assert.match(attachments(cell)[name]?.['image/png'] ?? '', /^iVBOR/);
  }, DESCRIBED_MS);

describe('a Markdown cell of a notebook', function () {
  this.timeout(120_000);
  afterEach(async () => {
    const { activeNotebookEditor } = vscode.window;
    if (activeNotebookEditor?.notebook.isDirty)
      await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeEverything();
  });

  it('shows problems, and generates alt text for a file and for an attachment', async () => {
    const data = Buffer.from(await vscode.workspace.fs.readFile(sample(PICTURE))).toString('base64');
    const file = await openCell('cells-1.ipynb', `# Export\n\n![](${PICTURE})`);
    assert.deepEqual(await problems(file.document, 1), ['missing-alt-text']);
    await fix(file, 'Generate alt text');
    assert.match(file.document.getText(), /^# Export\n\n!\[.{20,}\]\(screenshots\/export-dialog\.png\)$/);
    await problems(file.document, 0);
    await screenshot('notebook');

    const cell = await openCell('cells-2.ipynb', '![](attachment:a%20b.png)', {
      'a b.png': { 'image/png': data },
    });
    await fix(cell, 'Generate alt text');
    assert.match(cell.document.getText(), /^!\[.*Export.*\]\(attachment:a%20b\.png\)$/);
    await fix(cell, 'Mark image as decorative');
    assert.match(cell.document.getText(), /alt=""|decorative/);
  });

  it('takes a pasted picture as an attachment, as VS Code does, with alt text', async () => {
    const cell = await openCell('cells-3.ipynb', '');
    await copyPicture(PICTURE);
    await press('ControlOrMeta+V');
    await describedAttachment(cell);
    await vscode.workspace.saveAll();
    const saved = Buffer.from(await vscode.workspace.fs.readFile(sample('cells-3.ipynb'))).toString();
    assert.match(saved, /"attachments": \{\s*"[\w-]+\.png": \{\s*"image\/png": "iVBOR/);
  });

  it('takes it as a file where attachments are off', async () => {
    const settings = vscode.workspace.getConfiguration('ipynb');
    await settings.update('pasteImagesAsAttachments.enabled', false, true);
    try {
      const cell = await openCell('cells-4.ipynb', '');
      await copyPicture('screenshots/inventory-py.png');
      await press('ControlOrMeta+V');
      await eventually(async () => {
        const name = /^!\[(?!Describing image…)[^\]]{20,}\]\(([\w-]+\.png)\)$/.exec(
          cell.document.getText(),
        )?.[1];
        assert.ok(name, cell.document.getText());
        await vscode.workspace.fs.stat(sample(name));
      }, DESCRIBED_MS);
      assert.deepEqual(attachments(cell), {});
    } finally {
      await settings.update('pasteImagesAsAttachments.enabled', undefined, true);
    }
  });

  it('takes a dropped picture as an attachment with alt text', async () => {
    const cell = await openCell('cells-5.ipynb', '');
    await workbench.dropFiles(CELL_EDITOR, [sample('screenshots/failing-build.png').fsPath]);
    await describedAttachment(cell);
    await screenshot('notebook-dropped');
  });

  it('is reviewed in its open notebook, unsaved words included, as one step to undo', async () => {
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('autoSave', 'off', true);
    try {
      const cell = await openCell('cells-6.ipynb', `![](${PICTURE})`);
      const typed = new vscode.WorkspaceEdit();
      typed.insert(cell.document.uri, new vscode.Position(0, 0), '“Not” saved 😀: ');
      await vscode.workspace.applyEdit(typed);
      const before = cell.document.getText();
      await vscode.commands.executeCommand('pixelscribe.reviewAltText', sample('cells-6.ipynb'));
      await review.wait('article.image .status .label', { timeoutMs: DESCRIBED_MS });
      assert.match((await review.texts('article.image'))[0]!, /“Not” saved 😀/);
      await review.click('article.image button:has-text("Accept")');
      await review.click('.bar vscode-button:has-text("Apply")');
      const written = /^“Not” saved 😀: !\[[^\]]{20,}\]\(screenshots\/export-dialog\.png\)$/;
      await eventually(() => assert.match(cell.document.getText(), written));
      await eventually(async () => assert.deepEqual(await review.texts('article.image .state'), ['written']));
      assert.equal(cell.notebook.isDirty, true, 'unsaved changes were saved');
      await vscode.window.showNotebookDocument(cell.notebook);
      await vscode.commands.executeCommand('undo');
      await eventually(() => assert.equal(cell.document.getText(), before));
    } finally {
      await settings.update('autoSave', undefined, true);
    }
  });
});
