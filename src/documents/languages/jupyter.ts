/** Jupyter notebooks: the Markdown cells inside the notebook's JSON. */
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { makeTarget } from '../target';
import { relocate } from '../text';
import type { ImageReference, LanguageSupport, ParsedDocument, TextRange } from '../types';
import { markdown } from './markdown';

export const jupyter: LanguageSupport = {
  parse(text) {
    const root = parseTree(text);
    const cells = (root && findNodeAtLocation(root, ['cells'])?.children) ?? [];
    const parsed = cells.flatMap((cell) => {
      const type = findNodeAtLocation(cell, ['cell_type'])?.value as unknown;
      return type === 'markdown' ? [parseCell(cell, text)] : [];
    });
    const locale = parsed.find((one) => one.locale)?.locale;
    return {
      references: parsed.flatMap((one) => one.references),
      blocks: parsed.flatMap((one) => one.blocks),
      ...(locale && { locale }),
    };
  },
};

function parseCell(cell: Node, text: string): ParsedDocument {
  const source = findNodeAtLocation(cell, ['source']);
  const strings = (source?.type === 'array' ? source.children : source ? [source] : []) ?? [];
  const cellText = readStrings(strings, text);
  const parsed = relocate(markdown.parse(cellText.text), cellText.range, escapeJson);
  return { ...parsed, references: parsed.references.map((one) => withAttachment(one, cell)) };
}

/** The characters of JSON strings one after the other, each with its place in the file. */
function readStrings(strings: readonly Node[], text: string) {
  let decoded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const node of strings) {
    if (node.type !== 'string') continue;
    const end = node.offset + node.length - 1;
    for (let at = node.offset + 1; at < end; ) {
      const length = text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
      starts.push(at);
      ends.push(at + length);
      decoded += length === 1 ? text[at]! : unescapeJson(text.slice(at, at + length));
      at += length;
    }
  }
  const range = (inner: TextRange): TextRange => {
    const start = starts[inner.start] ?? ends.at(-1) ?? 0;
    return { start, end: inner.end > inner.start ? ends[inner.end - 1]! : start };
  };
  return { text: decoded, range };
}

function unescapeJson(escaped: string): string {
  if (escaped.length === 6) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
  return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }[escaped[1]!] ?? escaped[1]!;
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** `attachment:name.png` is in the cell itself. */
function withAttachment(reference: ImageReference, cell: Node): ImageReference {
  if (reference.target.kind !== 'attachment') return reference;
  const name = decodeURIComponentSafely(reference.target.value.replace(/^attachment:/i, ''));
  const bundle = findNodeAtLocation(cell, ['attachments', name]);
  const [mime, data] = bundle?.children?.[0]?.children ?? [];
  const base64 = data && joined(data);
  if (!mime || base64 === undefined) return reference;
  const uri = `data:${mime.value as string};base64,${base64}`;
  return { ...reference, target: { ...makeTarget(uri, 'uri'), kind: 'attachment' } };
}

/** A text as the format allows it: a string, or several in a list. */
function joined(node: Node): string | undefined {
  const parts = node.type === 'array' ? (node.children ?? []) : [node];
  return parts.every(({ type }) => type === 'string')
    ? parts.map(({ value }) => value as string).join('')
    : undefined;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
