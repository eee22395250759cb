/** Blocks of text beside image references: where one can stand, and how it is written there. */
import type { DocumentLanguage, ImageReference, TextEdit } from './types';

export interface DocumentText {
  readonly language: DocumentLanguage;
  readonly text: string;
}

/** Every line of the text with the prefix; empty ones stay empty. */
export const eachLine = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : prefix + line))
    .join('\n');

export interface BlockWriter {
  readonly newline: string;
  /** Lines as they are written at the reference: with its indentation and the document's line ends. */
  readonly written: (lines: string) => string;
  /** The block below the paragraph of the reference, after an empty line. */
  readonly below: (block: string) => TextEdit;
}

export function blockWriter(document: DocumentText, reference: ImageReference): BlockWriter {
  const { indent, blockEnd } = place(document, reference);
  const newline = document.text.includes('\r\n') ? '\r\n' : '\n';
  const written = (lines: string): string => eachLine(lines, indent).replaceAll('\n', newline);
  return {
    newline,
    written,
    below: (block) => ({
      start: blockEnd,
      end: blockEnd,
      newText: newline + indent.trimEnd() + newline + written(block),
    }),
  };
}

/** Where the reference stands: by itself or not, how far in, and where its paragraph ends. */
export function place({ language, text }: DocumentText, { range }: ImageReference) {
  const { start } = range;
  const end = start + text.slice(start, range.end).trimEnd().length;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  const markdown = language === 'markdown' || language === 'mdx';
  // Quotes go on with their marks, list items with their indentation.
  const lead = (markdown ? /^(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*/ : /^[ \t]*/).exec(before)![0];
  const lineEnd = endOfLine(text, end);
  const alone = lead.length === before.length && text.slice(end, lineEnd).trim() === '';
  // A paragraph of HTML holds no block.
  const closing = /^(?:\s*<\/(?:p|a|figure|picture)>)*/.exec(text.slice(end))![0].length;
  let blockEnd = language === 'html' ? end + closing : lineEnd;
  while (language !== 'html' && blockEnd < text.length) {
    const from = text.indexOf('\n', blockEnd) + 1;
    const next = endOfLine(text, from);
    if (from === 0 || /^[\s>]*$/.test(text.slice(from, next))) break;
    blockEnd = next;
  }
  return { start, end, indent: lead.replace(/[^\s>]/g, ' '), alone, blockEnd };
}

/** Before the line's end, whichever way it is written. */
function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  if (at < 0) return text.length;
  return text[at - 1] === '\r' ? at - 1 : at;
}
