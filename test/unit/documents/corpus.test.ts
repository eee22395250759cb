/**
 * Documentation as it is in the wild: the Markdown and HTML files of the installed packages. A simple reading
 * that knows neither Markdown nor HTML, only `![text](` and `<img … alt="text"`, is the second opinion.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { applyEdits, documentLanguageOfPath, edit, parseDocument } from '../../../src/documents';
import { lintParsed } from '../../../src/documents/lint';

const MODULES = path.join(__dirname, '../../../node_modules');
const MAX_FILES = 400;

function* documentsBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* documentsBelow(full);
    else if (/\.(?:md|markdown|mdx|html?)$/i.test(entry.name) && statSync(full).size < 300_000) yield full;
  }
}

function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === count) break;
    found.push(item);
  }
  return found;
}

/** Whether the characters of a reference hold alt text, told without a parser. */
function plainlyHasAlt(source: string): boolean {
  return (
    /^!\[[^\]]*[^\]\s][^\]]*\]/.test(source) ||
    /\salt\s*=\s*(?:"[^"]*[^"\s][^"]*"|'[^']*[^'\s][^']*'|[^\s"'>]+)/i.test(source)
  );
}

describe('documentation of installed packages', function () {
  this.timeout(120_000);
  const files = firstOf(documentsBelow(MODULES), MAX_FILES);

  it('is a few hundred files', () => {
    assert.ok(files.length >= 200, `${files.length} files`);
  });

  it('is read without an error, and no image with alt text is called one without', async () => {
    let references = 0;
    let missing = 0;
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const parsed = await parseDocument({ language: documentLanguageOfPath(file)!, text });
      references += parsed.references.length;
      for (const { code, reference } of lintParsed(parsed)) {
        if (code !== 'missing-alt-text' && code !== 'linked-image-without-alt-text') continue;
        missing++;
        const source = text.slice(reference.range.start, reference.range.end);
        assert.ok(!plainlyHasAlt(source), `${file}: ${source}`);
      }
    }
    assert.ok(references > 300, `${references} images`);
    assert.ok(missing > 0, 'an image without alt text is among them');
  });

  it('changes in nothing but the alt text', async () => {
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const language = documentLanguageOfPath(file)!;
      const { references } = await parseDocument({ language, text });
      const index = references.findIndex((one) => one.edits.setAlt);
      if (index < 0) continue;
      const changed = applyEdits(
        text,
        edit(references[index]!, { kind: 'set-alt', alt: 'A “new” [alt] & <text>' })!,
      );
      const again = (await parseDocument({ language, text: changed })).references;
      assert.equal(again.length, references.length, file);
      assert.equal(again[index]!.alt.value, 'A “new” [alt] & <text>', file);
      const others = (all: typeof again) =>
        all.filter((_, i) => i !== index).map((one) => [one.target.value, one.alt.value]);
      assert.deepEqual(others(again), others(references), file);
    }
  });
});
