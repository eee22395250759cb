/**
 * reStructuredText: `image` and `figure` directives and image substitutions. There is no JavaScript parser
 * that keeps positions, so a line scanner follows docutils' rules for indentation, comments and literals.
 */

import { paragraphs as paragraphsOfText } from '../long-description';
import { makeTarget } from '../target';
import { collapse, type Line, lineEnding, normaliseAlt, piecesBetween, splitLines } from '../text';
import type { ImageReference, LanguageSupport, TextBlock, TextEdit, TextRange } from '../types';

const EXPLICIT = /^((?:[ \t]|[-*+•][ \t]+|(?:\d+|#)[.)][ \t]+)*)(\.\.)(?:[ \t]+(.*))?$/;
const IMAGE = /^(?:\|[^|]+\|[ \t]+)?(image|figure)::(?:[ \t]+(.*))?$/;
/** Directives whose body is not reStructuredText. */
const VERBATIM =
  /^(?:code|code-block|sourcecode|highlight|parsed-literal|literalinclude|raw|math|prompt|doctest|testcode|testoutput|testsetup|mermaid|graphviz|digraph|graph|uml|ipython|jupyter-execute|productionlist|csv-table|toctree|tabularcolumns)::/;
const UNDERLINE = /^([!-/:-@[-`{-~])\1{2,}\s*$/;

export const restructuredtext: LanguageSupport = { parse: (text) => new RstScanner(text).scan() };

interface Option {
  readonly name: string;
  /** Name with its colons. */
  readonly nameEnd: number;
  readonly valueRange: TextRange;
  readonly indent: number;
}

class RstScanner {
  private readonly lines: Line[];
  private readonly references: ImageReference[] = [];
  private readonly blocks: TextBlock[] = [];
  private readonly newline: string;

  constructor(private readonly text: string) {
    this.lines = splitLines(text);
    this.newline = lineEnding(text);
  }

  scan() {
    for (let i = 0; i < this.lines.length; ) i = this.block(i);
    return { references: this.references, blocks: this.blocks };
  }

  /** Reads what starts at a line and returns the index of the line behind it. */
  private block(index: number): number {
    const line = this.lines[index]!;
    if (isBlank(line)) return index + 1;
    const explicit = EXPLICIT.exec(line.text);
    if (explicit) return this.explicit(index, explicit[1]!.length, explicit[3] ?? '');
    const title = this.lines[index + 1];
    if (UNDERLINE.test(line.text) && title && !isBlank(title)) {
      // An overline; the title and its underline follow.
      return index + 1;
    }
    if (
      title &&
      UNDERLINE.test(title.text) &&
      title.text.trimEnd().length >= Math.min(4, line.text.trim().length)
    ) {
      const start = line.start + indentOf(line);
      this.blocks.push({ kind: 'heading', range: line, pieces: [{ start, text: clean(line.text.trim()) }] });
      return index + 2;
    }
    return this.paragraph(index);
  }

  private explicit(index: number, column: number, rest: string): number {
    const image = IMAGE.exec(rest);
    if (image) return this.image(index, column, image[1] as 'image' | 'figure', image[2] ?? '');
    const next = this.lines[index + 1];
    // A lone `..` before a blank line comments out nothing.
    if (rest.trim() === '' && (!next || isBlank(next))) return index + 1;
    const isDirective = /^(?:\|[^|]+\|\s+)?[\w][\w:.+-]*::(?:\s|$)/.test(rest);
    const isTarget = /^(?:_|\[)/.test(rest);
    if (isDirective ? VERBATIM.test(rest) : !isTarget) return this.behindBody(index, column);
    return index + 1;
  }

  /** Behind the lines that are indented deeper than `column`. */
  private behindBody(index: number, column: number): number {
    let i = index + 1;
    while (i < this.lines.length && (isBlank(this.lines[i]!) || indentOf(this.lines[i]!) > column)) i++;
    return i;
  }

  private paragraph(index: number): number {
    const indent = indentOf(this.lines[index]!);
    let i = index;
    while (
      i < this.lines.length &&
      !isBlank(this.lines[i]!) &&
      (i === index || !EXPLICIT.test(this.lines[i]!.text))
    )
      i++;
    const region = { start: this.lines[index]!.start, end: this.lines[i - 1]!.end };
    const pieces = piecesBetween(this.text, region, [], clean);
    this.blocks.push({ kind: 'paragraph', range: region, pieces });
    return /::\s*$/.test(this.lines[i - 1]!.text) ? this.behindLiteral(i, indent) : i;
  }

  /** Behind a literal block, which is indented deeper than the paragraph that announces it. */
  private behindLiteral(index: number, indent: number): number {
    let i = index;
    while (i < this.lines.length && isBlank(this.lines[i]!)) i++;
    if (i === index || i >= this.lines.length || indentOf(this.lines[i]!) <= indent) return index;
    return this.behindBody(i - 1, indent);
  }

  private image(index: number, column: number, kind: 'image' | 'figure', argument: string): number {
    const parts = [argument.trim()];
    let i = index + 1;
    const inBody = (line: Line | undefined) =>
      line !== undefined && !isBlank(line) && indentOf(line) > column;
    const isOption = (line: Line) => /^\s+:[\w-]+:(?:\s|$)/.test(line.text);
    while (inBody(this.lines[i]) && !isOption(this.lines[i]!)) parts.push(this.lines[i++]!.text.trim());
    const headEnd = this.lines[i - 1]!.start + this.lines[i - 1]!.text.trimEnd().length;
    const options: Option[] = [];
    while (inBody(this.lines[i]) && isOption(this.lines[i]!)) {
      const first = i++;
      const depth = indentOf(this.lines[first]!);
      while (inBody(this.lines[i]) && indentOf(this.lines[i]!) > depth) i++;
      options.push(this.option(first, i - 1, depth));
    }
    const optionsEnd = options.at(-1)?.valueRange.end ?? headEnd;
    const body = kind === 'figure' ? this.body(i, column) : [];
    const start = this.lines[index]!.start + column;
    this.references.push(
      this.makeReference({ start, end: optionsEnd }, kind, parts.join(''), column, headEnd, options, body),
    );
    // The caption and legend are read as paragraphs of their own.
    return i;
  }

  private option(first: number, last: number, indent: number): Option {
    const line = this.lines[first]!;
    const name = /^\s+:([\w-]+):/.exec(line.text)!;
    const nameEnd = line.start + name[0].length;
    const end = this.lines[last]!.start + this.lines[last]!.text.trimEnd().length;
    const gap = /^\s*/.exec(this.text.slice(nameEnd, end))![0].length;
    return { name: name[1]!.toLowerCase(), nameEnd, valueRange: { start: nameEnd + gap, end }, indent };
  }

  /** The paragraphs of a figure's body: caption, then legend. */
  private body(index: number, column: number): TextRange[] {
    const found: TextRange[] = [];
    for (let i = index; i < this.lines.length; ) {
      if (isBlank(this.lines[i]!)) {
        i++;
        continue;
      }
      if (indentOf(this.lines[i]!) <= column) break;
      const first = i;
      while (i < this.lines.length && !isBlank(this.lines[i]!)) i++;
      found.push({
        start: this.lines[first]!.start + indentOf(this.lines[first]!),
        end: this.lines[i - 1]!.end,
      });
    }
    return found;
  }

  private makeReference(
    range: TextRange,
    kind: 'image' | 'figure',
    source: string,
    column: number,
    headEnd: number,
    options: readonly Option[],
    body: readonly TextRange[],
  ): ImageReference {
    const valueFor = (name: string) => {
      const option = options.find((one) => one.name === name);
      return option && collapse(this.text.slice(option.valueRange.start, option.valueRange.end));
    };
    const alt = options.find((one) => one.name === 'alt');
    const value = valueFor('alt') ?? '';
    const link = valueFor('target');
    const [first] = body;
    const caption = first && collapse(clean(this.text.slice(first.start, first.end)));
    const indent = ' '.repeat(options[0]?.indent ?? column + 3);
    const write = (text: string): TextEdit[] => {
      const written = text === '' ? '' : ` ${text}`;
      return alt
        ? [{ start: alt.nameEnd, end: alt.valueRange.end, newText: written }]
        : [{ start: headEnd, end: headEnd, newText: `${this.newline}${indent}:alt:${written}` }];
    };
    return {
      syntax: 'directive',
      range,
      target: makeTarget(source, 'uri'),
      alt: {
        state: !alt ? 'absent' : value === '' ? 'empty' : 'text',
        value,
        ...(alt && { range: alt.valueRange }),
      },
      decorative: alt !== undefined && value === '',
      named: false,
      altExpected: true,
      ...(link && { link: { target: link, text: '' } }),
      ...(caption && { caption }),
      edits: {
        setAlt: (text) => write(normaliseAlt(text)),
        markDecorative: () => write(''),
        ...(this.canDescribe(range) && {
          addLongDescription: (text) => this.describe(range, kind, column, body, text),
        }),
      },
    };
  }

  /** A substitution stands within a line and can have nothing below it. */
  private canDescribe(range: TextRange): boolean {
    return !/^\.\.[ \t]+\|/.test(this.text.slice(range.start, range.end));
  }

  /** The caption of a figure that has none yet, otherwise its legend; an image becomes a figure. */
  private describe(
    range: TextRange,
    kind: 'image' | 'figure',
    column: number,
    body: readonly TextRange[],
    description: string,
  ): TextEdit[] {
    const indent = ' '.repeat(column + 3);
    const at = body.at(-1)?.end ?? range.end;
    const newText = paragraphsOfText(description)
      .map((one) => `${this.newline}${this.newline}${indent}${one.replace(/[*`|\\]/g, '\\$&')}`)
      .join('');
    const edits: TextEdit[] = [{ start: at, end: at, newText }];
    if (kind === 'image') {
      const start = this.text.indexOf('image::', range.start);
      edits.unshift({ start, end: start + 'image'.length, newText: 'figure' });
    }
    return edits;
  }
}

function isBlank(line: Line): boolean {
  return line.text.trim() === '';
}

function indentOf(line: Line): number {
  return /^\s*/.exec(line.text)![0].length;
}

/** Text without roles and inline marks. */
function clean(text: string): string {
  return text
    .replace(/:[\w:.+-]+:(?=`)/g, '')
    .replace(/`([^`<]*?)\s*<[^>]*>`__?/g, '$1')
    .replace(/``(.+?)``/g, '$1')
    .replace(/(?<!\w)(\*\*|\*|`|\|)(?=\S)(.+?)\1_{0,2}(?!\w)/g, '$2')
    .replace(/^[ \t]*(?:[-*+]|\d+\.|#\.)[ \t]+/gm, '');
}
