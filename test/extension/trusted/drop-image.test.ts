/** Pictures dropped into documents: from outside they are saved, in the workspace they are linked. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, sample } from '../actions';
import { DESCRIBED_MS, openDocument, undoInsertion } from '../alt-text';
import { eventually, screenshot, workbench } from '../window';

const PICTURE = 'screenshots/export-dialog.png';
const EDITOR = '.editor-instance .view-lines';
const ALT = String.raw`(?<alt>[^"\]{}\n]{20,}?)`;
const FILE = String.raw`(?<file>dropped(?:-\d+)?\.png)`;

/** Of a name that tells nothing of what it shows. */
async function pictureOutside(): Promise<string> {
  const folder = vscode.Uri.joinPath(sample('.'), '..', `outside-${process.pid}`);
  const file = vscode.Uri.joinPath(folder, 'dropped.png');
  await vscode.workspace.fs.copy(sample(PICTURE), file, { overwrite: true });
  return file.fsPath;
}

describe('a picture that is dropped into a document', () => {
  afterEach(closeEverything);
  after(() =>
    vscode.workspace.fs.delete(vscode.Uri.joinPath(sample('.'), '..', `outside-${process.pid}`), {
      recursive: true,
    }),
  );

  for (const [name, markup] of [
    ['drop.md', String.raw`!\[${ALT}\]\(${FILE}\)`],
    ['drop.mdx', String.raw`!\[${ALT}\]\(${FILE}\)`],
    ['drop.html', `<img src="${FILE}" alt="${ALT}">`],
    ['drop.tsx', `<img src="${FILE}" alt="${ALT}" />`],
    ['drop.vue', `<img src="${FILE}" alt="${ALT}">`],
    ['drop.svelte', `<img src="${FILE}" alt="${ALT}" />`],
    ['drop.adoc', String.raw`image::${FILE}\["?${ALT}"?\]`],
    ['drop.rst', String.raw`\.\. image:: ${FILE}\n {3}:alt: ${ALT}`],
    ['drop.typ', String.raw`#image\("${FILE}", alt: "${ALT}"\)`],
    ['drop.tex', String.raw`\\includegraphics\[[^\]]*alt=\{${ALT}\}[^\]]*\]\{${FILE}\}`],
    ['drop.org', String.raw`#\+ATTR_HTML: :alt ${ALT}\n\[\[file:${FILE}\]\]`],
  ] as const) {
    it(`is saved beside ${name} and inserted with its alt text`, async () => {
      const editor = await openDocument(name, '\n');
      await workbench.dropFiles(EDITOR, [await pictureOutside()]);
      await eventually(async () => {
        const text = editor.document.getText();
        const { alt, file } = new RegExp(markup).exec(text)?.groups ?? {};
        assert.ok(alt && file && alt !== 'Describing image…', text);
        await vscode.workspace.fs.stat(sample(file));
      }, DESCRIBED_MS);
      if (name === 'drop.md') await screenshot('dropped');
      const { file } = new RegExp(FILE).exec(editor.document.getText())!.groups!;
      await vscode.window.showTextDocument(editor.document);
      await undoInsertion(editor, '\n');
      await vscode.workspace.fs.delete(sample(file!)).then(undefined, () => undefined);
    });
  }

  it('is linked where it is when it is a file of the workspace', async () => {
    const editor = await openDocument('docs/drop-link.md', '\n');
    await vscode.commands.executeCommand('revealInExplorer', sample(PICTURE));
    await workbench.drag('.explorer-folders-view .monaco-list-row[aria-label^="export-dialog.png"]', EDITOR);
    await eventually(
      () =>
        assert.match(
          editor.document.getText(),
          /!\[(?!Describing image…)[^\]]{20,}\]\(\.\.\/screenshots\/export-dialog\.png\)/,
        ),
      DESCRIBED_MS,
    );
  });
});
