import assert from 'node:assert/strict';
import { type DocumentLanguage, find } from '../../../src/documents';
import { type InsertPlace, insertMarkup, type MarkupForm } from '../../../src/documents/insert';
import { targetPath } from '../../../src/documents/target';

const ALT = 'The "Save" button, [x] & {y} <z> 50 %';
const PATH = 'img/my picture (1).png';

const EXPECTED: Readonly<Record<MarkupForm, string>> = {
  markdown: '![The "Save" button, \\[x\\] & {y} \\<z> 50 %](img/my%20picture%20(1).png)',
  jupyter: '![The "Save" button, \\[x\\] & {y} \\<z> 50 %](img/my%20picture%20(1).png)',
  mdx: '![The "Save" button, \\[x\\] & \\{y\\} \\<z> 50 %](img/my%20picture%20(1).png)',
  learn:
    ':::image type="content" source="img/my%20picture%20(1).png" alt-text="The &quot;Save&quot; button, [x] & {y} <z> 50 %":::',
  html: '<img src="img/my%20picture%20(1).png" alt="The &quot;Save&quot; button, [x] & {y} &lt;z> 50 %">',
  vue: '<img src="img/my%20picture%20(1).png" alt="The &quot;Save&quot; button, [x] & {y} &lt;z> 50 %">',
  jsx: '<img src="img/my%20picture%20(1).png" alt="The &quot;Save&quot; button, [x] & {y} &lt;z> 50 %" />',
  svelte:
    '<img src="img/my%20picture%20(1).png" alt="The &quot;Save&quot; button, [x] & &#123;y&#125; &lt;z> 50 %" />',
  asciidoc: 'image::img/my%20picture%20(1).png["The \\"Save\\" button, [x] & \\{y} <z> 50 %"]',
  restructuredtext: '.. image:: img/my%20picture%20(1).png\n   :alt: The "Save" button, [x] & {y} <z> 50 %',
  typst: '#image("img/my picture (1).png", alt: "The \\"Save\\" button, [x] & {y} <z> 50 %")',
  latex:
    '\\begin{figure}\n  \\centering\n  \\includegraphics[width=\\linewidth,alt={The "Save" button, [x] \\& \\{y\\} <z> 50 \\%}]{img/my picture (1).png}\n\\end{figure}',
  org: '#+ATTR_HTML: :alt The "Save" button, [x] & {y} <z> 50 %\n[[file:img/my picture (1).png]]',
};

function documentOf(form: MarkupForm, markup: string): { language: DocumentLanguage; text: string } {
  if (form === 'learn') return { language: 'markdown', text: markup };
  if (form === 'vue') return { language: 'vue', text: `<template>${markup}</template>` };
  if (form === 'jsx') return { language: 'jsx', text: `const a = ${markup};` };
  if (form === 'jupyter')
    return {
      language: 'jupyter',
      text: JSON.stringify({ cells: [{ cell_type: 'markdown', source: markup }] }),
    };
  return { language: form, text: markup };
}

describe('markup for a new image', function () {
  // The first document of a language loads its parser.
  this.timeout(20_000);
  for (const form of Object.keys(EXPECTED) as MarkupForm[]) {
    it(`${form}: is written and selects the alt text`, () => {
      const { text, altRange } = insertMarkup(form, { path: PATH, alt: ALT });
      assert.equal(text, EXPECTED[form]);
      const selected = text.slice(altRange.start, altRange.end);
      assert.ok(selected.startsWith('The ') && selected.includes('50 '), selected);
      assert.doesNotMatch(selected, /["}\]]$/);
    });

    it(`${form}: is found again with its file, text and caption`, async () => {
      for (const caption of [undefined, 'The door at night']) {
        // An indented line is literal text in AsciiDoc.
        const indent = form === 'asciidoc' ? '' : '  ';
        for (const place of [{}, { indent, newline: '\r\n' }] satisfies InsertPlace[]) {
          const { text } = insertMarkup(form, { path: PATH, alt: ALT, caption }, place);
          if (place.newline) assert.doesNotMatch(text, /(?<!\r)\n/);
          const references = await find(documentOf(form, (place.indent ?? '') + text));
          assert.equal(references.length, 1, text);
          assert.equal(references[0]!.alt.value, ALT);
          assert.equal(targetPath(references[0]!.target), PATH);
          if (caption && form !== 'learn') assert.equal(references[0]!.caption, caption, text);
        }
      }
    });
  }

  it('stands in a line where it is asked to', () => {
    assert.equal(
      insertMarkup('asciidoc', { path: 'a.png', alt: 'Save [x]' }, { block: false }).text,
      'image:a.png[Save [x\\]]',
    );
    assert.equal(
      insertMarkup('latex', { path: 'a.png', alt: 'Save' }, { block: false }).text,
      '\\includegraphics[alt={Save}]{a.png}',
    );
  });

  it('encodes what an address cannot hold', () => {
    assert.equal(insertMarkup('markdown', { path: '50%#1).png', alt: '' }).text, '![](50%25%231%29.png)');
  });

  it('has an empty selection where there is no alt text yet', () => {
    const { text, altRange } = insertMarkup('asciidoc', { path: 'a.png', alt: '' });
    assert.equal(text, 'image::a.png[]');
    assert.deepEqual(altRange, { start: 13, end: 13 });
  });
});
