/**
 * Org: links to image files, with `#+CAPTION` and `#+ATTR_HTML: :alt …` above. There is no JavaScript parser
 * that keeps positions, so a line scanner follows Org's rules for blocks, comments and inline images.
 */
import { paragraphs as paragraphsOfText } from '../long-description';
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

const IMAGE_FILE = /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|tiff?|heic)$/i;
const LINK = /\[\[((?:[^[\]\\]|\\.)+)\](?:\[((?:(?!\]\]).)+)\])?\]/gs;
const PLAIN = /(?<![\w[/:])(?:file:|https?:\/\/)[^\s<>[\]()"]+/g;
const CODE = /(?<![\w])([=~])(?=\S)(.+?)(?<=\S)\1(?![\w])/g;
const KEYWORD = /^\s*#\+([\w-]+(?:\[[^\]]*\])?):[ \t]*(.*)$/;

export const org: LanguageSupport = { parse: (text) => new OrgScanner(text).scan() };

interface Attribute {
  readonly value: string;
  /** Behind `:alt`. */
  readonly nameEnd: number;
  readonly valueRange: TextRange;
}

class OrgScanner {
  private readonly lines: Line[];
  private readonly references: ImageReference[] = [];
  private readonly blocks: TextBlock[] = [];
  private keywords: Line[] = [];
  private locale: string | undefined;

  constructor(private readonly text: string) {
    this.lines = splitLines(text);
  }

  scan() {
    let paragraph: Line[] = [];
    const flush = () => {
      if (paragraph.length > 0) this.paragraph(paragraph);
      paragraph = [];
    };
    for (let i = 0; i < this.lines.length; i++) {
      const line = this.lines[i]!;
      const begin = /^\s*#\+begin_(\w+)/i.exec(line.text);
      const keyword = KEYWORD.exec(line.text);
      const heading = /^\*+\s+(\S.*)$/.exec(line.text);
      if (begin) {
        flush();
        if (/^(?:src|example|export|comment)$/i.test(begin[1]!)) i = this.endOf(i, begin[1]!);
        this.keywords = [];
      } else if (heading) {
        flush();
        const start = line.start + line.text.indexOf(heading[1]!);
        this.blocks.push({ kind: 'heading', range: line, pieces: [{ start, text: clean(heading[1]!) }] });
        this.keywords = [];
      } else if (keyword) {
        flush();
        if (/^language$/i.test(keyword[1]!)) this.locale = keyword[2]!.trim();
        this.keywords.push(line);
      } else if (/^\s*(?:#(?:\s|$)|:(?:\s|$)|#\+end_|-{5,}\s*$)/i.test(line.text)) flush();
      else if (line.text.trim() === '') {
        flush();
        this.keywords = [];
      } else paragraph.push(line);
    }
    flush();
    return {
      references: this.references.sort((a, b) => a.range.start - b.range.start),
      blocks: this.blocks,
      ...(this.locale && { locale: this.locale }),
    };
  }

  private endOf(index: number, name: string): number {
    const end = new RegExp(`^\\s*#\\+end_${name}\\b`, 'i');
    for (let i = index + 1; i < this.lines.length; i++) if (end.test(this.lines[i]!.text)) return i;
    return index;
  }

  private paragraph(lines: readonly Line[]): void {
    const region = { start: lines[0]!.start, end: lines.at(-1)!.end };
    const source = this.text.slice(region.start, region.end);
    const code = [...source.matchAll(CODE)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    }));
    const inCode = (index: number) => code.some((run) => run.start < index && index < run.end);
    const links: TextRange[] = [];
    const images: { range: TextRange; path: string; link?: string }[] = [];
    const add = (index: number, length: number, path: string, link?: string) =>
      images.push({
        range: { start: region.start + index, end: region.start + index + length },
        path,
        ...(link && { link }),
      });
    for (const match of source.matchAll(LINK)) {
      links.push({ start: match.index, end: match.index + match[0].length });
      if (inCode(match.index)) continue;
      const target = match[1]!.replace(/\\([[\]\\])/g, '$1');
      const description = match[2];
      if (description === undefined && isImageLink(target)) add(match.index, match[0].length, target);
      else if (description !== undefined && isImageLink(description.trim())) {
        add(match.index, match[0].length, description.trim(), target);
      }
    }
    for (const match of source.matchAll(PLAIN)) {
      const bracketed = links.some((link) => link.start <= match.index && match.index < link.end);
      if (!bracketed && !inCode(match.index) && isImageLink(match[0]))
        add(match.index, match[0].length, match[0]);
    }
    images.sort((a, b) => a.range.start - b.range.start);
    // Keywords belong to a paragraph, and there to its first link.
    const firstLink = Math.min(
      ...links.map((one) => one.start),
      ...images.map((one) => one.range.start - region.start),
    );
    const inItem = /^\s*(?:[-+]|\d+[.)]|\|)\s?/.test(lines[0]!.text);
    for (const image of images) {
      const first = image.range.start === region.start + firstLink && !inItem;
      this.references.push(this.makeReference(image, first, lines[0]!));
    }
    const pieces = piecesBetween(
      this.text,
      region,
      images.map((one) => one.range),
      clean,
    );
    if (pieces.length > 0) this.blocks.push({ kind: 'paragraph', range: region, pieces });
    this.keywords = [];
  }

  private makeReference(
    image: { readonly range: TextRange; readonly path: string; readonly link?: string },
    first: boolean,
    line: Line,
  ): ImageReference {
    const keywords = first ? this.keywords : [];
    const alt = keywords.map((one) => findAttribute(one, 'alt')).find(Boolean);
    const role = keywords.map((one) => findAttribute(one, 'role')).find(Boolean);
    const captions = keywords.flatMap((one) => {
      const match = KEYWORD.exec(one.text);
      return match && /^caption/i.test(match[1]!) ? [match[2]!] : [];
    });
    const caption = collapse(clean(captions.join(' ')));
    const path = image.path.replace(/^file:/i, '');
    const state = !alt ? 'absent' : alt.value === '' ? 'empty' : 'text';
    return {
      syntax: 'link',
      range: image.range,
      target: makeTarget(path, /^https?:/i.test(path) ? 'uri' : 'literal'),
      alt: { state, value: alt?.value ?? '', ...(alt && { range: alt.valueRange }) },
      decorative: state === 'empty' || /^(?:presentation|none)$/.test(role?.value ?? ''),
      named: false,
      // Org has a place for alt text only above a paragraph, for the first link in it.
      altExpected: first,
      ...(image.link && { link: { target: image.link, text: '' } }),
      ...(caption && { caption }),
      edits: first ? this.edits(line, keywords, alt, caption !== '') : {},
    };
  }

  private edits(
    line: Line,
    keywords: readonly Line[],
    alt: Attribute | undefined,
    captioned: boolean,
  ): ReferenceEdits {
    const write = (written: string): TextEdit[] => {
      if (alt) return [{ start: alt.nameEnd, end: alt.valueRange.end, newText: ` ${written}` }];
      const existing = keywords.find((one) => /^\s*#\+attr_html:/i.test(one.text));
      if (existing) {
        const at = existing.start + existing.text.trimEnd().length;
        return [{ start: at, end: at, newText: ` :alt ${written}` }];
      }
      return this.above(line, `#+ATTR_HTML: :alt ${written}`);
    };
    return {
      setAlt: (value) => write(writeValue(normaliseAlt(value))),
      markDecorative: () => write('"" :role presentation'),
      ...(!captioned && {
        addLongDescription: (text) => this.above(line, `#+CAPTION: ${paragraphsOfText(text).join(' ')}`),
      }),
    };
  }

  private above(line: Line, keyword: string): TextEdit[] {
    const indent = /^\s*/.exec(line.text)![0];
    return [{ start: line.start, end: line.start, newText: indent + keyword + lineEnding(this.text) }];
  }
}

/** Of `:alt A cat :width 300`, the part behind `:alt` up to the next key. */
function findAttribute(line: Line, name: string): Attribute | undefined {
  const keyword = /^\s*#\+attr_html:/i.exec(line.text);
  if (!keyword) return undefined;
  const match = new RegExp(
    `(?<=\\s)(:${name})(?=\\s|$)[ \\t]*(.*?)[ \\t]*(?=[ \\t]:[\\w-]+(?:[ \\t]|$)|$)`,
  ).exec(line.text);
  if (!match || match.index < keyword[0].length) return undefined;
  const nameEnd = line.start + match.index + match[1]!.length;
  const end = line.start + match.index + match[0].trimEnd().length;
  const raw = match[2]!;
  return {
    value: raw === '""' ? '' : raw.replace(/"(:[\w-]+)"/g, '$1'),
    nameEnd,
    valueRange: { start: Math.max(nameEnd, end - raw.length), end },
  };
}

/** A word with a colon before it would start the next attribute. */
function writeValue(text: string): string {
  return text === '' ? '""' : text.replace(/(?<=\s|^):[\w-]+(?=\s|$)/g, '"$&"');
}

/** Without a scheme or a path, Org looks for a heading and not for a file. */
function isImageLink(target: string): boolean {
  return IMAGE_FILE.test(target) && /^(?:file:|https?:|attachment:|\.{0,2}\/|~\/|[a-z]:[\\/])/i.test(target);
}

/** Text without links and emphasis. */
function clean(text: string): string {
  return text
    .replace(/\[\[[^\]]*\]\[([^\]]*)\]\]/g, '$1')
    .replace(/\[\[([^\]]*)\]\]/g, '$1')
    .replace(/(?<!\w)([*/_=~+])(?=\S)(.+?)(?<=\S)\1(?!\w)/g, '$2')
    .replace(/^\s*(?:[-+]|\d+[.)])\s+/gm, '');
}
