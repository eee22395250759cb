import assert from 'node:assert/strict';
import { applyEdits, type Change, edit, find } from '../../../src/documents';
import { type ChangeCase, documentText, lineDifference, loadCases, summarise } from './case-file';

function changeOf({ kind, text }: ChangeCase): Change {
  if (kind === 'alt') return { kind: 'set-alt', alt: text };
  return kind === 'decorative' ? { kind: 'mark-decorative' } : { kind: 'add-long-description', text };
}

describe('image references in documents', function () {
  // The first document of a language loads its parser.
  this.timeout(20_000);
  const cases = loadCases();

  it('are covered by at least 400 cases', () => {
    assert.ok(cases.length >= 400, `${cases.length} cases`);
  });

  for (const one of cases) {
    it(`${one.language}: ${one.name}`, async () => {
      const text = documentText(one);
      const references = await find({ language: one.language, text });
      assert.deepEqual(references.map(summarise), one.references);

      for (const change of one.changes) {
        const edits = edit(references[change.index]!, changeOf(change));
        assert.equal(edits !== undefined, change.possible, `${change.kind} ${change.index}`);
        if (!edits) continue;
        const changed = applyEdits(text, edits);
        assert.ok(changed.startsWith(one.bom));
        const lines = changed.slice(one.bom.length).split(one.newline);
        const { removed, added } = lineDifference(one.lines, lines);
        assert.deepEqual({ removed, added }, { removed: change.removed, added: change.added });
      }
    });
  }
});
