/** Rows of documents in memory, with the real parsers. */
import * as core from '../../../src/documents';
import { type Row, Rows } from '../../../src/review/rows';
import { type ScannedDocument, scanDocument } from '../../../src/review/scan';

export { core };

export function scanMarkdown(text: string, uri = 'file:///docs/guide.md'): Promise<ScannedDocument> {
  return scanDocument(core, { uri, language: 'markdown', text });
}

export async function rowsOf(...texts: string[]): Promise<Rows> {
  const rows = new Rows();
  for (const [index, text] of texts.entries()) {
    rows.put(await scanMarkdown(text, `file:///docs/${index}.md`));
  }
  return rows;
}

/** The row whose image points to the file; the first of them unless told. */
export function rowFor(rows: Rows, target: string, nth = 0): Row {
  const found = rows.all().filter(({ image }) => image.reference.target.value === target)[nth];
  if (!found) throw new Error(`no row for ${target}`);
  return found;
}
