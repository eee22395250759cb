/** The report says what is proposed, what the user decided, and how to write it. */
import assert from 'node:assert/strict';
import { reviewReport } from '../../../src/review/report';
import type { Rows } from '../../../src/review/rows';
import { core, rowFor, rowsOf } from './support';

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly fixes?: readonly {
        readonly artifactChanges: readonly {
          readonly replacements: readonly { readonly insertedContent: { readonly text: string } }[];
        }[];
      }[];
    }[];
  }[];
}

describe('the report of a review', () => {
  let rows: Rows;
  beforeEach(async () => {
    rows = await rowsOf('![](a.png)\n\n![](b.png)\n\n![](c.png)\n\n![Fine words.](d.png)\n');
    for (const target of ['a.png', 'b.png', 'c.png']) {
      const proposal = { kind: 'done', alt: `About ${target}`, decorative: false, confidence: 0.75 } as const;
      rows.update(rowFor(rows, target).id, { proposal });
    }
    rows.decide(rowFor(rows, 'b.png').id, { kind: 'alt', alt: 'My own words.' });
    rows.decide(rowFor(rows, 'c.png').id, { kind: 'skip' });
  });
  const report = (format: 'markdown' | 'sarif') =>
    reviewReport(core, format, {
      rows: rows.all(),
      documents: 3,
      nameOf: () => 'docs/guide.md',
      version: '1.2.3',
    });

  it('is Markdown for people', () => {
    const text = report('markdown');
    assert.match(text, /3 problems in 1 of 3 documents/);
    assert.match(text, /## docs\/guide\.md/);
    assert.match(text, /\| 1 \| `a\.png` \|.*\| About a\.png \| 75 % \|/);
    assert.match(text, /\| 3 \| `b\.png` \|.*\| My own words\. \| 100 % \|/);
    assert.match(text, /\| 5 \| `c\.png` \|.*\|\s+\|\s+\|/);
    assert.doesNotMatch(text, /d\.png/);
  });

  it('is SARIF for machines, with the edits as fixes', () => {
    const [run] = (JSON.parse(report('sarif')) as Sarif).runs;
    const texts = run?.results.map(
      ({ fixes }) => fixes?.[0]?.artifactChanges[0]?.replacements[0]?.insertedContent.text,
    );
    assert.deepEqual(texts, ['About a.png', 'My own words.', undefined]);
  });
});
