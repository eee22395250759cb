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
    ['One two three four five six seven eight', 'one-two-three-four-five'],
    ['con', 'con-image'],
    ['Photo', 'photo'],
    ['A red door, with a brass knocker.', 'red-door-brass-knocker'],
    ['Ein Dialog „Exportieren“ mit drei Knöpfen', 'dialog-exportieren-drei-knopfen'],
  ];
  for (const [altText, name] of cases) {
    it(`${altText} → ${name}`, () => {
      assert.equal(fileNameFor({ altText, kind: 'dialog' }), name);
    });
  }

  // What descriptions of real pictures look like.
  const descriptions: readonly (readonly [kind: string, altText: string, name: string])[] = [
    [
      'chart',
      'Chart titled “Damped oscillation”, “amplitude” against “time (s)” and numbers from -10 to 10.',
      'damped-oscillation-chart',
    ],
    [
      'chart',
      'Chart titled “Museum visitors per weekday”, with the axis “Visitors” and numbers from 0 to 1,320.',
      'museum-visitors-per-weekday-chart',
    ],
    [
      'code',
      'Screenshot of Java code that defines the class OrderService and the function findOpen.',
      'java-code-orderservice-findopen',
    ],
    [
      'code',
      'Screenshot of Python code from the file “inventory.py” that defines the functions open_inventory and restock.',
      'python-code-inventory',
    ],
    [
      'diagram',
      'Diagram with the labels “Customer”, “Order”, “Invoice”, “Line item” and “Product”.',
      'customer-order-invoice-diagram',
    ],
    ['code', 'Screenshot of what appears to be code, beginning with “Report”.', 'code-report'],
    ['diagram', 'Diagram that shows the login flow.', 'login-flow-diagram'],
    [
      'dialog',
      'Error dialog: “The file notes.txt could not be opened. Permission denied.”, with the button OK.',
      'error-dialog-file-notes',
    ],
    [
      'dialog',
      'Form “Shipping information” with the fields Name, Street, Postal code and City and the button Submit order.',
      'shipping-information-form',
    ],
    [
      'dialog',
      'Dialog “Export” with the options “report”, “File name sales-2026-q3.pdf” and 2 more and the button Cancel.',
      'export-dialog',
    ],
    [
      'document',
      'Page of a document titled “The Harbour Report”, with the sections “1 Moorings” and “3 Outlook”.',
      'harbour-report-document',
    ],
    [
      'document',
      'A letter whose text begins with “The reading room will be closed from Monday 16 March until Friday 27”.',
      'letter-reading-room',
    ],
    ['formula', 'Mathematical formula in light grey on a black background.', 'formula'],
    ['icon', 'Icon in black on a white background, 536 × 536 pixels.', 'icon'],
    ['photo', 'Photo in landscape format, mostly orange, brown and beige.', 'photo'],
    [
      'table',
      'Table with the columns Country, Capital, Area and Population and five rows.',
      'table-country-capital-area-population',
    ],
    [
      'terminal',
      'Screenshot of a terminal where “npm install” fails with “ERESOLVE unable to resolve dependency tree”.',
      'terminal-npm-install-fails-eresolve',
    ],
    [
      'terminal',
      'Screenshot of what appears to be a terminal where “npm run build” fails with “src/invoice.ts:27:18 - error TS2339: Property”.',
      'terminal-npm-run-build-fails',
    ],
    [
      'web-page',
      'Screenshot of what appears to be a web page headed “Sailing without wind”, with the section “What to bring”.',
      'sailing-without-wind-web-page',
    ],
  ];
  for (const [kind, altText, name] of descriptions) {
    it(`${altText} → ${name}`, () => {
      assert.equal(fileNameFor({ altText, kind }), name);
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
