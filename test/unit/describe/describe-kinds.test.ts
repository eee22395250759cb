import assert from 'node:assert/strict';
import { composeDescription, inspect } from '../../../src/engine/describe';
import type { ImageKind } from '../../../src/protocol';
import { column, makeReading, type Text } from './make-reading';

/** A plain picture of one colour; the text is placed by hand. */
function plain(
  widthPx: number,
  heightPx: number,
  colour: readonly [number, number, number] = [255, 255, 255],
) {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < data.length; i++) data[i] = colour[i % 3]!;
  return { data, widthPx, heightPx };
}

function describeAs(
  kind: ImageKind,
  texts: readonly Text[],
  confidence = 0.95,
  size: readonly [number, number] = [800, 600],
) {
  return composeDescription(inspect(plain(...size), makeReading(texts), { kind, confidence }));
}

const fact = (result: ReturnType<typeof describeAs>, label: string): string | undefined =>
  result.facts.find((f) => f.label === label)?.value;

describe('Descriptions of terminals', () => {
  it('quotes the command that failed and the line that says why', () => {
    const result = describeAs(
      'terminal',
      column([
        'user@host:~/app$ npm install',
        'npm ERR! code ERESOLVE',
        'npm ERR! ERESOLVE unable to resolve dependency tree',
        'npm ERR!',
        'npm ERR! Found: react@18.2.0',
        'user@host:~/app$',
      ]),
    );
    assert.equal(
      result.altText,
      'Screenshot of a terminal where “npm install” fails with “ERESOLVE unable to resolve dependency tree”.',
    );
    assert.equal(fact(result, 'Command'), 'npm install');
  });

  it('takes the exception under a Python traceback for the error', () => {
    const result = describeAs(
      'terminal',
      column([
        '$ python train.py',
        'Traceback (most recent call last):',
        '  File "train.py", line 12, in <module>',
        "KeyError: 'epochs'",
      ]),
    );
    assert.match(result.altText, /“python train\.py” fails with “KeyError: 'epochs'”\.$/);
  });

  it('names the commands and how the output ends when nothing failed', () => {
    const result = describeAs('terminal', column(['$ npm test', '  parses dates', '  12 passing (40ms)']));
    assert.match(result.altText, /“npm test”/);
    assert.match(result.altText, /“12 passing \(40ms\)”/);
    assert.doesNotMatch(result.altText, /fail|error/i);
  });

  it('does not take a summary without errors for a failure', () => {
    const result = describeAs('terminal', column(['$ make', 'Build finished: 0 errors, 0 warnings']));
    assert.equal(fact(result, 'Error'), undefined);
  });

  it('recognises PowerShell by its prompt', () => {
    const result = describeAs('terminal', column(['PS C:\\Users\\dev> Get-Process', 'Handles NPM(K)']));
    assert.equal(fact(result, 'Shell'), 'PowerShell');
  });
});

describe('Descriptions of code', () => {
  it('names the language, the file on the tab and what is defined', () => {
    const result = describeAs('code', [
      { text: 'cache.ts', x: 200, y: 8 },
      ...column([
        '',
        'export class Cache<V> {',
        '  private readonly entries = new Map<string, V>();',
        '  get(key: string): V | undefined {',
        '    return this.entries.get(key);',
        '}',
        'export function createCache(limit: number): Cache<string> {',
      ]).filter((t) => t.text !== ''),
    ]);
    assert.equal(
      result.altText,
      'Screenshot of TypeScript code from the file “cache.ts” that defines the class Cache and the function createCache.',
    );
  });

  it('does not name a language on too little evidence', () => {
    const result = describeAs('code', column(['x y z', 'some words here']));
    assert.equal(fact(result, 'Language'), undefined);
    assert.match(result.altText, /^Screenshot of code/);
  });
});

describe('Descriptions of dialogs and forms', () => {
  it('quotes the message and names the buttons', () => {
    const result = describeAs(
      'dialog',
      [
        { text: 'Error', y: 8, height: 16 },
        { text: 'Disk A: is not formatted. Do you want to format it now?', y: 60 },
        { text: 'Yes', x: 560, y: 130 },
        { text: 'No', x: 660, y: 130 },
      ],
      0.95,
      [740, 180],
    );
    assert.equal(
      result.altText,
      'Error dialog “Error”: “Disk A: is not formatted. Do you want to format it now?”, with the buttons Yes and No.',
    );
  });

  it('lists the fields of a form', () => {
    const result = describeAs(
      'dialog',
      [
        { text: 'Create account', y: 12, height: 30 },
        { text: 'First name', y: 90 },
        { text: 'E-mail:', y: 150 },
        { text: 'Password', y: 210 },
        { text: 'Sign up', y: 290 },
      ],
      0.95,
      [420, 340],
    );
    assert.equal(
      result.altText,
      'Form “Create account” with the fields First name, E-mail and Password and the button Sign up.',
    );
  });

  it('finds field labels and buttons whose spaces were not read', () => {
    const result = describeAs(
      'dialog',
      [
        { text: 'Shipping', y: 12, height: 30 },
        { text: 'Postalcode', y: 90 },
        { text: 'City', y: 150 },
        { text: 'Placeorder', y: 290 },
      ],
      0.95,
      [420, 340],
    );
    assert.match(result.altText, /fields Postal code and City and the button Place order\.$/);
  });
});

describe('Descriptions of tables and charts', () => {
  it('gives a table’s column heads and number of rows, read across', () => {
    const cells = [
      ['Country', 'Capital', 'Area'],
      ['France', 'Paris', '551'],
      ['Japan', 'Tokyo', '378'],
      ['Peru', 'Lima', '1285'],
    ];
    // Reading order takes one column after the other.
    const texts = [0, 1, 2].flatMap((x) =>
      cells.map((row, y) => ({ text: row[x]!, x: 20 + 150 * x, y: 20 + 40 * y })),
    );
    const result = describeAs('table', texts);
    assert.equal(result.altText, 'Table with the columns Country, Capital and Area and three rows.');
    assert.equal(fact(result, 'Size'), '3 × 3 (rows × columns)');
    assert.match(result.description, /Country “France”, Capital “Paris”, Area “551”/);
  });

  it('does not take a row of numbers for heads', () => {
    const texts = [
      ['1', '2', '3'],
      ['4', '5', '6'],
    ].flatMap((row, y) => row.map((text, x) => ({ text, x: 20 + 150 * x, y: 20 + 40 * y })));
    assert.equal(fact(describeAs('table', texts), 'Columns'), undefined);
  });

  it('gives a chart’s title, axes, names and range', () => {
    const result = describeAs('chart', [
      { text: 'Animals by zoo', x: 300, y: 10, height: 26 },
      ...['30', '20', '10', '0'].map((text, i) => ({ text, x: 60, y: 90 + 100 * i })),
      { text: 'giraffes', x: 150, y: 440 },
      { text: 'monkeys', x: 500, y: 440 },
    ]);
    assert.equal(
      result.altText,
      'Chart titled “Animals by zoo” with the labels giraffes and monkeys and numbers from 0 to 30.',
    );
  });
});

describe('Descriptions of pages and documents', () => {
  it('takes the tallest line for the heading of a web page', () => {
    const result = describeAs('web-page', [
      { text: 'https://docs.example.org/guide', x: 120, y: 10 },
      { text: 'Getting started', y: 140, height: 40 },
      { text: 'Install the tools before you begin with the first chapter.', y: 210 },
      { text: 'Installation', y: 260, height: 28 },
      { text: 'Run the installer and follow its steps to the end, then restart.', y: 310 },
    ]);
    assert.equal(
      result.altText,
      'Screenshot of a web page at docs.example.org headed “Getting started”, with the section “Installation”.',
    );
  });

  it('recognises a letter and quotes its beginning', () => {
    const result = describeAs(
      'document',
      column([
        'Dear Ms Weber,',
        'thank you for the order that reached us on Monday.',
        'Yours sincerely,',
        'P. Novak',
      ]),
    );
    assert.match(
      result.altText,
      /^A letter whose text begins with “Dear|^A letter whose text begins with “thank you/,
    );
  });
});

describe('Descriptions without text', () => {
  it('claims nothing of a photo but its format and colours, and offers a vision model', () => {
    const result = composeDescription(
      inspect(plain(1200, 800, [40, 120, 50]), makeReading([]), { kind: 'photo', confidence: 0.95 }),
    );
    assert.match(result.altText, /landscape format, mostly green/);
    assert.match(result.description, /has not been recognised; a vision model can be installed/);
  });

  it('does not quote a formula that text recognition cannot read', () => {
    const result = describeAs('formula', [{ text: 'E = rnc2', y: 40 }]);
    assert.doesNotMatch(result.altText + result.description, /rnc2/);
    assert.match(result.description, /LaTeX can be extracted/);
  });
});

describe('Composition', () => {
  const texts = column(['$ make', 'make: *** [all] Error 2']);

  it('says "appears to be" when the kind is uncertain, and stays neutral when it is unknown', () => {
    assert.match(describeAs('terminal', texts, 0.6).altText, /^Screenshot of what appears to be a terminal/);
    assert.match(describeAs('terminal', texts, 0.3).altText, /^Screenshot with the text “/);
  });

  it('does not quote text that was read with low confidence', () => {
    const unsure = texts.map((t) => ({ ...t, confidence: 0.6 }));
    assert.doesNotMatch(describeAs('terminal', unsure).altText, /“/);
  });

  it('puts a vision model’s sentence first and keeps the facts', () => {
    const parts = inspect(plain(400, 300), makeReading(texts), { kind: 'terminal', confidence: 0.95 });
    const measured = composeDescription(parts);
    const seen = composeDescription(parts, { sentence: 'A terminal window with a failed build' });
    assert.equal(seen.altText, 'A terminal window with a failed build.');
    assert.ok(seen.description.startsWith('A terminal window with a failed build. It shows two lines'));
    assert.deepEqual(seen.facts, measured.facts);
  });

  it('drops the offer of a vision model once there is its sentence', () => {
    const parts = inspect(plain(400, 300), makeReading([]), { kind: 'photo', confidence: 0.95 });
    assert.doesNotMatch(
      composeDescription(parts, { sentence: 'A green field.' }).description,
      /vision model/,
    );
  });

  it('keeps every alt text between 40 and 150 characters, on one line, ended by a full stop', function () {
    this.timeout(20000);
    const long = 'a rather long line of text that goes on and on without coming to any end '.repeat(4);
    const kinds: ImageKind[] = [
      'code',
      'terminal',
      'web-page',
      'dialog',
      'table',
      'chart',
      'diagram',
      'formula',
      'document',
      'photo',
      'icon',
    ];
    for (const kind of kinds) {
      for (const lines of [[], ['Hello'], ['$ ls', 'a.txt'], [long, long], ['Title', long, 'OK   Cancel']]) {
        for (const confidence of [0.2, 0.6, 0.95]) {
          const { altText } = describeAs(kind, column(lines), confidence, [200, 150]);
          const length = [...altText].length;
          assert.ok(length >= 40 && length <= 150, `${kind} ${confidence} ${length}: ${altText}`);
          assert.match(altText, /[.?!…]”?$|\.$/, altText);
          assert.ok(!altText.includes('\n') && !/ {2}|image of/i.test(altText), altText);
        }
      }
    }
  });
});
