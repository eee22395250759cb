/**
 * Reference cases in a compact form, one file a language in test/fixtures/documents:
 *
 *     ■ name {crlf} {bom}
 *     the document, up to the first reference
 *     → target · "alt text" · flag · key=value       one line for each reference, in order
 *     ⇒ alt 0 New text                                a change of reference 0
 *     - the lines that go
 *     + the lines that come instead; all other lines stay as they are
 *
 * Instead of the text in quotes: `absent`, `empty`, `dynamic`. Flags: `decorative`, `named`, `optional` (no
 * alt text is expected), `fixed` (nothing can be changed). Keys: `link`, `button`, `caption`, `described`.
 * Changes: `alt`, `decorative`, `long`; `⇒ no long 0` says that there is no place for it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { DOCUMENT_LANGUAGES, type DocumentLanguage, type ImageReference } from '../../../src/documents';

export interface ChangeCase {
  readonly kind: 'alt' | 'decorative' | 'long';
  readonly possible: boolean;
  readonly index: number;
  readonly text: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export interface ReferenceCase {
  readonly language: DocumentLanguage;
  readonly name: string;
  readonly lines: readonly string[];
  readonly newline: string;
  readonly bom: string;
  readonly references: readonly string[];
  readonly changes: readonly ChangeCase[];
}

const FOLDER = path.join(__dirname, '../../fixtures/documents');

export function loadCases(): ReferenceCase[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.cases'))
    .flatMap((file) => {
      const language = DOCUMENT_LANGUAGES.find((one) => one === file.replace('.cases', ''));
      if (!language) throw new Error(`${file} is not named after a document language.`);
      return readCases(language, readFileSync(path.join(FOLDER, file), 'utf8'));
    });
}

export function readCases(language: DocumentLanguage, content: string): ReferenceCase[] {
  return content
    .split(/^■ /m)
    .slice(1)
    .map((block) => readCase(language, block));
}

function readCase(language: DocumentLanguage, block: string): ReferenceCase {
  const [title = '', ...body] = block.replace(/\n+$/, '').split('\n');
  const first = body.findIndex((line) => /^[→⇒]/.test(line));
  const end = first < 0 ? body.length : first;
  const changes: { head: string; removed: string[]; added: string[] }[] = [];
  for (const line of body.slice(end)) {
    if (line.startsWith('⇒ ')) changes.push({ head: line.slice(2), removed: [], added: [] });
    else if (line.startsWith('- ') || line === '-') changes.at(-1)?.removed.push(line.slice(2));
    else if (line.startsWith('+ ') || line === '+') changes.at(-1)?.added.push(line.slice(2));
  }
  return {
    language,
    name: title.replace(/ \{(?:crlf|bom)\}/g, ''),
    lines: body.slice(0, end),
    newline: title.includes('{crlf}') ? '\r\n' : '\n',
    bom: title.includes('{bom}') ? '\ufeff' : '',
    references: body.filter((line) => line.startsWith('→ ')).map((line) => line.slice(2)),
    changes: changes.map((change) => {
      const match = /^(no )?(alt|decorative|long) (\d+) ?(.*)$/s.exec(change.head);
      if (!match) throw new Error(`Not a change: ${change.head}`);
      return {
        kind: match[2] as ChangeCase['kind'],
        possible: match[1] === undefined,
        index: Number(match[3]),
        text: match[4]!.replaceAll('\\n', '\n'),
        removed: change.removed,
        added: change.added,
      };
    }),
  };
}

/** A reference in the form of the case files. */
export function summarise(reference: ImageReference): string {
  const { alt, target, link, button, caption, describedBy, edits } = reference;
  const shown =
    target.kind === 'dynamic'
      ? '?'
      : target.value.length > 60
        ? `${target.value.slice(0, 40)}…`
        : target.value;
  return [
    shown,
    alt.state === 'text' ? JSON.stringify(alt.value) : alt.state,
    ...(reference.decorative ? ['decorative'] : []),
    ...(reference.named ? ['named'] : []),
    ...(reference.altExpected ? [] : ['optional']),
    ...(edits.setAlt ? [] : ['fixed']),
    ...(link ? [`link=${link.target}${link.text && ` “${link.text}”`}`] : []),
    ...(button ? [`button=${button.text}`] : []),
    ...(caption ? [`caption=${caption}`] : []),
    ...(describedBy ? [`described=${describedBy}`] : []),
  ].join(' · ');
}

export function documentText(one: ReferenceCase): string {
  return one.bom + one.lines.join(one.newline);
}

/** The lines that differ, without those that are the same at the start and at the end. */
export function lineDifference(before: readonly string[], after: readonly string[]) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const rest = Math.min(before.length, after.length) - head;
  while (tail < rest && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { removed: before.slice(head, before.length - tail), added: after.slice(head, after.length - tail) };
}
