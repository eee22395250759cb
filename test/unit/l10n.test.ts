/** What translators get is what the extension says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as unknown;

describe('the strings to translate', () => {
  it('are those of the sources: "npm run l10n" writes them', async () => {
    const { BUNDLE, collectStrings } = await import('../../scripts/l10n.mjs');
    const strings = collectStrings();
    // Of the extension and of its pages.
    assert.ok('Try Again' in strings && 'No picture yet' in strings);
    assert.deepEqual(JSON.parse(readFileSync(BUNDLE, 'utf8')), strings);
    const manifest = json('package.json') as { l10n: string };
    assert.equal(path.join(root, manifest.l10n), path.dirname(BUNDLE));
  });

  it('number their placeholders from 0 without a gap', async () => {
    const { collectStrings } = await import('../../scripts/l10n.mjs');
    for (const message of Object.keys(collectStrings())) {
      const numbers = new Set([...message.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1])));
      assert.deepEqual(
        [...numbers].sort(),
        [...numbers.keys()].map((_, index) => index),
        message,
      );
    }
  });

  it('of the manifest are all there, and no others', () => {
    const used = new Set<string>();
    const visit = (value: unknown) => {
      if (typeof value === 'string') for (const [, key] of value.matchAll(/%([\w.-]+)%/g)) used.add(key!);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
    };
    visit(json('package.json'));
    assert.deepEqual(Object.keys(json('package.nls.json') as object).sort(), [...used].sort());
  });
});
