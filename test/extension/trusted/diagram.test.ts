/** A diagram's whole way: from the Explorer to the panel, into a document, and in place of its picture. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  chooseInExplorerMenu,
  closeEverything,
  EXTENSION_ID,
  sample,
  selectInExplorer,
  waitForFailure,
  waitForResult,
} from '../actions';
import { eventually, panel, screenshot, workbench } from '../window';

const READ_MS = 45_000;

async function openDocument(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = sample(name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), vscode.ViewColumn.One);
}

describe('a diagram', () => {
  const picture = () => sample('diagrams/order-flow.png');
  afterEach(closeEverything);

  it('is drawn beside its picture, edited and inserted as the document embeds Mermaid', async () => {
    const editor = await openDocument('diagram-1.md', '# Orders\n\n');
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await vscode.commands.executeCommand('workbench.view.explorer');
    await selectInExplorer(picture());
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await chooseInExplorerMenu(picture(), 'Diagram to Mermaid');
    await waitForResult(picture());
    await panel.wait('.preview g.node[data-part="6"]', { timeoutMs: 20_000 });
    await panel.focus('[role=option]:has-text("In stock?") >> nth=0');
    await panel.wait('.preview .lit');
    assert.notEqual(await panel.attribute('.stage .lit', 'points'), '');
    await screenshot('diagram');
    const source = await panel.value('#mermaid-source');
    assert.match(source, /^flowchart TD\n/);
    await panel.fill('#mermaid-source', source.replace('Ask the supplier', 'Call the supplier'));
    await panel.wait('.preview g.node:has-text("Call the supplier")');
    await panel.click('vscode-button[aria-label^="Insert Mermaid"]');
    await panel.wait('[role=status]:has-text("Inserted into")');
    const text = editor.document.getText();
    assert.match(text, /^# Orders\n\n```mermaid\nflowchart TD\n[\s\S]*Call the supplier[\s\S]*\n```$/);
  });

  it('of classes becomes a class diagram in a document, whose drawing knows every class', async () => {
    const { extensionUri } = vscode.extensions.getExtension(EXTENSION_ID)!;
    const classes = sample('diagrams/farm.png');
    await vscode.workspace.fs.copy(
      vscode.Uri.joinPath(extensionUri, 'test', 'engine', 'diagram', 'pictures', 'mermaid-class.png'),
      classes,
      { overwrite: true },
    );
    try {
      const editor = await openDocument('diagram-3.md', '# Model\n\n');
      editor.selection = new vscode.Selection(2, 0, 2, 0);
      await vscode.commands.executeCommand('workbench.view.explorer');
      await selectInExplorer(classes);
      await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
      await chooseInExplorerMenu(classes, 'Diagram to Mermaid');
      await waitForResult(classes);
      await panel.wait('.preview g.node[data-part="4"]', { timeoutMs: 20_000 });
      await panel.focus('[role=option]:has-text("Duck → Animal")');
      assert.equal(await panel.attribute('.preview path.lit', 'data-part'), '5');
      await screenshot('class-diagram');
      await panel.click('vscode-button[aria-label^="Insert Mermaid"]');
      await panel.wait('[role=status]:has-text("Inserted into")');
      const text = editor.document.getText();
      assert.match(text, /^# Model\n\n```mermaid\nclassDiagram\n[\s\S]*\n```$/);
      assert.match(text, /\n {2}class Animal \{\n {4}<<interface>>\n {4}\+String name\n/);
      assert.match(text, /\n {2}Duck \.\.\|> Animal\n/);
    } finally {
      await vscode.workspace.fs.delete(classes);
    }
  });

  it('takes the place of its picture in a document, and the picture stays as a comment', async () => {
    const { document } = await openDocument('diagram-2.md', '# Orders\n\n![](diagrams/order-flow.png)\n');
    const action = await eventually(async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(2, 0, 2, 3),
        vscode.CodeActionKind.QuickFix.value,
      );
      const found = actions.find(({ title }) => title === 'Convert diagram to Mermaid…');
      assert.ok(found?.command, actions.map(({ title }) => title).join());
      return found.command;
    }, 20_000);
    const done = vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
    const choice = '.quick-input-list .monaco-list-row:has-text("keep it as a comment")';
    await workbench.wait(choice, { timeoutMs: READ_MS });
    await workbench.click(choice);
    await done;
    assert.match(
      document.getText(),
      /^# Orders\n\n<!-- !\[\]\(diagrams\/order-flow\.png\) -->\n```mermaid\nflowchart TD\n[\s\S]*\n```\n$/,
    );
  });

  it('that is none is said to be none, with what to do instead', async () => {
    const code = sample('screenshots/inventory-py.png');
    await vscode.commands.executeCommand('pixelscribe.diagramToMermaid', code);
    assert.match(await waitForFailure(code), /No diagram was found in inventory-py\.png/);
    await panel.click('.failure vscode-button:has-text("Extract Text")');
    await panel.wait('#text [role=option]', { timeoutMs: READ_MS });
  });
});
