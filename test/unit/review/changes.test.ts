/** What is decided in the review reaches the right image of the document as it is by then, or nothing. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changeOf } from '../../../src/review/changes';
import { relocate } from '../../../src/review/scan';
import { core, rowFor, rowsOf, scanMarkdown } from './support';

const GUIDE = '# Start\n\nOpen the page:\n\n![](page.png)\n\nThen log in:\n\n![](login.png)\n';

describe('changes of a review', () => {
  /** Decides `alt` for the image, changes the document, applies; the text then and why rows were refused. */
  async function apply(before: string, now: string, decisions: Record<string, string>, nth = 0) {
    const rows = await rowsOf(before);
    for (const [target, alt] of Object.entries(decisions)) {
      rows.decide(rowFor(rows, target, nth).id, { kind: 'alt', alt });
    }
    const change = changeOf(core, rows.all(), await scanMarkdown(now));
    return { text: core.applyEdits(now, change.edits), refused: change.refused.map(({ reason }) => reason) };
  }

  it('are written into the present alt text alone', async () => {
    const { text } = await apply(GUIDE, GUIDE, { 'login.png': 'The login dialog.' });
    assert.equal(text, GUIDE.replace('![](login.png)', '![The login dialog.](login.png)'));
  });

  it('find their images when the document grew above them', async () => {
    const now = `---\ntitle: Guide\n---\n\nA new beginning with ![a chart](chart.png).\n\n${GUIDE}`;
    const { text, refused } = await apply(GUIDE, now, { 'page.png': 'The page.', 'login.png': 'The login.' });
    assert.equal(
      text,
      now
        .replace('![](page.png)', '![The page.](page.png)')
        .replace('![](login.png)', '![The login.](login.png)'),
    );
    assert.deepEqual(refused, []);
  });

  it('find their image when the text around it changed', async () => {
    const now = GUIDE.replace('Then log in', 'Sign in').replace('# Start', '# First steps');
    const { text } = await apply(GUIDE, now, { 'login.png': 'The login.' });
    assert.match(text, /Sign in:\n\n!\[The login\.\]\(login\.png\)/);
  });

  it('are not written over an alt text that someone wrote meanwhile', async () => {
    const now = GUIDE.replace('![](login.png)', '![My own words.](login.png)');
    const { text, refused } = await apply(GUIDE, now, { 'login.png': 'The login.', 'page.png': 'The page.' });
    assert.equal(text, now.replace('![](page.png)', '![The page.](page.png)'));
    assert.deepEqual(refused, ['not-found']);
  });

  it('are not written where the image is gone', async () => {
    const now = GUIDE.replace('![](login.png)', '');
    const { text, refused } = await apply(GUIDE, now, { 'login.png': 'The login.' });
    assert.equal(text, now);
    assert.deepEqual(refused, ['not-found']);
  });

  it('tell references to one picture apart by what stands around them', async () => {
    const before = '# A\n\nOn start:\n\n![](logo.png)\n\n# B\n\nOn exit:\n\n![](logo.png)\n';
    const now = `![](logo.png)\n\n${before}`;
    const { text } = await apply(before, now, { 'logo.png': 'Goodbye.' }, 1);
    assert.equal(text, `${now.slice(0, now.lastIndexOf('![]'))}![Goodbye.](logo.png)\n`);
  });

  it('are refused rather than guessed where references look alike', async () => {
    const before = '![](logo.png)\n\n![](logo.png)\n';
    const { text, refused } = await apply(
      before,
      `![](logo.png)\n\n${before}`,
      { 'logo.png': 'Goodbye.' },
      1,
    );
    assert.equal(text, `![](logo.png)\n\n${before}`);
    assert.deepEqual(refused, ['not-found']);
  });

  it('touch nothing else, whatever is inserted between paragraphs', async () => {
    const paragraphs = GUIDE.trimEnd().split('\n\n');
    const insertion = fc.record({
      at: fc.integer({ min: 0, max: paragraphs.length }),
      text: fc.constantFrom(
        'More text.',
        '## A heading',
        '![Other.](other.png)',
        '- a list',
        '    code ![](page.png)',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(insertion, { maxLength: 4 }), fc.boolean(), async (insertions, crlf) => {
        const changed = [...paragraphs];
        for (const { at, text } of insertions) changed.splice(at, 0, text);
        const now = `${changed.join('\n\n')}\n`.replaceAll('\n', crlf ? '\r\n' : '\n');
        const { text, refused } = await apply(GUIDE, now, { 'login.png': 'The login.' });
        assert.equal(
          text,
          refused.length > 0 ? now : now.replace('![](login.png)', '![The login.](login.png)'),
        );
        assert.deepEqual(refused, []);
      }),
      { numRuns: 60 },
    );
  });

  it('locate an image of an unchanged document by its place, even among twins', async () => {
    const document = await scanMarkdown('![](a.png) ![](a.png)');
    const [, second] = document.images;
    assert.equal(relocate(second!, document, await scanMarkdown(document.text))?.reference.range.start, 11);
  });
});
