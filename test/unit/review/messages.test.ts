/** Neither side of the review trusts what it is sent, nor a state that an older version kept. */
import assert from 'node:assert/strict';
import { asHostMessage, asPageMessage, asReviewState } from '../../../src/review/messages';
import { viewOf } from '../../../src/review/view';
import { core, rowsOf } from './support';

describe('messages of the review', () => {
  it('carry rows as they are', async () => {
    const rows = await rowsOf(
      '# Top\n\n[![](home.png)](https://example.org)\n\n![image](data:image/png;base64,AAAA) and text.\n',
    );
    const views = rows.all().map((row) =>
      viewOf(core, row, {
        documentName: () => 'a.md',
        imageUri: () => undefined,
        appliedMessage: 'Written.',
      }),
    );
    const progress = { scanning: false, describing: true, applying: false, documents: 1 };
    const message = { type: 'rows', rows: views, progress };
    assert.deepEqual(asHostMessage(JSON.parse(JSON.stringify(message))), message);
    const [home, embedded] = views;
    assert.equal(home?.canMarkDecorative, false);
    assert.deepEqual([home?.line, home?.imageName, home?.heading], [3, 'home.png', 'Top']);
    assert.equal(embedded?.imageUri, 'data:image/png;base64,AAAA');
    assert.deepEqual(embedded?.present, { kind: 'text', text: 'image' });
  });

  it('of other kinds are none', () => {
    for (const message of [undefined, 'apply', { type: 'rows', rows: [{ id: 1 }] }, { type: 'row' }]) {
      assert.equal(asHostMessage(message), undefined);
    }
    for (const message of [
      { type: 'decide', id: 'x', decision: { kind: 'alt' } },
      { type: 'export', format: 'exe' },
      { type: 'openDocument' },
      { type: 'write' },
    ]) {
      assert.equal(asPageMessage(message), undefined, JSON.stringify(message));
    }
    assert.deepEqual(asPageMessage({ type: 'apply' }), { type: 'apply' });
  });

  it('restore what looks right of a state', () => {
    const empty = { version: 1, scope: [], decisions: [], drafts: [] };
    for (const state of [undefined, 'x', { version: 2, scope: ['file:///a'] }, { version: 1 }]) {
      assert.deepEqual(asReviewState(state), empty);
    }
    assert.deepEqual(
      asReviewState({
        version: 1,
        scope: ['file:///a', 1],
        decisions: [['x', { kind: 'skip' }], ['y', { kind: 'rm' }], 'z'],
        drafts: [
          ['x', 'Half'],
          ['y', 2],
        ],
      }),
      { version: 1, scope: ['file:///a'], decisions: [['x', { kind: 'skip' }]], drafts: [['x', 'Half']] },
    );
  });
});
