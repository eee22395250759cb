/** Small tools for text, ranges and edits. */
import type { ImageReference, ParsedDocument, TextEdit, TextPiece, TextRange } from './types';

/** One line, no control characters, no lone surrogates: alt text is a single phrase in every language. */
export function normaliseAlt(text: string): string {
  return (
    collapse(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
      .replace(/[\u0000-\u001f\u007f\ufeff]/g, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
      .trim()
  );
}

/** White space as browsers collapse it. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n\f\v\u0085\u2028\u2029]+/g, ' ').trim();
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`The edits of a document overlap or lie outside it (at ${edit.start}).`);
    }
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The line ending the document uses. */
export function lineEnding(text: string): '\r\n' | '\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line's ending. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** After the line's ending. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

export interface Line extends TextRange {
  /** Without the line ending. */
  readonly text: string;
  /** After the line ending. */
  readonly next: number;
}

export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    const next = nextLine(text, start);
    lines.push({ start, end, next, text: text.slice(start, end) });
    start = next;
  }
  return lines;
}

/** Runs of lines that are not blank. */
export function paragraphsOf(lines: readonly Line[]): Line[][] {
  const found: Line[][] = [];
  let current: Line[] = [];
  for (const line of lines) {
    if (line.text.trim() !== '') current.push(line);
    else if (current.length > 0) {
      found.push(current);
      current = [];
    }
  }
  return current.length > 0 ? [...found, current] : found;
}

/**
 * The text of a region without its `holes`, such as the images in it.
 *
 * @param clean takes the language's marks off a run of text
 */
export function piecesBetween(
  text: string,
  region: TextRange,
  holes: readonly TextRange[],
  clean: (run: string) => string,
): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = region.start;
  const add = (end: number) => {
    const run = clean(text.slice(at, end));
    if (run.trim() !== '') pieces.push({ start: at, text: run });
  };
  for (const hole of [...holes].sort((a, b) => a.start - b.start)) {
    if (hole.end <= at || hole.start >= region.end) continue;
    if (hole.start > at) add(hole.start);
    at = hole.end;
  }
  if (at < region.end) add(region.end);
  return pieces;
}

/** The same text with every character outside line endings turned into a space: offsets stay. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

export function contains(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Moves a parsed part to its place in the whole, and writes new text the way the whole wants it. */
export function relocate(
  parsed: ParsedDocument,
  range: (inner: TextRange) => TextRange,
  encode: (text: string) => string = (text) => text,
): ParsedDocument {
  const edits = (inner: TextEdit[]): TextEdit[] =>
    inner.map((edit) => ({ ...range(edit), newText: encode(edit.newText) }));
  const moved = (reference: ImageReference): ImageReference => {
    const { setAlt, markDecorative, addLongDescription } = reference.edits;
    return {
      ...reference,
      range: range(reference.range),
      alt: { ...reference.alt, ...(reference.alt.range && { range: range(reference.alt.range) }) },
      edits: {
        ...(setAlt && { setAlt: (alt: string) => edits(setAlt(alt)) }),
        ...(markDecorative && { markDecorative: () => edits(markDecorative()) }),
        ...(addLongDescription && { addLongDescription: (text: string) => edits(addLongDescription(text)) }),
      },
    };
  };
  return {
    references: parsed.references.map(moved),
    blocks: parsed.blocks.map((block) => ({
      ...block,
      range: range(block.range),
      pieces: block.pieces.map((piece) => ({
        ...piece,
        start: range({ start: piece.start, end: piece.start }).start,
      })),
    })),
    ...(parsed.locale && { locale: parsed.locale }),
  };
}
