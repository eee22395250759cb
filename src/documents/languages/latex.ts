/** LaTeX: `\includegraphics[alt={…}]{…}`, read with unified-latex, which knows comments and verbatim text. */
import { parse } from '@unified-latex/unified-latex-util-parse';
import { escapeLatex, unescapeLatex } from '../escape';
import { paragraphs as paragraphsOfText } from '../long-description';
import { makeTarget } from '../target';
import {
  collapse,
  contains,
  lineEnding,
  lineStart,
  normaliseAlt,
  paragraphsOf,
  piecesBetween,
  splitLines,
} from '../text';
import type {
  ImageReference,
  LanguageSupport,
  ReferenceEdits,
  TextBlock,
  TextEdit,
  TextRange,
} from '../types';
import { type LatexArguments, type LatexOption, readArguments, readOptions } from './latex-arguments';
import { findLocale } from './latex-locale';

/** What unified-latex's nodes have in common, as far as it is needed here. */
interface LatexNode {
  readonly type: string;
  readonly content?: string | readonly LatexNode[];
  readonly env?: string;
  readonly args?: readonly { readonly content: readonly LatexNode[] }[];
  readonly position?: {
    readonly start: { readonly offset: number };
    readonly end: { readonly offset: number };
  };
}

interface FoundMacro {
  readonly name: string;
  /** The macro with its arguments. */
  readonly range: TextRange;
  readonly args: LatexArguments;
}

const WANTED =
  /^(?:includegraphics|caption|captionof|subfloat|subcaptionbox|href|hyperref|hyperlink|graphicspath|(?:sub)*section|chapter|part|paragraph|title)$/;
const EXTENSIONS = ['.pdf', '.png', '.jpg', '.jpeg', '.eps', '.svg', '.PDF', '.PNG', '.JPG', '.JPEG'];

export const latex: LanguageSupport = {
  parse(text) {
    const macros: FoundMacro[] = [];
    const figures: TextRange[] = [];
    collect(parse(text) as unknown as LatexNode, text, macros, figures);
    macros.sort((a, b) => a.range.start - b.range.start);
    const bases = macros
      .filter((macro) => macro.name === 'graphicspath')
      .flatMap((macro) =>
        [...(macro.args.required[0]?.text ?? '').matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!),
      );
    const images = macros.filter(
      (macro) => macro.name === 'includegraphics' && macro.args.required.length > 0,
    );
    const locale = findLocale(text);
    return {
      references: images.map((image) => makeReference(image, macros, figures, bases, text)),
      blocks: findBlocks(text, macros, figures),
      ...(locale && { locale }),
    };
  },
};

function collect(node: LatexNode, text: string, macros: FoundMacro[], figures: TextRange[]): void {
  if (
    node.type === 'macro' &&
    typeof node.content === 'string' &&
    WANTED.test(node.content) &&
    node.position
  ) {
    const start = node.position.start.offset;
    const args = readArguments(text, node.position.end.offset);
    macros.push({ name: node.content, range: { start, end: args.end }, args });
  }
  if (
    /^(?:environment|mathenv)$/.test(node.type) &&
    /figure|^wrap|^SC|^sidewaysfig/.test(node.env ?? '') &&
    node.position
  ) {
    figures.push({ start: node.position.start.offset, end: node.position.end.offset });
  }
  if (Array.isArray(node.content))
    for (const one of node.content as LatexNode[]) collect(one, text, macros, figures);
  for (const argument of node.args ?? [])
    for (const one of argument.content) collect(one, text, macros, figures);
}

function makeReference(
  image: FoundMacro,
  macros: readonly FoundMacro[],
  figures: readonly TextRange[],
  bases: readonly string[],
  text: string,
): ImageReference {
  const path = collapse(image.args.required[0]!.text);
  const options = image.args.optional ? readOptions(text, image.args.optional) : [];
  // Corners in brackets, the form before LaTeX 2ε's keys, take no alt text.
  const foreign = options.length === 0 && (image.args.optional?.text.trim() ?? '') !== '';
  const alt = options.find((one) => one.name === 'alt');
  const artifact = options.some((one) => one.name === 'artifact' && one.value.trim() !== 'false');
  const around = macros.filter((macro) => macro !== image && contains(macro.range, image.range));
  const link = around.findLast((macro) => /^hyper|^href$/.test(macro.name));
  const linkText = link?.args.required.at(-1);
  const figure = figures.filter((range) => contains(range, image.range)).at(-1);
  const caption = captionOf(image, around, figure, figures, macros);
  const value = alt ? collapse(unescapeLatex(alt.value)) : '';
  const computed =
    alt !== undefined &&
    /\\[A-Za-z]+(?<!\\text(?:backslash|asciitilde|asciicircum))(?![A-Za-z])|(?<!\\)#\d/.test(alt.value);
  const state = !alt ? 'absent' : computed ? 'dynamic' : value === '' ? 'empty' : 'text';
  return {
    syntax: 'command',
    range: image.range,
    target: makeTarget(/[\\#]/.test(path) ? '' : path.replace(/^"(.*)"$/, '$1'), 'literal', {
      extensions: EXTENSIONS,
      ...(bases.length > 0 && { bases }),
    }),
    alt: { state, value: state === 'text' ? value : '', ...(alt && { range: alt.innerRange }) },
    decorative: artifact || state === 'empty',
    named: options.some((one) => one.name === 'actualtext'),
    altExpected: true,
    ...(link && {
      link: {
        target: link.args.required.length > 1 ? link.args.required[0]!.text : '',
        text: linkText
          ? collapse(
              clean(
                text.slice(linkText.range.start, image.range.start) +
                  text.slice(image.range.end, linkText.range.end),
              ),
            )
          : '',
      },
    }),
    ...(caption && { caption }),
    edits: makeEdits(
      image,
      options,
      alt,
      state === 'dynamic' || foreign,
      figure,
      caption !== undefined,
      text,
    ),
  };
}

/** The caption of the subfigure where there is one, otherwise of the figure itself. */
function captionOf(
  image: FoundMacro,
  around: readonly FoundMacro[],
  figure: TextRange | undefined,
  figures: readonly TextRange[],
  macros: readonly FoundMacro[],
): string | undefined {
  const float = around.findLast((macro) => /^sub(?:float|captionbox)$/.test(macro.name));
  const title = float?.name === 'subfloat' ? float.args.optional?.text : float?.args.required[0]?.text;
  if (title) return collapse(clean(title));
  for (let area = figure; area; ) {
    const within = area;
    const inner = figures.filter(
      (one) => one !== within && contains(within, one) && !contains(one, image.range),
    );
    const caption = macros.find(
      (macro) =>
        macro.name === 'caption' &&
        contains(within, macro.range) &&
        !inner.some((one) => contains(one, macro.range)),
    );
    if (caption?.args.required[0]) return collapse(clean(caption.args.required[0].text));
    area = figures.filter((one) => one !== within && contains(one, within)).at(-1);
  }
  return undefined;
}

function makeEdits(
  image: FoundMacro,
  options: readonly LatexOption[],
  alt: LatexOption | undefined,
  fixed: boolean,
  figure: TextRange | undefined,
  captioned: boolean,
  text: string,
): ReferenceEdits {
  const { optional } = image.args;
  const insert = (item: string): TextEdit[] => {
    const last = options.at(-1);
    const at = last ? last.range.end : optional ? optional.range.start : image.args.start;
    const newText = last ? `,${item}` : optional ? item : `[${item}]`;
    return [{ start: at, end: at, newText }];
  };
  const artifact = options.find((one) => one.name === 'artifact');
  const setAlt = (value: string): TextEdit[] => {
    const written = escapeLatex(normaliseAlt(value));
    if (!alt && artifact) return [{ ...artifact.range, newText: `alt={${written}}` }];
    if (!alt) return insert(`alt={${written}}`);
    return [{ ...alt.innerRange, newText: alt.braced ? written : `${alt.hasValue ? '' : '='}{${written}}` }];
  };
  return {
    ...(!fixed && {
      setAlt,
      markDecorative: () =>
        artifact ? [] : alt ? [{ ...alt.range, newText: 'artifact' }] : insert('artifact'),
    }),
    ...(figure &&
      !captioned && { addLongDescription: (description) => [addCaption(image, description, text)] }),
  };
}

function addCaption(image: FoundMacro, description: string, text: string): TextEdit {
  const at = image.range.end;
  const start = lineStart(text, image.range.start);
  const indent = /^[ \t]*/.exec(text.slice(start, image.range.start))![0];
  const caption = paragraphsOfText(description).map(escapeLatex).join(' ');
  return { start: at, end: at, newText: `${lineEnding(text)}${indent}\\caption{${caption}}` };
}

// ---------------------------------------------------------------- the text around

function findBlocks(text: string, macros: readonly FoundMacro[], figures: readonly TextRange[]): TextBlock[] {
  const headings = macros.filter((macro) => /section$|^(?:chapter|part|title)$/.test(macro.name));
  const holes = [
    ...figures,
    ...headings.map((one) => one.range),
    ...macros.filter((one) => one.name === 'includegraphics').map((one) => one.range),
  ];
  const blocks: TextBlock[] = headings.flatMap((macro) => {
    const title = macro.args.required[0];
    return title
      ? [
          {
            kind: 'heading' as const,
            range: macro.range,
            pieces: [{ start: title.range.start, text: clean(title.text) }],
          },
        ]
      : [];
  });
  for (const lines of paragraphsOf(splitLines(text))) {
    const range = { start: lines[0]!.start, end: lines.at(-1)!.end };
    const pieces = piecesBetween(text, range, holes, clean);
    if (pieces.length > 0) blocks.push({ kind: 'paragraph', range, pieces });
  }
  return blocks.sort((a, b) => a.range.start - b.range.start);
}

/** Text without commands, comments and braces. */
function clean(text: string): string {
  return text
    .replace(/(?<!\\)%.*$/gm, '')
    .replace(
      /\\(?:begin|end|label|ref|eqref|autoref|cref|Cref|cite[a-z]*|usepackage|documentclass|input|include|vspace|hspace|includegraphics)\*?(?:\[[^\]]*\])*(?:\{[^{}]*\})*/g,
      '',
    )
    .replace(/\\[A-Za-z]+\*?(?:\[[^\]]*\])?/g, ' ')
    .replace(/\\([#$%&_{}])/g, '$1')
    .replace(/~/g, ' ')
    .replace(/[{}]|\\\\/g, '')
    .replace(/``|''/g, '"');
}
