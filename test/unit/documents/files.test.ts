// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the settings' own variables
import assert from 'node:assert/strict';
import { copyDestination } from '../../../src/documents/copy-destination';
import { fileNameFor, freeFileName } from '../../../src/documents/file-name';
import { candidatePaths, makeTarget, targetName, targetPath } from '../../../src/documents/target';

describe('names for new picture files', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Screenshot of the login dialog with an error message.', 'login-dialog-error-message'],
    ['Login dialog: the password is wrong.', 'login-dialog'],
    ['An image of a cat', 'cat'],
    ['Übersicht über die Größe der Straßen', 'ubersicht-uber-grosse-strassen'],
    ['Café “Zürich” — menu', 'cafe-zurich-menu'],
    ['登录对话框', '登录对话框'],
    ['The', 'the'],
    ['!!!', 'dialog'],
    ["User's settings page", 'users-settings-page'],
    ['One two three four five six seven eight', 'one-two-three-four-five-six'],
    ['con', 'con-image'],
  ];
  for (const [altText, name] of cases) {
    it(`${altText} → ${name}`, () => {
      assert.equal(fileNameFor({ altText, kind: 'dialog' }), name);
    });
  }

  it('follow a template', () => {
    const now = new Date('2026-01-31T23:59:58Z');
    const name = fileNameFor(
      { altText: 'Login dialog', kind: 'dialog' },
      '${documentBaseName}/${date}_${time}-${kind}-${content}-${x}',
      {
        documentBaseName: 'My Guide',
        now,
      },
    );
    assert.equal(name, 'My-Guide-2026-01-31_235958-dialog-login-dialog-${x}');
  });

  it('stay short and end at a word', () => {
    const name = fileNameFor({ altText: `${'internationalisation '.repeat(6)}` });
    assert.ok(name.length <= 60);
    assert.match(name, /^internationalisation(?:-internationalisation)*$/);
  });

  it('never take the name of a file that is there', async () => {
    const taken = new Set(['a.png', 'a-2.png']);
    assert.equal(await freeFileName('a', 'png', (name) => taken.has(name)), 'a-3.png');
    assert.equal(await freeFileName('b', '.png', async (name) => taken.has(name)), 'b.png');
  });
});

describe('markdown.copyFiles.destination', () => {
  const place = { documentPath: '/work space/docs/guide/setup.md', workspaceFolder: '/work space' };
  const now = new Date('2026-01-31T23:59:58.000Z');
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{}, '/work space/docs/guide/a.png'],
    [{ '*': 'images/' }, '/work space/docs/guide/images/a.png'],
    [{ '*': '../img/' }, '/work space/docs/img/a.png'],
    [{ '*': '/images/' }, '/work space/images/a.png'],
    [{ '*': '/images/${documentBaseName}/' }, '/work space/images/setup/a.png'],
    [{ '*': 'images/${documentBaseName}.${fileExtName}' }, '/work space/docs/guide/images/setup.png'],
    [
      { '*': '${documentWorkspaceFolder}/img/${documentRelativeDirName}/' },
      '/work space/img/docs/guide/a.png',
    ],
    [
      { '*': '${documentDirName}/x/${documentFileName}-${fileName}' },
      '/work space/docs/guide/x/setup.md-a.png',
    ],
    [{ '*': '${documentBaseName/(.).*/$1/}/' }, '/work space/docs/guide/s/a.png'],
    [{ '*': '${fileName/\\.png/-1.png/}' }, '/work space/docs/guide/a-1.png'],
    [{ '*': '${unixTime}-${fileName}' }, `/work space/docs/guide/${now.getTime()}-a.png`],
    [{ '*': 'x\\${fileName}/' }, '/work space/docs/guide/x${fileName}/a.png'],
    [{ '*': '${unknown}/' }, '/work space/docs/guide/${unknown}/a.png'],
    [{ '*': '${fileName/(/x/}' }, '/work space/docs/guide/a.png'],
    [{ '/docs/**/*': '/img/', '*': 'no/' }, '/work space/img/a.png'],
    [{ '/other/**': '/img/', '*.md': 'yes/' }, '/work space/docs/guide/yes/a.png'],
    [{ '*.txt': 'no/', '**/guide/*.{md,mdx}': 'yes/' }, '/work space/docs/guide/yes/a.png'],
    [{ 'se[tu]?[!x].md': 'yes/' }, '/work space/docs/guide/yes/a.png'],
    [{ 'docs/*.md': 'no/' }, '/work space/docs/guide/a.png'],
  ];
  for (const [setting, expected] of cases) {
    it(`${JSON.stringify(setting)} → ${expected}`, () => {
      assert.equal(copyDestination(setting, 'a.png', place, { now }), expected);
    });
  }

  it('falls back to a setting of our own, and to the document’s folder outside a workspace', () => {
    assert.equal(
      copyDestination({}, 'a.png', place, { fallback: 'media/' }),
      '/work space/docs/guide/media/a.png',
    );
    assert.equal(copyDestination({ '*': '/img/' }, 'a.png', { documentPath: '/tmp/x.md' }), '/tmp/img/a.png');
    assert.equal(copyDestination({ '/x/**': '/img/' }, 'a.png', { documentPath: '/tmp/x.md' }), '/tmp/a.png');
  });
});

describe('the file behind a reference', () => {
  const location = { documentPath: '/p/docs/guide/a.md', roots: ['/p'] };
  const first = (value: string, form: 'uri' | 'literal' = 'uri', extra = {}) =>
    candidatePaths(makeTarget(value, form, extra), location)[0];

  it('is beside the document, percent-encoding undone', () => {
    assert.equal(first('img/my%20cat.png?raw=true#x'), '/p/docs/guide/img/my cat.png');
    assert.equal(first('../a.png'), '/p/docs/a.png');
    assert.equal(first('100%.png'), '/p/docs/guide/100%.png');
    assert.equal(first('a#1%20.png', 'literal'), '/p/docs/guide/a#1%20.png');
  });

  it('is below a root for paths that start with a slash, and in its served folders', () => {
    const found = candidatePaths(makeTarget('/img/a.png', 'uri'), location);
    assert.deepEqual(found.slice(0, 3), ['/p/img/a.png', '/p/public/img/a.png', '/p/static/img/a.png']);
    assert.equal(found.at(-1), '/img/a.png');
  });

  it('is found through the usual names for the source folder', () => {
    assert.deepEqual(candidatePaths(makeTarget('@/assets/a.png', 'uri'), location).slice(0, 2), [
      '/p/assets/a.png',
      '/p/src/assets/a.png',
    ]);
    assert.equal(first('@site/static/a.png'), '/p/static/a.png');
  });

  it('is looked for in the folders and with the extensions that the document names', () => {
    const found = candidatePaths(
      makeTarget('a', 'literal', { bases: ['img/'], extensions: ['.pdf', '.png'] }),
      location,
    );
    assert.deepEqual(found.slice(0, 3), [
      '/p/docs/guide/img/a',
      '/p/docs/guide/img/a.pdf',
      '/p/docs/guide/img/a.png',
    ]);
    assert.ok(found.includes('/p/docs/guide/a.png'));
  });

  it('is none for addresses, data and computed values', () => {
    for (const value of [
      'https://x.org/a.png',
      '//x.org/a.png',
      'data:image/png;base64,AA==',
      '{{ url }}',
      '',
    ]) {
      assert.deepEqual(candidatePaths(makeTarget(value, 'uri'), location), []);
    }
  });

  it('may be a file address', () => {
    assert.equal(targetPath(makeTarget('file:///p/a%20b.png', 'uri')), '/p/a b.png');
    assert.equal(first('file:///p/a%20b.png'), '/p/p/a b.png');
    assert.ok(candidatePaths(makeTarget('file:///p/a%20b.png', 'uri'), location).includes('/p/a b.png'));
  });

  it('has a name for messages', () => {
    assert.equal(targetName(makeTarget('https://x.org/i/a%20b.png?x=1', 'uri')), 'a b.png');
    assert.equal(targetName(makeTarget('data:image/png;base64,AA==', 'uri')), '');
  });
});
