/** The review as a reader uses it: keyboard, pointer, screen reader. */
import assert from 'node:assert/strict';
import type { Progress } from '../../src/review/messages';
import { type PageUnderTest, THEME_KINDS, textOf, usePages } from './page-under-test';
import { reviewRow as row } from './samples';

const IDLE: Progress = { scanning: false, describing: false, applying: false, documents: 2 };

const ROWS = [
  row('one'),
  row('two', {
    problem: { code: 'placeholder-alt-text', message: '“image” is a placeholder.' },
    present: { kind: 'text', text: 'image' },
    proposal: { kind: 'done', alt: 'A chart.', decorative: false, confidence: 0.3 },
  }),
  row('three', { proposal: { kind: 'failed', message: 'three.png was not found.' }, imageUri: undefined }),
  row('four', {
    problem: undefined,
    present: { kind: 'text', text: 'Fine words.' },
    proposal: { kind: 'none' },
  }),
];

describe('the review', () => {
  const pages = usePages();
  let view: PageUnderTest;
  beforeEach(async () => {
    view = await pages.open({ view: 'review' });
    await view.receive({ type: 'rows', rows: ROWS, progress: IDLE });
  });

  const focused = () =>
    view.page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.split(',')[0]);
  const start = () => view.find('[aria-current=true]').focus();
  const press = (keys: string) => view.press(keys);

  it('lists what is to do, with the text around each image', async () => {
    assert.equal(await view.find('article').count(), 3);
    const [text, second] = (await view.find('article').allInnerTexts()).map((one) =>
      one.replace(/\s+/g, ' '),
    );
    assert.ok(text && second);
    assert.match(text, /docs\/guide\.md:12 one\.png undecided Heading Build Text around The build fails/);
    assert.match(text, /Present alt text No alt text Proposal Confidence 90 %/);
    assert.match(second, /Uncertain, 30 %/);
  });

  it('is worked through with single keys', async () => {
    await start();
    await press('a');
    assert.deepEqual(await view.sent('decide'), {
      type: 'decide',
      id: ROWS[0]!.id,
      decision: { kind: 'alt', alt: 'Screenshot of one.' },
    });
    assert.equal(await focused(), 'Image 2 of 3: two.png');
    await press('d');
    assert.equal(await focused(), 'Image 3 of 3: three.png');
    await press('s');
    assert.match(await textOf(view.role('status')), /Skipped\. All decided\. Control Enter writes 2\./);
    await press('ArrowUp');
    await press('d');
    assert.deepEqual((await view.sent('decide')).decision, { kind: 'undecided' });
    await press('Home');
    assert.equal(await focused(), 'Image 1 of 3: one.png');
    await press('Control+Enter');
    assert.deepEqual(await view.sent('apply'), { type: 'apply' });
  });

  it('accepts what the user wrote instead of the proposal, and takes it back while it is changed', async () => {
    await start();
    await press('e');
    await view.page.keyboard.type('A red build, and a d for good measure.');
    await press('Enter');
    const decision = { kind: 'alt', alt: 'A red build, and a d for good measure.' };
    assert.deepEqual((await view.sent('decide')).decision, decision);
    assert.equal(await focused(), 'Image 2 of 3: two.png');
    await view.find('textarea').first().fill('Something else.');
    assert.deepEqual((await view.sent('decide')).decision, { kind: 'undecided' });
    await view.role('button', { name: 'Back to the proposal' }).click();
    assert.equal(await view.find('textarea').first().inputValue(), 'Screenshot of one.');
    await view.find('textarea').first().focus();
    await press('Escape');
    assert.equal(await focused(), 'Image 1 of 3: one.png');
  });

  it('accepts nothing where there is nothing to accept', async () => {
    await view.find('article').nth(2).focus();
    await press('a');
    assert.match(await textOf(view.role('status')), /no text to accept/);
    assert.equal(await view.find('article').nth(2).locator('.state').textContent(), 'undecided');
  });

  it('keeps a text that is being typed when its proposal arrives', async () => {
    await view.receive({ type: 'row', row: { ...ROWS[0]!, proposal: { kind: 'working' } } });
    await view.find('textarea').first().fill('Mine.');
    await view.receive({ type: 'row', row: ROWS[0]! });
    assert.equal(await view.find('textarea').first().inputValue(), 'Mine.');
  });

  it('filters, opens and exports', async () => {
    await view.role('button', { name: 'All images (4)' }).click();
    assert.equal(await view.find('article').count(), 4);
    await view.role('button', { name: 'docs/guide.md:12' }).first().click();
    assert.deepEqual(await view.sent('openDocument'), { type: 'openDocument', id: ROWS[0]!.id });
    await view.role('button', { name: 'Open one.png' }).click();
    assert.deepEqual(await view.sent('openImage'), { type: 'openImage', id: ROWS[0]!.id });
    await view.role('button', { name: 'Try Again' }).click();
    assert.deepEqual(await view.sent('propose'), { type: 'propose', id: ROWS[2]!.id });
    await view.role('button', { name: 'Report (SARIF)' }).click();
    assert.deepEqual(await view.sent('export'), { type: 'export', format: 'sarif' });
  });

  it('offers no decoration where a link needs a name', async () => {
    await view.receive({ type: 'rows', rows: [row('home', { canMarkDecorative: false })], progress: IDLE });
    assert.equal(await view.role('button', { name: /^Decorative/ }).count(), 0);
    await start();
    await press('d');
    assert.match(await textOf(view.role('status')), /needs a name/);
  });

  it('says how far it is, and stops', async () => {
    const rows = [
      ROWS[0]!,
      row('five', { proposal: { kind: 'working' } }),
      row('six', { proposal: { kind: 'waiting' } }),
    ];
    await view.receive({ type: 'rows', rows, progress: { ...IDLE, describing: true } });
    assert.equal(await view.role('progressbar').getAttribute('aria-label'), 'Describing pictures, 2 to go …');
    await view.role('button', { name: 'Stop' }).click();
    assert.deepEqual(await view.sent('stop'), { type: 'stop' });
    await view.receive({ type: 'progress', progress: IDLE });
    await view.role('button', { name: 'Describe 2 pictures' }).click();
    assert.deepEqual(await view.sent('resume'), { type: 'resume' });
  });

  it('keeps decisions and drafts for the next window', async () => {
    await view.receive({ type: 'scope', scope: ['file:///docs'] });
    await start();
    await press('s');
    await view.find('textarea').nth(1).fill('Half a');
    assert.deepEqual(await view.savedState('Half a'), {
      version: 1,
      scope: ['file:///docs'],
      decisions: [[ROWS[0]!.id, { kind: 'skip' }]],
      drafts: [[ROWS[1]!.id, 'Half a']],
    });
  });

  for (const theme of THEME_KINDS) {
    it(`breaks no rule of the accessibility guidelines in ${theme}`, async () => {
      const themed = await pages.open({ view: 'review', theme });
      const decided = ROWS.map((one, index) =>
        index === 0 ? { ...one, decision: { kind: 'skip' } as const } : one,
      );
      await themed.receive({ type: 'rows', rows: decided, progress: { ...IDLE, describing: true } });
      await themed.page.getByRole('button', { name: 'All images' }).click();
      assert.deepEqual(await themed.violations(), []);
    });
  }
});
