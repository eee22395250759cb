/** Alt text while one writes: problems and quick fixes. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything } from '../actions';
import { findFix, openDocument, problems, quickFix, runFix } from '../alt-text';

const PICTURE = 'screenshots/export-dialog.png';

describe('alt text in documents', () => {
  afterEach(closeEverything);

  it('shows problems with their rules, and none where alt text is good', async () => {
    const { document } = await openDocument(
      'alt-1.md',
      `![](${PICTURE})\n\n![image](b.png) ![A door](c.png)\n`,
    );
    assert.deepEqual(await problems(document, 2), ['missing-alt-text', 'placeholder-alt-text']);
  });

  it('follows what is typed and the settings', async () => {
    const editor = await openDocument('alt-2.html', '<img src="a.png">\n');
    await problems(editor.document, 1);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 16), ' alt="A door"'));
    await problems(editor.document, 0);
  });

  for (const [name, text, at, expected] of [
    ['alt-3.md', 'See ![](line.png) here.\n', '![]', 'See <img src="line.png" alt=""> here.\n'],
    ['alt-3.html', '<img src="line.png">\n', '<img', '<img src="line.png" alt="">\n'],
    ['alt-3.adoc', 'image::line.png[]\n', 'image', 'image::line.png[""]\n'],
    ['alt-3.rst', '.. image:: line.png\n', 'image', '.. image:: line.png\n   :alt:\n'],
    ['alt-3.typ', '#image("line.png")\n', 'image', '#image("line.png", alt: "")\n'],
    ['alt-3.tex', '\\includegraphics{line.png}\n', 'include', '\\includegraphics[artifact]{line.png}\n'],
    [
      'alt-3.vue',
      '<template><img src="line.png"></template>\n',
      '<img',
      '<template><img src="line.png" alt=""></template>\n',
    ],
    ['alt-3.svelte', '<img src="line.png">\n', '<img', '<img src="line.png" alt="">\n'],
    [
      'alt-3.org',
      '[[file:line.png]]\n',
      'line',
      '#+ATTR_HTML: :alt "" :role presentation\n[[file:line.png]]\n',
    ],
    ['alt-3.mdx', 'See ![](./line.png).\n', '![]', 'See ![](./line.png){/* decorative */}.\n'],
    [
      'alt-3.tsx',
      'const a = <img src="line.png" />;\n',
      '<img',
      'const a = <img src="line.png" alt="" />;\n',
    ],
  ] as const) {
    it(`marks an image as decorative in ${name}`, async () => {
      const editor = await openDocument(name, text);
      await quickFix(editor, at, 'Mark image as decorative');
      assert.equal(editor.document.getText(), expected);
    });
  }

  it('generates alt text as one step, and selects it', async () => {
    const editor = await openDocument('alt-4.md', `# Export\r\n\r\n![](${PICTURE} "Title")\r\n`);
    await quickFix(editor, '![]', 'Generate alt text');
    const text = editor.document.getText();
    const alt = /^# Export\r\n\r\n!\[(.{20,})\]\(screenshots\/export-dialog\.png "Title"\)\r\n$/.exec(
      text,
    )?.[1];
    assert.ok(alt, text);
    assert.equal(editor.document.getText(editor.selection), alt);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), `# Export\r\n\r\n![](${PICTURE} "Title")\r\n`);
  });

  it('writes nothing when the image was removed meanwhile', async () => {
    const editor = await openDocument('alt-5.md', `![](screenshots/failing-build.png)\n`);
    const fixed = runFix(await findFix(editor, '![]', 'Generate alt text'));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, 40), 'gone'));
    await fixed;
    assert.equal(editor.document.getText(), 'gone\n');
  });
});
