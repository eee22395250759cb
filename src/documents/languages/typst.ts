/** Typst: `image("…", alt: "…")`, alone or in a `figure`. */
import { escapeTypstMarkup, escapeTypstString } from '../escape';
import { paragraphs as paragraphsOfText } from '../long-description';
import { makeTarget } from '../target';
import { collapse, contains, normaliseAlt, paragraphsOf, piecesBetween, splitLines } from '../text';
import type { ImageReference, LanguageSupport, ReferenceEdits, TextBlock, TextEdit } from '../types';
import { type TypstArgument, type TypstCall, TypstScanner } from './typst-scanner';

export const typst: LanguageSupport = {
  parse(text) {
    const calls = new TypstScanner(text).scan();
    const references = calls
      .filter((call) => /^(?:std\.)?image$/.test(call.name) && call.closeParen >= 0)
      .map((call) => makeReference(call, text))
      .sort((a, b) => a.range.start - b.range.start);
    const locale = calls.find((call) => call.name === 'text' && argument(call, 'lang')?.literal);
    return {
      references,
      blocks: findBlocks(text, calls),
      ...(locale && { locale: argument(locale, 'lang')!.literal }),
    };
  },
};

function argument(call: TypstCall, name: string): TypstArgument | undefined {
  return call.args.find((one) => one.name === name);
}

function makeReference(call: TypstCall, text: string): ImageReference {
  const source = call.args.find((one) => one.name === undefined);
  const alt = argument(call, 'alt');
  const isNone = alt !== undefined && text.slice(alt.valueRange.start, alt.valueRange.end) === 'none';
  const figure = call.parents.findLast((one) => one.name === 'figure');
  const link = call.parents.findLast((one) => one.name === 'link');
  const caption = figure && argument(figure, 'caption');
  const captionText = caption && contentText(text, caption);
  const artifact = call.parents.some((one) => /(?:^|\.)artifact$/.test(one.name));
  const state =
    !alt || isNone ? 'absent' : alt.literal === undefined ? 'dynamic' : alt.literal === '' ? 'empty' : 'text';
  return {
    syntax: 'function',
    range: call.range,
    target: makeTarget(source?.literal ?? '', 'literal'),
    alt: {
      state,
      value: alt?.literal ?? '',
      ...(alt?.literal !== undefined && {
        range: { start: alt.valueRange.start + 1, end: alt.valueRange.end - 1 },
      }),
    },
    decorative: state === 'empty' || artifact,
    named: figure !== undefined && argument(figure, 'alt') !== undefined,
    altExpected: true,
    ...(link && { link: { target: link.args[0]?.literal ?? '', text: linkText(link, call, text) } }),
    ...(captionText && { caption: captionText }),
    edits: source && state !== 'dynamic' ? makeEdits(call, source, alt, figure, text) : {},
  };
}

function makeEdits(
  call: TypstCall,
  source: TypstArgument,
  alt: TypstArgument | undefined,
  figure: TypstCall | undefined,
  text: string,
): ReferenceEdits {
  const write = (value: string): TextEdit[] => {
    const written = escapeTypstString(value);
    if (alt?.literal !== undefined) {
      return [{ start: alt.valueRange.start + 1, end: alt.valueRange.end - 1, newText: written }];
    }
    if (alt) return [{ ...alt.valueRange, newText: `"${written}"` }];
    return [{ start: source.range.end, end: source.range.end, newText: `, alt: "${written}"` }];
  };
  const described = figure !== undefined && argument(figure, 'caption') !== undefined;
  return {
    setAlt: (value) => write(normaliseAlt(value)),
    markDecorative: () => write(''),
    ...(!described && { addLongDescription: (description) => addCaption(call, figure, description, text) }),
  };
}

/** A caption for the figure; an image of its own becomes a figure first. */
function addCaption(
  call: TypstCall,
  figure: TypstCall | undefined,
  description: string,
  text: string,
): TextEdit[] {
  const caption = `caption: [${paragraphsOfText(description).map(escapeTypstMarkup).join(' ')}]`;
  if (figure && figure.closeParen >= 0) {
    const last = figure.args.findLast((one) => one.range.end <= figure.closeParen);
    const at = last?.range.end ?? figure.closeParen;
    return [{ start: at, end: at, newText: last ? `, ${caption}` : caption }];
  }
  const start = call.range.start + (text[call.range.start] === '#' ? 1 : 0);
  return [
    { start, end: start, newText: 'figure(' },
    { start: call.range.end, end: call.range.end, newText: `, ${caption})` },
  ];
}

function contentText(text: string, value: TypstArgument): string {
  if (value.literal !== undefined) return collapse(value.literal);
  const raw = text.slice(value.valueRange.start, value.valueRange.end);
  return raw.startsWith('[') ? collapse(clean(raw.slice(1, -1))) : '';
}

function linkText(link: TypstCall, image: TypstCall, text: string): string {
  return link.args
    .slice(1)
    .filter((one) => !contains(one.range, image.range))
    .map((one) => contentText(text, one))
    .join(' ');
}

function findBlocks(text: string, calls: readonly TypstCall[]): TextBlock[] {
  const holes = calls.filter(
    (call) => call.parents.length === 0 && /^(?:image|figure|align|set|block|grid)$/.test(call.name),
  );
  const blocks: TextBlock[] = [];
  for (const lines of paragraphsOf(splitLines(text))) {
    let rest = lines;
    const heading = /^(=+)\s+(\S.*)$/.exec(lines[0]!.text);
    if (heading) {
      const start = lines[0]!.start + lines[0]!.text.indexOf(heading[2]!);
      blocks.push({ kind: 'heading', range: lines[0]!, pieces: [{ start, text: clean(heading[2]!) }] });
      rest = lines.slice(1);
    }
    if (rest.length === 0 || /^\s*#(?:set|show|let|import|include)\b/.test(rest[0]!.text)) continue;
    const range = { start: rest[0]!.start, end: rest.at(-1)!.end };
    const pieces = piecesBetween(
      text,
      range,
      holes.map((call) => call.range),
      clean,
    );
    blocks.push({ kind: 'paragraph', range, pieces });
  }
  return blocks;
}

/** Text without function names and marks. */
function clean(text: string): string {
  return text
    .replace(/#[\p{L}_][\p{L}\p{N}_.-]*(?:\((?:[^()"]|"(?:[^"\\]|\\.)*")*\))?/gu, '')
    .replace(/(?<!:)\/\/.*$/gm, '')
    .replace(/<[\w:.-]+>|@[\w:.-]+/g, '')
    .replace(/\\(.)/g, '$1')
    .replace(/(?<!\w)[*_](?=\S)(.+?)[*_](?!\w)/g, '$1')
    .replace(/[[\]]/g, ' ')
    .replace(/^\s*(?:[-+]|\d+\.)\s+/gm, '');
}
