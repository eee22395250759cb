import assert from 'node:assert/strict';
import { type DocumentLanguage, parseDocument } from '../../../src/documents';
import { type LintOptions, lint, lintParsed } from '../../../src/documents/lint';
import { RULE_CODES, RULES } from '../../../src/documents/lint-rules';

async function codes(language: DocumentLanguage, text: string, options?: LintOptions): Promise<string[]> {
  return (await lint({ language, text }, options)).map((one) => one.code);
}

/** The code for alt text of `![…](picture.png)`, or nothing. */
async function codeOf(alt: string, file = 'picture.png'): Promise<string | undefined> {
  return (await codes('markdown', `![${alt}](${file})`))[0];
}

describe('alt text rules', function () {
  // The first document of a language loads its parser.
  this.timeout(20_000);
  const table: Readonly<Record<string, readonly string[]>> = {
    'file-name-as-alt-text': [
      'login.png',
      'IMG_1234',
      'IMG_20240101_101112.jpg',
      'Screenshot 2024-01-31 at 10.11.12',
      'images/a/login-dialog.webp',
      'DSC00012',
      'image-20240101',
      'Bildschirmfoto 2024-01-31 um 10.11.12',
      'Screen Shot 2024-01-31 at 9.05.11 AM',
    ],
    'placeholder-alt-text': [
      'image',
      'Image',
      'alt text',
      'Alt text.',
      'picture',
      'image 1',
      'Figure 3',
      'img',
      'enter image description here',
      'TODO',
      'screenshot',
      'n/a',
      '...',
      'placeholder',
      'Bild',
      'imagen',
      'Fig. 2',
      'null',
    ],
    'redundant-alt-prefix': [
      'Image of a cat',
      'an image of a login dialog',
      'Picture showing the menu',
      'A photo of two people',
      'Bild von einer Katze',
      'Une image de la porte',
      'Imagen de un gato',
      'Image that shows the menu',
      'The picture of the door',
      'Afbeelding van een kat',
    ],
    none: [
      'A cat on a mat',
      'Screenshot of the login dialog',
      'Diagram that shows two services',
      'Logo',
      'npm',
      'Imaging pipeline',
      'Picture frame settings',
      'Alternative text editor',
      'Chart: sales by month',
      '→',
      '✅',
      '+',
      'Photosynthesis',
      'Build status',
      'Node.js',
      'Image size dialog',
      'Picasso',
      'v1.2.3',
      '登录对话框',
      'a/b testing',
      'The image editor',
      'Save as PDF',
    ],
  };
  for (const [code, texts] of Object.entries(table)) {
    for (const alt of texts) {
      it(`${code}: ${alt}`, async () => {
        assert.equal((await codeOf(alt)) ?? 'none', code);
      });
    }
  }

  it('finds missing alt text in Markdown and HTML', async () => {
    assert.deepEqual(await codes('markdown', '![](a.png) <img src="b.png"> <img src="c.png" alt="">'), [
      'missing-alt-text',
      'missing-alt-text',
    ]);
  });

  it('tells white space from an empty alt text', async () => {
    assert.deepEqual(await codes('html', '<img src="a.png" alt=" "><img src="b.png" alt="">'), [
      'blank-alt-text',
    ]);
  });

  it('asks for the purpose of a link that is only an image', async () => {
    assert.deepEqual(await codes('markdown', '[![](a.png)](x) [![](b.png) Home](x)'), [
      'linked-image-without-alt-text',
      'missing-alt-text',
    ]);
    assert.deepEqual(await codes('html', '<a href="x"><img src="a.png" alt=""></a>'), [
      'linked-image-without-alt-text',
    ]);
    assert.deepEqual(await codes('html', '<a href="x"><img src="a.png" alt=""> Home</a>'), []);
    assert.deepEqual(
      await codes('html', '<a href="x"><img src="a.png" alt=""><img src="b.png" alt="Home"></a>'),
      [],
    );
    assert.deepEqual(await codes('html', '<button><img src="a.png"></button>'), [
      'linked-image-without-alt-text',
    ]);
  });

  it('takes the stem of a file name for one only where it is not language', async () => {
    assert.equal(await codeOf('Logo', 'logo.png'), undefined);
    assert.equal(await codeOf('login_dialog', 'login_dialog.png'), 'file-name-as-alt-text');
    assert.equal(await codeOf('step-1', 'img/step-1.png'), 'file-name-as-alt-text');
  });

  it('counts characters as people do', async () => {
    const long = 'word '.repeat(31).trim();
    assert.equal(long.length, 154);
    assert.deepEqual(await codes('markdown', `![${long}](a.png)`), ['long-alt-text']);
    assert.deepEqual(await codes('markdown', `![${'👩‍👩‍👧 '.repeat(70)}x](a.png)`), []);
    assert.deepEqual(await codes('markdown', '![A cat on a mat](a.png)', { maxLength: 10 }), [
      'long-alt-text',
    ]);
  });

  it('finds the same words for different images', async () => {
    const text = '![The menu](a.png) ![The menu](a.png) ![the menu](b.png)';
    const found = await lint({ language: 'markdown', text });
    assert.deepEqual(
      found.map((one) => [one.code, one.reference.target.value]),
      [['duplicate-alt-text', 'b.png']],
    );
    assert.equal(found[0]!.related?.target.value, 'a.png');
    assert.equal(text.slice(found[0]!.range.start, found[0]!.range.end), 'the menu');
  });

  it('points at the reference where there is no alt text', async () => {
    const text = 'See ![](a.png).';
    const [found] = await lint({ language: 'markdown', text });
    assert.equal(text.slice(found!.range.start, found!.range.end), '![](a.png)');
    assert.match(found!.message, /“a\.png” has no alt text/);
  });

  it('says nothing about what is computed, named otherwise, hidden or not expected', async () => {
    assert.deepEqual(
      await codes(
        'jsx',
        'const a = <><img src="a.png" alt={x} /><img {...p} /><img src="a.png" aria-label="A" /><img src="a.png" aria-hidden /></>;',
      ),
      [],
    );
    assert.deepEqual(
      await codes('html', '<img src="a.png" hidden><a href="x"><img src="a.png" role="presentation"></a>'),
      [],
    );
    assert.deepEqual(await codes('markdown', '---\nimage: a.png\n---\n'), []);
  });

  it('checks alt text in front matter that is there', async () => {
    assert.deepEqual(await codes('markdown', '---\nimage: a.png\nalt: image\n---\n'), [
      'placeholder-alt-text',
    ]);
  });

  it('leaves out rules that are turned off', async () => {
    const parsed = await parseDocument({ language: 'markdown', text: '![](a.png) ![image](b.png)' });
    assert.deepEqual(
      lintParsed(parsed, { disabled: new Set(['missing-alt-text']) }).map((one) => one.code),
      ['placeholder-alt-text'],
    );
  });

  it('has a summary and a link for every rule', () => {
    for (const code of RULE_CODES) {
      assert.match(RULES[code].summary, /\.$/);
      assert.match(RULES[code].helpUrl, /^https:\/\/(?:www\.w3\.org|learn\.microsoft\.com)\//);
    }
  });

  for (const [language, text] of Object.entries({
    mdx: '![](a.png)',
    html: '<img src="a.png">',
    jsx: '<img src="a.png" />',
    vue: '<template><img src="a.png"></template>',
    svelte: '<img src="a.png">',
    asciidoc: 'image::a.png[]',
    restructuredtext: '.. image:: a.png',
    typst: '#image("a.png")',
    latex: '\\includegraphics{a.png}',
    org: '[[file:a.png]]',
    jupyter: '{"cells":[{"cell_type":"markdown","source":["![](a.png)"]}]}',
  })) {
    it(`finds missing alt text in ${language}`, async () => {
      assert.deepEqual(await codes(language as DocumentLanguage, text), ['missing-alt-text']);
    });
  }
});
