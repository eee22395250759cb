/** `:::image type="content" source="…" alt-text="…":::`, the form of Microsoft Learn's Markdown. */
import { escapeMarkdown } from '../escape';
import { paragraphs } from '../long-description';
import { makeTarget } from '../target';
import { collapse, contains, lineEnding, normaliseAlt } from '../text';
import type { ImageReference, TextEdit, TextRange } from '../types';

interface LearnAttribute {
  readonly value: string;
  readonly range: TextRange;
  readonly valueRange: TextRange;
}

const OPENING = /:::[ \t]*image[ \t\r\n]+/g;
const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
const GAP = /[ \t]*(?:\r?\n[ \t]*)?/y;

/** @param skip code, comments and raw HTML, where the form means nothing */
export function findLearnImages(text: string, skip: readonly TextRange[]): ImageReference[] {
  const references: ImageReference[] = [];
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match; match = OPENING.exec(text)) {
    const start = match.index;
    const read = readAttributes(text, start + match[0].length);
    if (!read || skip.some((range) => contains(range, { start, end: start + 3 }))) continue;
    references.push(makeReference(text, start, read.end, read.attributes));
  }
  return references;
}

function readAttributes(text: string, from: number) {
  const attributes = new Map<string, LearnAttribute>();
  for (let at = from; ; ) {
    if (text.startsWith(':::', at)) return { attributes, end: at + 3 };
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (!match) return undefined;
    const value = match[2] ?? match[3] ?? '';
    const end = at + match[0].length;
    attributes.set(match[1]!.toLowerCase(), {
      value,
      range: { start: at, end },
      valueRange: { start: end - 1 - value.length, end: end - 1 },
    });
    GAP.lastIndex = end;
    at = end + (GAP.exec(text)?.[0].length ?? 0);
  }
}

function makeReference(
  text: string,
  start: number,
  end: number,
  attributes: ReadonlyMap<string, LearnAttribute>,
): ImageReference {
  const type = attributes.get('type');
  const alt = attributes.get('alt-text');
  const icon = type?.value === 'icon';
  const body = type?.value === 'complex' ? complexBody(text, end) : undefined;
  const source = attributes.get('source');
  const after = source?.range.end ?? start + ':::image'.length;
  const setAlt = (value: string): TextEdit[] => {
    const written = normaliseAlt(value)
      .replace(/&(?=(?:quot|#39|amp);)/g, '&amp;')
      .replaceAll('"', '&quot;');
    return alt
      ? [{ ...alt.valueRange, newText: quoteAware(written, text, alt) }]
      : [{ start: after, end: after, newText: ` alt-text="${written}"` }];
  };
  return {
    syntax: 'learn',
    range: { start, end: body?.end ?? end },
    target: makeTarget(source?.value ?? '', 'uri'),
    alt: alt
      ? { state: alt.value === '' ? 'empty' : 'text', value: decode(alt.value), range: alt.valueRange }
      : { state: 'absent', value: '' },
    decorative: icon,
    named: false,
    altExpected: true,
    ...(body?.text && { describedBy: body.text }),
    edits: {
      setAlt,
      ...(type && !body && { markDecorative: () => [...makeIcon(type, alt, text)] }),
      ...(type &&
        type.value !== 'complex' && {
          addLongDescription: (description: string) => {
            const newline = lineEnding(text);
            const lines = paragraphs(description)
              .map((one) => escapeMarkdown(one))
              .join(newline + newline);
            return [
              { ...type.valueRange, newText: 'complex' },
              { start: end, end, newText: `${newline}${newline}${lines}${newline}${newline}:::image-end:::` },
            ];
          },
        }),
    },
  };
}

/** Icons take no alternative text at all. */
function makeIcon(type: LearnAttribute, alt: LearnAttribute | undefined, text: string): TextEdit[] {
  const edits: TextEdit[] = [{ ...type.valueRange, newText: 'icon' }];
  if (alt) {
    const space = /\s*$/.exec(text.slice(0, alt.range.start))![0].length;
    edits.push({ start: alt.range.start - space, end: alt.range.end, newText: '' });
  }
  return edits;
}

function complexBody(text: string, from: number): { text: string; end: number } | undefined {
  const closing = /:::[ \t]*image-end:::/.exec(text.slice(from));
  if (!closing) return undefined;
  return {
    text: collapse(text.slice(from, from + closing.index)),
    end: from + closing.index + closing[0].length,
  };
}

function quoteAware(written: string, text: string, attribute: LearnAttribute): string {
  return text[attribute.valueRange.end] === "'"
    ? written.replaceAll("'", '&#39;').replaceAll('&quot;', '"')
    : written;
}

function decode(value: string): string {
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
