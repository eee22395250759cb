/**
 * AsciiDoc: block and inline image macros. There is no small JavaScript parser that keeps positions, so a
 * line scanner follows the rules of Asciidoctor for delimited blocks, comments and attribute lists.
 */
import { descriptionLabel, paragraphs as paragraphsOfText } from '../long-description';
import { makeTarget } from '../target';
import { collapse, type Line, lineEnding, normaliseAlt, piecesBetween, splitLines } from '../text';
import type {
  ImageReference,
  LanguageSupport,
  ReferenceEdits,
  TextBlock,
  TextEdit,
  TextRange,
} from '../types';
import { type ListedAttribute, parseAttributeList, writeAttributeValue } from './asciidoc-attributes';

const VERBATIM = /^(?:-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,}.*)$/;
const CONTAINER = /^(?:={4,}|\*{4,}|_{4,}|--|[|,:!]={3,})$/;
const BLOCK_IMAGE = /^image::(?=\S)([^[]*?)\[(.*)\]\s*$/;
const INLINE_IMAGE = /(?<![\\\w:])image:(?!:)(?=\S)([^[\n]*)\[((?:\\\]|[^\]])*)\]/g;
const ENTRY = /^:(!?[\w][\w-]*!?):(?:\s+(.*))?$/;
const HEADING = /^(?:={1,6}|#{1,6})\s+(\S.*)$/;
const VERBATIM_STYLE = /^\[\s*(?:source|listing|literal|comment|stem|latexmath|asciimath|pass)\b/;

export const asciidoc: LanguageSupport = { parse: (text) => new AsciidocScanner(text).scan() };

class AsciidocScanner {
  private readonly lines: Line[];
  private readonly references: ImageReference[] = [];
  private readonly blocks: TextBlock[] = [];
  private readonly attributes = new Map<string, string>();
  private paragraph: Line[] = [];
  private title: string | undefined;
  private above: ListedAttribute[] = [];
  private style = '';

  constructor(private readonly text: string) {
    this.lines = splitLines(text);
  }

  scan() {
    for (let i = 0; i < this.lines.length; i++) {
      const line = this.lines[i]!;
      const bare = line.text.trimEnd();
      if (VERBATIM.test(bare)) {
        this.endParagraph();
        i = this.skipTo(i + 1, /^```/.test(bare) ? '```' : bare);
        this.endBlock();
      } else if (bare === '') {
        this.endParagraph();
      } else if (!/^\/\/(?!\/)/.test(bare)) {
        // A comment line does not end the paragraph around it.
        if (this.paragraph.length > 0 && startsBlock(bare)) this.endParagraph();
        if (this.paragraph.length > 0 || !this.startOfBlock(line, bare, i)) this.paragraph.push(line);
      }
    }
    this.endParagraph();
    const locale = this.attributes.get('lang');
    return {
      references: this.references.sort((a, b) => a.range.start - b.range.start),
      blocks: this.blocks,
      ...(locale && { locale }),
    };
  }

  /** Everything that is not the text of a paragraph. */
  private startOfBlock(line: Line, bare: string, index: number): boolean {
    const heading = HEADING.exec(bare);
    const entry = ENTRY.exec(bare);
    if (heading) {
      const start = line.start + bare.indexOf(heading[1]!);
      this.blocks.push({ kind: 'heading', range: line, pieces: [{ start, text: clean(heading[1]!) }] });
    } else if (entry) this.setAttribute(entry[1]!, entry[2] ?? '');
    else if (BLOCK_IMAGE.test(bare)) this.blockImage(line, bare, index);
    else if (/^\.[^\s.]/.test(bare)) this.title = bare.slice(1);
    else if (/^\[.*\]$/.test(bare)) {
      this.style += bare;
      this.above.push(...parseAttributeList(this.text, line.start + 1, line.start + bare.length - 1, false));
    } else return CONTAINER.test(bare) || bare === '+';
    return true;
  }

  private setAttribute(name: string, value: string): void {
    if (name.startsWith('!') || name.endsWith('!')) this.attributes.delete(name.replaceAll('!', ''));
    else this.attributes.set(name, this.substitute(value.trim()));
  }

  private substitute(value: string): string {
    return value.replace(/\{([\w-]+)\}/g, (whole, name: string) => this.attributes.get(name) ?? whole);
  }

  private skipTo(from: number, delimiter: string): number {
    for (let i = from; i < this.lines.length; i++) if (this.lines[i]!.text.trimEnd() === delimiter) return i;
    return this.lines.length;
  }

  private endBlock(): void {
    this.title = undefined;
    this.above = [];
    this.style = '';
  }

  private endParagraph(): void {
    const [first] = this.paragraph;
    const last = this.paragraph.at(-1);
    this.paragraph = [];
    if (!first || !last) return;
    const literal = /^\s/.test(first.text) && !/^\s+(?:[*.-]+|\d+\.)\s/.test(first.text);
    if (!literal && !VERBATIM_STYLE.test(this.style))
      this.inlineImages({ start: first.start, end: last.end });
    this.endBlock();
  }

  private inlineImages(region: TextRange): void {
    const source = this.text.slice(region.start, region.end);
    const found: ImageReference[] = [];
    const hidden = verbatimRuns(source);
    for (const match of source.matchAll(INLINE_IMAGE)) {
      if (hidden.some((run) => run.start <= match.index && match.index < run.end)) continue;
      const start = region.start + match.index;
      const range = { start, end: start + match[0].length };
      const listStart = range.end - 1 - match[2]!.length;
      const list = parseAttributeList(this.text, listStart, range.end - 1, true);
      found.push(this.makeReference(range, match[1]!, list, listStart, true, undefined));
    }
    this.references.push(...found);
    const pieces = piecesBetween(
      this.text,
      region,
      found.map((one) => one.range),
      clean,
    );
    if (pieces.length > 0) this.blocks.push({ kind: 'paragraph', range: region, pieces });
  }

  private blockImage(line: Line, bare: string, index: number): void {
    const match = BLOCK_IMAGE.exec(bare)!;
    const range = { start: line.start, end: line.start + bare.length };
    const listStart = range.end - 1 - match[2]!.length;
    const list = parseAttributeList(this.text, listStart, range.end - 1, false);
    const continued = this.lines[index - 1]?.text.trim() === '+';
    const describe = (text: string) => [this.describe(range.end, text, continued)];
    this.references.push(this.makeReference(range, match[1]!, list, listStart, false, describe));
    this.endBlock();
  }

  private makeReference(
    range: TextRange,
    source: string,
    list: readonly ListedAttribute[],
    listStart: number,
    inline: boolean,
    describe: ReferenceEdits['addLongDescription'],
  ): ImageReference {
    const named = (name: string) =>
      [...list, ...(inline ? [] : this.above)].find((one) => one.name === name && one.value !== '');
    const first = list[0]?.name === undefined ? list[0] : undefined;
    const alt = [...list, ...(inline ? [] : this.above)].find((one) => one.name === 'alt') ?? first;
    const link = named('link')?.value;
    const caption = (inline ? undefined : this.title) ?? named('title')?.value;
    const path = this.substitute(source);
    const base = this.attributes.get('imagesdir');
    const written = alt !== undefined && (alt.quote !== '' || alt.value !== '');
    const state = !written ? 'absent' : alt.value === '' ? 'empty' : 'text';
    return {
      syntax: 'macro',
      range,
      target: makeTarget(/\{[\w-]+\}/.test(path) ? '' : path, 'uri', base ? { bases: [base] } : {}),
      alt: { state, value: alt?.value ?? '', ...(alt && { range: alt.valueRange }) },
      decorative: state === 'empty',
      named: false,
      altExpected: true,
      ...(link && { link: { target: link, text: '' } }),
      ...(caption && { caption: collapse(clean(caption)) }),
      edits: {
        setAlt: (value) => writeAlt(normaliseAlt(value), alt, list, listStart, inline),
        markDecorative: () => writeAlt('', alt, list, listStart, inline),
        ...(describe && { addLongDescription: describe }),
      },
    };
  }

  /** A collapsible block below the image; a `+` keeps it in the image's list item. */
  private describe(at: number, description: string, continued: boolean): TextEdit {
    const newline = lineEnding(this.text);
    let fence = '====';
    while (this.lines.some((line) => line.text.trimEnd() === fence)) fence += '=';
    const text = paragraphsOfText(description).join(newline + newline);
    const label = descriptionLabel(this.attributes.get('lang'));
    const lines = [continued ? '+' : '', `.${label}`, '[%collapsible]', fence, text, fence];
    return { start: at, end: at, newText: lines.map((line) => newline + line).join('') };
  }
}

/** Lines that end a paragraph without a blank line between. */
function startsBlock(bare: string): boolean {
  return CONTAINER.test(bare) || bare === '+' || BLOCK_IMAGE.test(bare) || /^\[[\w.#%,"'].*\]$/.test(bare);
}

function writeAlt(
  value: string,
  alt: ListedAttribute | undefined,
  list: readonly ListedAttribute[],
  listStart: number,
  inline: boolean,
): TextEdit[] {
  if (alt && alt.quote !== '') {
    return [{ ...alt.valueRange, newText: writeAttributeValue(value, alt.quote, inline) }];
  }
  if (alt) return [{ ...alt.valueRange, newText: writeAttributeValue(value, '', inline) }];
  const comma = list.length > 0 ? ',' : '';
  return [{ start: listStart, end: listStart, newText: writeAttributeValue(value, '', inline) + comma }];
}

/** Runs of text that Asciidoctor passes through: `+…+`, `+++…+++`, `pass:[…]`. */
function verbatimRuns(source: string): TextRange[] {
  return [
    ...source.matchAll(
      /\+\+\+[\s\S]*?\+\+\+|pass:[a-z,]*\[(?:\\\]|[^\]])*\]|(?<!\w)\+(?=\S)[^+\n]*\S\+(?!\w)/g,
    ),
  ].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Text without macros and formatting marks. */
function clean(text: string): string {
  return text
    .replace(/^\/\/.*$/gm, '')
    .replace(
      /(?:link:|xref:|mailto:)?\S*?(?:https?:\/\/\S*?|link:\S*?|xref:\S*?|mailto:\S*?)\[([^\]]*)\]/g,
      '$1',
    )
    .replace(/<<[^,>]*,?([^>]*)>>/g, '$1')
    .replace(/(?<!\w)([*_`#]{1,2})(?=\S)(.+?)\1(?!\w)/g, '$2')
    .replace(/^(?:[*.-]+|\d+\.)\s+/gm, '')
    .replace(/\s\+$/gm, '');
}
