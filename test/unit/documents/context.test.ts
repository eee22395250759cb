import assert from 'node:assert/strict';
import { type DocumentLanguage, parseDocument } from '../../../src/documents';
import { contextFor, type ImageContext } from '../../../src/documents/context';

async function context(language: DocumentLanguage, text: string, index = 0): Promise<ImageContext> {
  const parsed = await parseDocument({ language, text });
  return contextFor(parsed, parsed.references[index]!);
}

describe('the context of an image', function () {
  // The first document of a language loads its parser.
  this.timeout(20_000);
  it('is the nearest heading and the sentence it stands in', async () => {
    const text =
      '# Guide\n\n## Saving\n\nOpen the menu. Press ![](save.svg) to *save* the `file`. Then close it.\n\n## Next\n';
    assert.deepEqual(await context('markdown', text), {
      heading: 'Saving',
      sentence: 'Press to save the file.',
      fileName: 'save.svg',
    });
  });

  it('is the sentence before and the one after where the image stands alone', async () => {
    const text =
      '# Log in\n\nOpen the app. The following dialog appears:\n\n![](login.png)\n\nEnter your name. Then go on.\n';
    const { sentence, following } = await context('markdown', text);
    assert.equal(sentence, 'The following dialog appears:');
    assert.equal(following, 'Enter your name.');
  });

  it('does not reach over a heading', async () => {
    const { heading, sentence, following } = await context(
      'markdown',
      'Before.\n\n# One\n\n![](a.png)\n\n# Two\n\nAfter.',
    );
    assert.deepEqual([heading, sentence, following], ['One', undefined, undefined]);
  });

  it('tells the images of a paragraph apart', async () => {
    const text = 'First ![](a.png) here. Second ![](b.png) there.';
    assert.equal((await context('markdown', text, 0)).sentence, 'First here.');
    assert.equal((await context('markdown', text, 1)).sentence, 'Second there.');
  });

  it('holds caption, link, button and language', async () => {
    const html =
      '<html lang="de"><body><h1>Anmelden</h1><figure><a href="gross.png"><img src="a.png"></a><figcaption>Der Dialog</figcaption></figure></body></html>';
    assert.deepEqual(await context('html', html), {
      heading: 'Anmelden',
      caption: 'Der Dialog',
      link: { target: 'gross.png', text: '' },
      locale: 'de',
      fileName: 'a.png',
    });
  });

  const sameInEach: Readonly<Partial<Record<DocumentLanguage, string>>> = {
    markdown: '# Setup\n\nPress ![](a.png) now. Later more.',
    mdx: '# Setup\n\nPress <img src="a.png" /> now. Later more.',
    html: '<h2>Setup</h2><p>Press <img src="a.png"> <b>now</b>. Later more.</p>',
    jsx: 'const a = <main><h2>Setup</h2><p>Press <img src="a.png" /> now. Later more.</p></main>;',
    vue: '<template><div><h2>Setup</h2><p>Press <img src="a.png"> now. Later more.</p></div></template>',
    svelte: '<h2>Setup</h2><p>Press <img src="a.png"> now. Later more.</p>',
    asciidoc: '== Setup\n\nPress image:a.png[] now. Later more.',
    typst: '= Setup\n\nPress #image("a.png") now. Later more.',
    latex: '\\section{Setup}\n\nPress \\includegraphics{a.png} \\emph{now}. Later more.',
    org: '* Setup\n\nPress [[file:a.png]] now. Later more.',
    jupyter:
      '{"cells":[{"cell_type":"markdown","source":["# Setup\\n","\\n","Press ![](a.png) now. Later more."]}]}',
  };
  for (const [language, text] of Object.entries(sameInEach)) {
    it(`is found in ${language}`, async () => {
      const { heading, sentence } = await context(language as DocumentLanguage, text);
      assert.deepEqual([heading, sentence], ['Setup', 'Press now.']);
    });
  }

  it('is found in restructuredtext', async () => {
    const text = 'Setup\n=====\n\nOpen it. You see **this**:\n\n.. image:: a.png\n\nThen go on.';
    assert.deepEqual(await context('restructuredtext', text), {
      heading: 'Setup',
      sentence: 'You see this:',
      following: 'Then go on.',
      fileName: 'a.png',
    });
  });

  const locales: readonly (readonly [DocumentLanguage, string, string])[] = [
    ['markdown', '---\nlang: pt_BR\n---\n![](a.png)', 'pt-BR'],
    ['asciidoc', ':lang: fr\n\nimage::a.png[]', 'fr'],
    ['typst', '#set text(lang: "de", size: 3pt)\n#image("a.png")', 'de'],
    ['latex', '\\usepackage[english,ngerman]{babel}\n\\includegraphics{a.png}', 'de'],
    ['latex', '\\usepackage[main=french,english]{babel}\n\\includegraphics{a.png}', 'fr'],
    ['org', '#+LANGUAGE: es\n\n[[file:a.png]]', 'es'],
  ];
  for (const [language, text, locale] of locales) {
    it(`knows the document's language in ${language}: ${locale}`, async () => {
      assert.equal((await context(language, text)).locale, locale);
    });
  }
});
