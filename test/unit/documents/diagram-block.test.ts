import assert from 'node:assert/strict';
import { applyEdits, type DocumentLanguage, parseDocument } from '../../../src/documents';
import {
  type DiagramPlacement,
  diagramBlock,
  diagramPlacements,
  placeDiagram,
} from '../../../src/documents/diagram-block';

const MERMAID = 'flowchart TD\n  n1["A"] --> n2["B"]\n';

async function placed(language: DocumentLanguage, text: string, placement: DiagramPlacement, at = 0) {
  const { references } = await parseDocument({ language, text });
  const edits = placeDiagram({ language, text }, references[at]!, MERMAID, placement);
  return edits && applyEdits(text, edits);
}

describe('a diagram in a document', () => {
  it('goes below the paragraph of its picture', async () => {
    assert.equal(
      await placed('markdown', 'See ![](a.png)\nand read on.\n\nNext.\n', 'below'),
      'See ![](a.png)\nand read on.\n\n```mermaid\nflowchart TD\n  n1["A"] --> n2["B"]\n```\n\nNext.\n',
    );
  });

  it('takes the place of its picture, with the picture as a comment if wanted', async () => {
    const text = '# Flow\r\n\r\n![Old --> flow](a.png)\r\n\r\nNext.\r\n';
    const block = '```mermaid\r\nflowchart TD\r\n  n1["A"] --> n2["B"]\r\n```';
    assert.equal(await placed('markdown', text, 'replace'), `# Flow\r\n\r\n${block}\r\n\r\nNext.\r\n`);
    assert.equal(
      await placed('markdown', text, 'replace-with-comment'),
      `# Flow\r\n\r\n<!-- ![Old --&gt; flow](a.png) -->\r\n${block}\r\n\r\nNext.\r\n`,
    );
  });

  it('stays in its list item and in its quote', async () => {
    assert.equal(
      await placed('markdown', '1. ![](a.png)\n2. Next\n', 'replace'),
      '1. ```mermaid\n   flowchart TD\n     n1["A"] --> n2["B"]\n   ```\n2. Next\n',
    );
    assert.equal(
      await placed('markdown', '> ![](a.png)\n', 'below'),
      '> ![](a.png)\n>\n> ```mermaid\n> flowchart TD\n>   n1["A"] --> n2["B"]\n> ```\n',
    );
  });

  it('leaves the sentence around its picture', async () => {
    assert.equal(
      await placed('mdx', 'Before ![x](a.png) after.\n', 'replace-with-comment'),
      'Before {/* ![x](a.png) */} after.\n\n```mermaid\nflowchart TD\n  n1["A"] --> n2["B"]\n```\n',
    );
  });

  it('keeps to each language', async () => {
    assert.equal(
      await placed('restructuredtext', '.. image:: a.png\n   :alt: x\n\nNext.\n', 'replace-with-comment'),
      '..\n   .. image:: a.png\n      :alt: x\n\n.. mermaid::\n\n   flowchart TD\n     n1["A"] --> n2["B"]\n\nNext.\n',
    );
    assert.equal(
      await placed('asciidoc', 'image::a.png[]\n', 'replace'),
      '[mermaid]\n....\nflowchart TD\n  n1["A"] --> n2["B"]\n....\n',
    );
    assert.equal(
      await placed('html', '<p><img src="a.png" alt="x"></p>\n', 'below'),
      '<p><img src="a.png" alt="x"></p>\n\n<pre class="mermaid">\nflowchart TD\n  n1["A"] --> n2["B"]\n</pre>\n',
    );
    assert.equal(
      await placed('org', '[[file:a.png]]\n', 'replace-with-comment'),
      '# [[file:a.png]]\n#+begin_src mermaid\nflowchart TD\n  n1["A"] --> n2["B"]\n#+end_src\n',
    );
  });

  it('is only offered below a linked picture, and nowhere in languages without Mermaid', async () => {
    const linked = '[![](a.png)](b.html)\n';
    const { references } = await parseDocument({ language: 'markdown', text: linked });
    assert.deepEqual(diagramPlacements({ language: 'markdown', text: linked }, references[0]!), ['below']);
    assert.equal(await placed('markdown', linked, 'replace'), undefined);
    assert.equal(await placed('latex', '\\includegraphics{a.png}\n', 'below'), undefined);
  });

  it('has a longer fence than any in its labels, and is plain in a file of its own', () => {
    assert.match(diagramBlock('markdown', 'flowchart TD\n  a["```"]'), /^````mermaid\n[\s\S]*\n````$/);
    assert.equal(diagramBlock(undefined, MERMAID), MERMAID.trimEnd());
  });
});
