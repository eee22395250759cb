/** Formulas from pictures: into documents of every language, by paste, and through the panel. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { convert } from '../../../src/latex/convert';
import {
  clickInNotification,
  closeEverything,
  enginePids,
  notifications,
  sample,
  waitForFailure,
} from '../actions';
import { ask, eventually, panel, press, screenshot, workbench } from '../window';

const FORMULA = 'formulas/boundary-value.png';
/** As long as a cold engine on a busy machine needs. */
const READ_MS = 90_000;

async function openDocument(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = sample(name);
  const at = text.indexOf('|');
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text.replace('|', '')));
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const position = document.positionAt(at);
  editor.selection = new vscode.Selection(position, position);
  return editor;
}

/** Waits for a change of the document; a doubtful reading is asked about first and taken. */
async function changed(document: vscode.TextDocument, before: string): Promise<string> {
  return eventually(async () => {
    if (document.getText() !== before) return document.getText();
    await clickInNotification('Insert Anyway', 500).catch(() => undefined);
    assert.notEqual(document.getText(), before);
    return document.getText();
  }, READ_MS);
}

/** What the panel shows for the picture. */
async function readInPanel(file: vscode.Uri): Promise<string> {
  void vscode.commands.executeCommand('pixelscribe.formulaToLatex', file);
  return eventually(async () => {
    const latex = await panel.value('#latex-source');
    assert.notEqual(latex, '');
    return latex;
  }, READ_MS);
}

/** Puts the picture on the clipboard as a browser does. */
async function copyPicture(path: string): Promise<void> {
  const data = Buffer.from(await vscode.workspace.fs.readFile(sample(path))).toString('base64');
  const blob = `new Blob([Uint8Array.from(atob('${data}'), (char) => char.charCodeAt(0))], { type: 'image/png' })`;
  await ask({
    do: 'evaluate',
    on: 'workbench',
    expression: `navigator.clipboard.write([new ClipboardItem({ 'image/png': ${blob} })])`,
  });
}

describe('formulas', function () {
  this.timeout(180_000);
  let latex: string;
  before(async () => {
    latex = await readInPanel(sample(FORMULA));
    await closeEverything();
  });
  afterEach(closeEverything);

  const insert = (file: vscode.Uri) => void vscode.commands.executeCommand('pixelscribe.insertLatex', file);

  describe('go from a file to the cursor', () => {
    const mathml = (display: boolean) => convert(latex, 'mathml', display);
    const typst = () => convert(latex, 'typst', false);
    const cases: [name: string, text: string, expected: () => string][] = [
      ['latex-1.md', 'The value is |.\n', () => `The value is $${latex}$.\n`],
      ['latex-2.md', '# Rate\n\n|\n', () => `# Rate\n\n$$\n${latex}\n$$\n`],
      ['latex-3.tex', 'The value is |.\n', () => `The value is $${latex}$.\n`],
      ['latex-4.tex', '|\n', () => `\\[\n${latex}\n\\]\n`],
      ['latex-5.typ', 'The value is |.\n', () => `The value is $${typst()}$.\n`],
      ['latex-6.adoc', 'The value is |.\n', () => `The value is stem:[${latex.replaceAll(']', '\\]')}].\n`],
      ['latex-7.rst', 'The value is |.\n', () => `The value is :math:\`${latex}\`.\n`],
      ['latex-8.rst', '|\n', () => `.. math::\n\n   ${latex}\n`],
      ['latex-9.html', '<p>The value is |.</p>\n', () => `<p>The value is ${mathml(false)}.</p>\n`],
      ['latex-10.txt', 'The value is |.\n', () => `The value is ${latex}.\n`],
      ['latex-11.md', 'The value is $|$.\n', () => `The value is $${latex}$.\n`],
    ];
    for (const [name, text, expected] of cases) {
      it(`of ${name}: ${JSON.stringify(text)}, as one step to undo`, async () => {
        const { document } = await openDocument(name, text);
        const before = text.replace('|', '');
        insert(sample(FORMULA));
        assert.equal(await changed(document, before), expected());
        await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
        await vscode.commands.executeCommand('undo');
        assert.equal(document.getText(), before);
        await vscode.commands.executeCommand('redo');
        assert.equal(document.getText(), expected());
      });
    }

    it('of a Markdown cell of a notebook', async () => {
      const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'The value is ', 'markdown');
      const notebook = await vscode.workspace.openNotebookDocument(
        'jupyter-notebook',
        new vscode.NotebookData([cell]),
      );
      const shown = await vscode.window.showNotebookDocument(notebook);
      shown.selection = new vscode.NotebookRange(0, 1);
      await vscode.commands.executeCommand('notebook.cell.edit');
      const { document } = notebook.cellAt(0);
      const editor = await eventually(() => {
        const found = vscode.window.visibleTextEditors.find((one) => one.document === document);
        assert.ok(found, 'the cell has no editor');
        return found;
      }, 30_000);
      await eventually(() => assert.equal(vscode.window.activeTextEditor?.document, document), 30_000);
      const end = document.positionAt(document.getText().length);
      editor.selection = new vscode.Selection(end, end);
      insert(sample(FORMULA));
      assert.equal(await changed(document, 'The value is '), `The value is $${latex}$`);
    });
  });

  it('remember for each language how they were inserted last', async () => {
    const { document } = await openDocument('latex-20.html', '|\n');
    insert(sample(FORMULA));
    await changed(document, '\n');
    await eventually(() => clickInNotification('Insert Differently…', 2000), 60_000);
    const row = '.quick-input-list .monaco-list-row[aria-label^="\\\\["]';
    await workbench.wait(row);
    await workbench.click(row);
    const expected = `\\[\n${latex}\n\\]\n`;
    await eventually(() => assert.equal(document.getText(), expected));
    await closeEverything();
    const again = await openDocument('latex-21.html', '|\n');
    insert(sample(FORMULA));
    assert.equal(await changed(again.document, '\n'), expected);
  });

  it('are pasted where one prefers LaTeX', async () => {
    const { document } = await openDocument('latex-30.md', 'The value is |.\n');
    const settings = vscode.workspace.getConfiguration('editor');
    await settings.update('pasteAs.preferences', ['pixelscribe.latex'], true);
    try {
      await copyPicture(FORMULA);
      await workbench.click('.editor-instance .view-line >> nth=0');
      await press('End');
      await press('ArrowLeft');
      await press('ControlOrMeta+V');
      assert.equal(await changed(document, 'The value is .\n'), `The value is $${latex}$.\n`);
    } finally {
      await settings.update('pasteAs.preferences', undefined, true);
    }
  });

  it('are pasted into the panel, compared there, and inserted', async () => {
    const { document } = await openDocument('latex-31.md', 'The value is |.\n');
    await vscode.commands.executeCommand('pixelscribe.openPanel');
    await copyPicture(FORMULA);
    await panel.click('.paste');
    await press('ControlOrMeta+V');
    await eventually(async () => assert.equal(await panel.value('#latex-source'), latex), READ_MS);
    await eventually(async () =>
      assert.ok(await panel.evaluate<boolean>("document.querySelector('.stage img').naturalWidth > 0")),
    );
    await panel.wait('.formula .katex');
    await screenshot('formula-panel');
    await panel.click('vscode-button[aria-label^="Insert LaTeX"]');
    await eventually(() => assert.equal(document.getText(), `The value is $${latex}$.\n`));
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'The value is .\n');
  });

  it('are copied as MathML and Typst, as they were edited', async () => {
    await readInPanel(sample(FORMULA));
    await panel.fill('#latex-source', '\\frac{a}{b}');
    await panel.click('vscode-button:has-text("Copy as Typst")');
    await eventually(async () => assert.equal(await vscode.env.clipboard.readText(), 'a/b'));
    await panel.click('vscode-button:has-text("Copy as MathML")');
    await eventually(async () => assert.match(await vscode.env.clipboard.readText(), /^<math .*<mfrac>/));
    await panel.fill('#latex-source', '\\frac{a');
    await panel.click('vscode-button:has-text("Copy as MathML")');
    await panel.wait('[role=alert]:has-text("The formula cannot be converted")');
  });

  describe('that cannot be read leave the document as it is', () => {
    for (const [file, message] of [
      ['screenshots/inventory-py.png', /No formula was found/],
      ['broken/truncated.png', /truncated\.png/],
    ] as const) {
      it(file, async () => {
        const { document } = await openDocument('latex-40.md', 'The value is |.\n');
        insert(sample(file));
        await eventually(async () => {
          const shown = await notifications();
          assert.ok(
            shown.some((one) => message.test(one)),
            shown.join(' | '),
          );
        }, READ_MS);
        assert.equal(document.getText(), 'The value is .\n');
      });
    }

    it('and the panel offers to extract the text instead', async () => {
      void vscode.commands.executeCommand(
        'pixelscribe.formulaToLatex',
        sample('screenshots/inventory-py.png'),
      );
      assert.match(await waitForFailure(sample('screenshots/inventory-py.png')), /no-formula-found/);
      await panel.click('.failure vscode-button:has-text("Extract Text")');
      await panel.wait('[role=option]:has-text("import sqlite3")', { timeoutMs: READ_MS });
    });

    it('when they are cancelled', async () => {
      const { document } = await openDocument('latex-41.md', 'The value is |.\n');
      // An engine that stands still cannot be faster than the click.
      const [pid] = await enginePids();
      assert.ok(pid, 'no engine runs');
      process.kill(pid, 'SIGSTOP');
      const reading = vscode.commands.executeCommand(
        'pixelscribe.insertLatex',
        sample('formulas/expansion.png'),
      );
      try {
        await eventually(() => clickInNotification('Cancel', 2000), 60_000);
      } finally {
        // It may have been replaced already for not answering.
        for (const running of await enginePids()) process.kill(running, 'SIGCONT');
      }
      await reading;
      assert.equal(document.getText(), 'The value is .\n');
    });
  });

  it('are read by agents', async () => {
    const tool = vscode.lm.tools.find(({ name }) => name === 'pixelscribe_image_to_latex');
    assert.ok(tool, vscode.lm.tools.map(({ name }) => name).join());
    assert.match(tool.description, /^Reads the mathematical formula/);
    const input = { path: sample(FORMULA).fsPath };
    const result = await vscode.lm.invokeTool(tool.name, { input, toolInvocationToken: undefined });
    const [part] = result.content as vscode.LanguageModelTextPart[];
    assert.ok(part?.value.includes(`LaTeX: ${latex}`), part?.value);
  });
});
