/** Decisions and proposals survive a document that is read again, and end with what they were about. */
import assert from 'node:assert/strict';
import { rowFor, rowsOf, scanMarkdown } from './support';

const TEXT = '# One\n\n![](a.png)\n\nSome words.\n\n![Good words for b.](b.png)\n';
const URI = 'file:///docs/0.md';

describe('rows of a review', () => {
  it('list every image, and wait for proposals where there is a problem only', async () => {
    const rows = await rowsOf(TEXT);
    assert.deepEqual(
      rows.all().map(({ image, proposal }) => [image.diagnostic?.code, proposal.kind]),
      [
        ['missing-alt-text', 'waiting'],
        [undefined, 'none'],
      ],
    );
    assert.equal(rows.all()[0]?.image.context.heading, 'One');
  });

  it('keep decisions and proposals when the document is read again', async () => {
    const rows = await rowsOf(TEXT);
    const { id } = rowFor(rows, 'a.png');
    rows.update(id, { proposal: { kind: 'done', alt: 'A.', decorative: false, confidence: 0.9 } });
    rows.decide(id, { kind: 'alt', alt: 'A.' });
    rows.put(await scanMarkdown(`Intro ![](a.png)\n\n${TEXT}`, URI));
    const kept = rowFor(rows, 'a.png', 1);
    assert.deepEqual(kept.decision, { kind: 'alt', alt: 'A.' });
    assert.equal(kept.proposal.kind, 'done');
    assert.equal(rowFor(rows, 'a.png', 0).decision.kind, 'undecided');
    assert.notEqual(kept.id, id);
  });

  it('forget a decision when someone else wrote the alt text', async () => {
    const rows = await rowsOf(TEXT);
    rows.decide(rowFor(rows, 'a.png').id, { kind: 'alt', alt: 'A.' });
    rows.put(await scanMarkdown(TEXT.replace('![]', '![Written by hand.]'), URI));
    assert.equal(rowFor(rows, 'a.png').decision.kind, 'undecided');
  });

  it('ask again for a proposal that was under way for an image that moved', async () => {
    const rows = await rowsOf(TEXT);
    rows.update(rowFor(rows, 'a.png').id, { proposal: { kind: 'working' } });
    rows.put(await scanMarkdown(`Intro ![](a.png)\n\n${TEXT}`, URI));
    assert.equal(rowFor(rows, 'a.png', 1).proposal.kind, 'waiting');
  });

  it('refuse an empty alt text and decoration where a link needs a name', async () => {
    const rows = await rowsOf('[![](home.png)](https://example.org)\n');
    const { id } = rowFor(rows, 'home.png');
    assert.equal(rows.decide(id, { kind: 'alt', alt: '  ' })?.decision.kind, 'undecided');
    assert.equal(rows.decide(id, { kind: 'decorative' })?.decision.kind, 'undecided');
    assert.equal(rows.decide(id, { kind: 'skip' })?.decision.kind, 'skip');
  });

  it('take up the decisions of an earlier window', async () => {
    const before = await rowsOf(TEXT);
    const { id } = rowFor(before, 'a.png');
    const rows = await rowsOf();
    rows.put(await scanMarkdown(TEXT, URI), new Map([[id, { kind: 'skip' }]]));
    assert.equal(rows.get(id)?.decision.kind, 'skip');
  });
});
