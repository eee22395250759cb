/** Quick fixes on image references beyond generating and marking as decorative. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clickInNotification, closeEverything, notifications, sample, waitForResult } from '../actions';
import { DESCRIBED_MS, findFix, fixTitles, openDocument, problems, quickFix, runFix } from '../alt-text';
import { eventually, panel, press, screenshot, workbench } from '../window';

const PICTURE = 'screenshots/export-dialog.png';
const INPUT = '.quick-input-widget input';

describe('quick fixes on images', function () {
  this.timeout(120_000);
  afterEach(closeEverything);

  it('improve what a person wrote only when they say so', async () => {
    const text = `![The dialog](${PICTURE})\n`;
    const editor = await openDocument('fix-improve.md', text);
    let fixed = runFix(await findFix(editor, '![', 'Improve alt text…'));
    const proposal = await eventually(async () => {
      const value = await workbench.value(INPUT);
      assert.match(value, /Export/);
      return value;
    }, DESCRIBED_MS);
    await screenshot('improve-alt-text');
    assert.match((await workbench.texts('.quick-input-message')).join(), /Present alt text: The dialog/);
    await press('Escape');
    await fixed;
    assert.equal(editor.document.getText(), text);

    fixed = runFix(await findFix(editor, '![', 'Improve alt text…'));
    await eventually(async () => assert.equal(await workbench.value(INPUT), proposal), DESCRIBED_MS);
    await workbench.fill(INPUT, 'The export dialog, PDF chosen.');
    await press('Enter');
    await fixed;
    assert.equal(editor.document.getText(), `![The export dialog, PDF chosen.](${PICTURE})\n`);
  });

  for (const [name, text, at, expected] of [
    [
      'fix-long.md',
      `![A dialog.](${PICTURE})\n`,
      '![',
      /^!\[A dialog\.\]\(screenshots\/export-dialog\.png\)\n\n<details>\n<summary>Image description<\/summary>\n\n[\s\S]*Export[\s\S]*<\/details>\n/,
    ],
    [
      'fix-long.html',
      `<p>See:</p>\n<img src="${PICTURE}" alt="A dialog.">\n`,
      '<img',
      /<img src="screenshots\/export-dialog\.png" alt="A dialog\." aria-describedby="(?<id>[\w-]+)">[\s\S]*<details id="\k<id>">[\s\S]*Export[\s\S]*<\/details>/,
    ],
    [
      'fix-long.rst',
      `.. figure:: ${PICTURE}\n   :alt: A dialog.\n`,
      'figure',
      /^\.\. figure:: screenshots\/export-dialog\.png\n {3}:alt: A dialog\.\n\n {3}[\s\S]*Export/,
    ],
  ] as const) {
    it(`add a long description to ${name}, as one step`, async () => {
      const editor = await openDocument(name, text);
      await quickFix(editor, at, 'Add long description');
      assert.match(editor.document.getText(), expected);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), text);
    });
  }

  it('extract the text of the image into the panel', async () => {
    const editor = await openDocument('fix-text.adoc', `image::${PICTURE}[A dialog.]\n`);
    await quickFix(editor, 'image', 'Extract text from image');
    await waitForResult(sample(PICTURE));
    assert.match((await panel.texts('[role=option]')).join('\n'), /Export\s?report/);
  });

  it('convert a formula to LaTeX in its place, and offer that for nothing known to be something else', async () => {
    await vscode.workspace.fs.copy(
      vscode.Uri.joinPath(vscode.extensions.getExtension('pixelscribe.pixelscribe')!.extensionUri, FORMULA),
      sample('sum.png'),
      { overwrite: true },
    );
    const editor = await openDocument(
      'fix-latex.md',
      `We get ![](sum.png) here, and ![](${PICTURE}) there.\n`,
    );
    await quickFix(editor, `![](${PICTURE})`, 'Generate alt text');
    await eventually(async () => {
      const titles = await fixTitles(editor, PICTURE);
      assert.ok(titles.includes('Extract text from image'), titles.join());
      assert.ok(!titles.includes('Convert image to LaTeX'), titles.join());
    });
    const fixed = runFix(await findFix(editor, '![](sum.png)', 'Convert image to LaTeX'));
    await eventually(async () => {
      if (editor.document.getText().includes('![](sum.png)')) {
        // A doubtful reading is asked about first.
        await clickInNotification('Insert Anyway', 500).catch(() => undefined);
      }
      assert.match(editor.document.getText(), /^We get \$[^$]+\$ here, and !\[/);
    }, DESCRIBED_MS);
    await vscode.commands.executeCommand('notifications.clearAll');
    await fixed;
    // A component has no notation for formulas.
    const jsx = await openDocument('fix-latex.tsx', 'const a = <img src="sum.png" />;\n');
    await findFix(jsx, '<img', 'Generate alt text');
    assert.ok(!(await fixTitles(jsx, '<img')).includes('Convert image to LaTeX'));
  });

  it('say why nothing was written', async () => {
    const editor = await openDocument('fix-missing.md', '![](nowhere.png)\n');
    await quickFix(editor, '![', 'Generate alt text');
    await eventually(async () => assert.match((await notifications()).join(), /nowhere\.png was not found/));
    assert.equal(editor.document.getText(), '![](nowhere.png)\n');
  });
});

describe('problems with alt text', () => {
  const settings = () => vscode.workspace.getConfiguration('pixelscribe.altText');
  const reset = async () => {
    await settings().update('severity', undefined, true);
    await settings().update('diagnostics', undefined, true);
  };
  afterEach(async () => {
    await reset();
    await closeEverything();
  });

  it('are as severe as the setting says, and off when it says so', async () => {
    const { document } = await openDocument('severity.md', '![](a.png)\n');
    await problems(document, 1);
    for (const [value, severity] of [
      ['error', vscode.DiagnosticSeverity.Error],
      ['warning', vscode.DiagnosticSeverity.Warning],
      ['hint', vscode.DiagnosticSeverity.Hint],
      ['information', vscode.DiagnosticSeverity.Information],
    ] as const) {
      await settings().update('severity', value, true);
      await eventually(() => {
        const [found] = vscode.languages.getDiagnostics(document.uri).filter(isOurs);
        assert.equal(found?.severity, severity, value);
      });
    }
    await settings().update('diagnostics', false, true);
    await problems(document, 0);
    await settings().update('diagnostics', undefined, true);
    await problems(document, 1);
    await settings().update('disabledRules', ['missing-alt-text'], true);
    await problems(document, 0);
    await settings().update('disabledRules', undefined, true);
  });
});

const FORMULA = 'models/formula/golden/0.png';
const isOurs = ({ source }: vscode.Diagnostic) => source === 'PixelScribe';
