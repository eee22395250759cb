/** A table's whole way: from a picture to the cursor, in the notation of the document, and below its image. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  chooseInExplorerMenu,
  closeEverything,
  notifications,
  sample,
  selectInExplorer,
  waitForResult,
} from '../actions';
import { eventually, screenshot, workbench } from '../window';

const READ_MS = 45_000;

const MARKDOWN = [
  '| Part | Shelf | In stock |',
  '| --- | --- | --- |',
  '| Hex bolt M8 | A-12 | 140 |',
  '| Washer | A-14 | 1,250 |',
  '| Spring & clip | C-03 | 18 |',
].join('\n');

async function openDocument(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = sample(name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  const end = editor.document.positionAt(text.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

describe('a table', () => {
  const picture = () => sample('tables/stock.png');
  afterEach(closeEverything);

  it('goes from the Explorer to the cursor of a Markdown document, as one step to undo', async () => {
    const { document } = await openDocument('table-1.md', '# Stock\n\nAs of today:');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await selectInExplorer(picture());
    await vscode.window.showTextDocument(document);
    // The Explorer has gone to the document, and draws only the rows that are in view.
    await vscode.commands.executeCommand('revealInExplorer', picture());
    await chooseInExplorerMenu(picture(), 'Extract Table from Image');
    const expected = `# Stock\n\nAs of today:\n\n${MARKDOWN}`;
    await eventually(async () => assert.equal(document.getText(), expected), READ_MS);
    await eventually(async () =>
      assert.match(
        (await notifications()).join('\n'),
        /Inserted a table of 4 rows and 3 columns into table-1\.md \(\d+ % sure\)\./,
      ),
    );
    await screenshot('table');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), '# Stock\n\nAs of today:');
  });

  it('has the data of a chart, and says that they were measured', async () => {
    const { document } = await openDocument('table-chart.md', '# Issues\n\n');
    await vscode.commands.executeCommand('pixelscribe.extractTable', sample('diagrams/issues-chart.png'));
    await eventually(
      async () =>
        assert.match(
          document.getText(),
          /\| Actual \| Forecast \|\n\| --- \| --- \| --- \|\n\| Marketing \| \d+ \| \d+ \|\n\| Research \|/,
        ),
      READ_MS,
    );
    await eventually(async () =>
      assert.match(
        (await notifications()).join('\n'),
        /were measured in the chart: they are close, not exact/,
      ),
    );
  });

  it('is written as the document writes tables', async () => {
    const latex = await openDocument('table-2.tex', 'Stock:\n\n');
    await vscode.commands.executeCommand('pixelscribe.extractTable', picture());
    assert.equal(
      latex.document.getText(),
      [
        'Stock:\n',
        '\\begin{tabular}{lll}',
        '  \\hline',
        '  Part & Shelf & In stock \\\\',
        '  \\hline',
        '  Hex bolt M8 & A-12 & 140 \\\\',
        '  Washer & A-14 & 1,250 \\\\',
        '  Spring \\& clip & C-03 & 18 \\\\',
        '  \\hline',
        '\\end{tabular}',
      ].join('\n'),
    );
  });

  it('goes below its image in a document', async () => {
    const { document } = await openDocument('table-3.md', '![](tables/stock.png)\n\nNext.\n');
    const action = await eventually(async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(0, 0, 0, 3),
        vscode.CodeActionKind.QuickFix.value,
      );
      const found = actions.find(({ title }) => title === 'Insert table from image');
      assert.ok(found?.command, actions.map(({ title }) => title).join());
      return found.command;
    }, 20_000);
    await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
    assert.equal(document.getText(), `![](tables/stock.png)\n\n${MARKDOWN}\n\nNext.\n`);
  });

  it('opens a new document where none is open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('pixelscribe.extractTable', picture());
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(), `${MARKDOWN}\n`);
    assert.equal(editor.document.languageId, 'markdown');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('that is none is said to be none, and nothing is written', async () => {
    const { document } = await openDocument('table-4.md', 'Nothing here.\n');
    const photo = sample('photos/cat.jpg');
    await vscode.commands.executeCommand('pixelscribe.extractTable', photo);
    await eventually(async () =>
      assert.match((await notifications()).join('\n'), /No table was found in cat\.jpg\./),
    );
    assert.equal(document.getText(), 'Nothing here.\n');
    await workbench.click('.notifications-center .monaco-button:has-text("Extract Text")');
    await waitForResult(photo);
  });
});
