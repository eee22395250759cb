/** Pictures pasted into documents: markup at once, the alt text and a name when they are ready, undone as they were done. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, sample, waitForResult } from '../actions';
import { copyPicture, DESCRIBED_MS, openDocument, undoInsertion } from '../alt-text';
import { eventually, press, type } from '../window';

const PICTURE = 'screenshots/export-dialog.png';
const PLACEHOLDER = 'Describing image…';
const ALT = String.raw`(?<alt>[^"\]{}\n]{10,}?)`;
const FILE = String.raw`(?<file>[\w-]+\.png)`;

/** Pastes at the mark `|` of the text. */
async function pasteInto(name: string, marked: string, picture = PICTURE): Promise<vscode.TextDocument> {
  const editor = await openDocument(name, marked.replace('|', ''));
  const { document } = editor;
  const place = document.positionAt(marked.indexOf('|'));
  editor.selection = new vscode.Selection(place, place);
  await copyPicture(picture);
  await press('ControlOrMeta+V');
  return document;
}

describe('a picture that is pasted into a document', () => {
  afterEach(closeEverything);

  for (const [name, marked, markup] of [
    ['paste.md', '# Export\n\n|\n', String.raw`!\[${ALT}\]\(${FILE}\)`],
    ['paste.html', '<h1>Export</h1>\n<p>|</p>\n', `<img src="${FILE}" alt="${ALT}">`],
    [
      'paste.tex',
      '\\section{Export}\n\n|\n',
      String.raw`\\includegraphics\[[^\]]*alt=\{${ALT}\}[^\]]*\]\{${FILE}\}`,
    ],
    ['paste.adoc', '= Export\n\n|\n', String.raw`image::?${FILE}\["?${ALT}"?\]`],
  ] as const) {
    it(`is there at once in ${name}, then its alt text and name, and Undo takes both back`, async () => {
      const document = await pasteInto(name, marked);
      const inserted = () => new RegExp(markup).exec(document.getText())?.groups;
      await eventually(() => assert.ok(inserted(), document.getText()), 10_000);
      const { file } = await eventually(async () => {
        const { alt, file } = inserted() ?? {};
        assert.ok(alt && file && alt !== PLACEHOLDER, document.getText());
        assert.doesNotMatch(file, /^image-\d/);
        await vscode.workspace.fs.stat(sample(file));
        return { file };
      }, DESCRIBED_MS);
      await undoInsertion(vscode.window.activeTextEditor!, marked.replace('|', ''));
      await vscode.workspace.fs.delete(sample(file)).then(undefined, () => undefined);
    });
  }

  it('leaves alone what was typed into the placeholder', async () => {
    await vscode.commands.executeCommand('pixelscribe.stopEngine');
    // One that is not described yet, so that there is a placeholder to type into.
    const document = await pasteInto('paste-typed.md', '|\n', 'screenshots/visitors-chart.png');
    await eventually(() => assert.match(document.getText(), /!\[Describing image…\]/), 10_000);
    await type('Mine');
    // The engine works in the order it is asked: what comes later is done after the pasted picture.
    for (const other of ['screenshots/inventory-py.png', PICTURE]) {
      await vscode.commands.executeCommand('pixelscribe.describeImage', sample(other));
      await waitForResult(sample(other));
    }
    assert.match(document.getText(), /^!\[Mine\]\(image-\d+\.png\)/);
  });
});
