import assert from 'node:assert/strict';
import type { EntryView, PanelState } from '../../../src/panel/entries';
import { EntryList } from '../../../src/panel/entry-list';

const base = { task: 'describe', source: 'file:///a.png', name: 'a.png', path: 'a.png' } as const;
const result = { widthPx: 1, heightPx: 1, model: 'm', ms: 1, text: '', lines: [] };
const working = (id: string) => ({ ...base, id, state: 'working' as const });
const done = (id: string) => ({ ...base, id, state: 'done' as const, result });

describe('the pictures of the panel', () => {
  it('shows a picture as soon as it is started, and its result in the same place', () => {
    const list = new EntryList();
    list.put(working('a'));
    list.put(done('a'));
    assert.equal(list.selected, 'a');
    assert.deepEqual(
      list.all().map(({ id, state }) => [id, state]),
      [['a', 'done']],
    );
  });

  it('stays with the picture that is worked on while others of a batch start and finish', () => {
    const list = new EntryList();
    list.put(working('a'));
    list.put(working('b'));
    list.put(done('b'));
    assert.equal(list.selected, 'a');
  });

  it('moves on to the next picture once the shown one is done', () => {
    const list = new EntryList();
    list.put(working('a'));
    list.put(done('a'));
    list.put(working('b'));
    assert.equal(list.selected, 'b');
  });

  it('counts the runs of a picture, so that a changed file is loaded anew', () => {
    const list = new EntryList();
    assert.equal(list.put(working('a')).run, 1);
    assert.equal(list.put(done('a')).run, 1);
    assert.equal(list.put(working('a')).run, 2);
  });

  it('shows the neighbour of a removed picture', () => {
    const list = new EntryList();
    for (const id of ['a', 'b', 'c']) list.put(done(id));
    list.select('b');
    list.remove('b');
    assert.equal(list.selected, 'c');
    list.remove('c');
    assert.equal(list.selected, 'a');
    list.remove('a');
    assert.equal(list.selected, undefined);
  });

  it('keeps what is worked on when the panel is closed', () => {
    const list = new EntryList();
    list.put(done('a'));
    list.put(working('b'));
    list.removeFinished();
    assert.deepEqual(
      list.all().map(({ id }) => id),
      ['b'],
    );
  });

  it('restores results and says what was interrupted, without touching newer entries', () => {
    const views: EntryView[] = [
      { ...done('a'), imageUri: 'https://old/a.png', altTextDraft: 'Mine.' },
      { ...working('b'), imageUri: 'https://old/b.png' },
      { ...done('c'), imageUri: 'https://old/c.png' },
    ];
    const state: PanelState = { version: 1, entries: views, selected: 'b' };
    const list = new EntryList();
    list.put(working('c'));
    list.restore(state, ({ name }) => ({
      code: 'cancelled',
      message: `${name} was cut off`,
      actions: ['Again'],
    }));
    assert.equal(list.get('a')?.altTextDraft, 'Mine.');
    assert.equal(list.get('b')?.state, 'failed');
    assert.equal(list.get('b')?.error?.message, 'a.png was cut off');
    assert.equal(list.get('c')?.state, 'working');
    assert.equal(list.selected, 'c');
  });
});
