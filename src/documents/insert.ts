/** Markup for a new image in each language. */
import {
  escapeAttribute,
  escapeLatex,
  escapeMarkdown,
  escapeMarkup,
  escapeTypstMarkup,
  escapeTypstString,
} from './escape';
import { writeAttributeValue } from './languages/asciidoc-attributes';
import { normaliseAlt } from './text';
import type { DocumentLanguage, TextRange } from './types';

export interface NewImage {
  /** As it is written in the document: relative, with forward slashes, not encoded. */
  readonly path: string;
  readonly alt: string;
  readonly caption?: string;
}

export interface InsertPlace {
  /** Whether the image stands on a line of its own; true unless told. */
  readonly block?: boolean;
  /** White space before the line, for markup of more than one line. */
  readonly indent?: string;
  readonly newline?: string;
}

export interface ImageMarkup {
  readonly text: string;
  /** The alt text in `text`, to select for editing. */
  readonly altRange: TextRange;
}

/** `learn` is Microsoft Learn's form in Markdown. */
export type MarkupForm = DocumentLanguage | 'learn';

/** What comes before the alt text, the alt text as the language writes it, and what comes after. */
type Parts = readonly [before: string, alt: string, after: string];

export function insertMarkup(form: MarkupForm, image: NewImage, place: InsertPlace = {}): ImageMarkup {
  const { indent = '', newline = '\n' } = place;
  const alt = normaliseAlt(image.alt);
  const caption = image.caption === undefined ? '' : normaliseAlt(image.caption);
  const parts = write(form, { path: image.path, alt, caption }, place.block ?? true);
  const [before, written, after] = parts.map((part) => part.replaceAll('\n', newline + indent)) as [
    string,
    string,
    string,
  ];
  return {
    text: before + written + after,
    altRange: { start: before.length, end: before.length + written.length },
  };
}

function write(form: MarkupForm, image: Required<NewImage>, block: boolean): Parts {
  switch (form) {
    case 'markdown':
    case 'jupyter':
      return markdown(image, false, block);
    case 'mdx':
      return markdown(image, true, block);
    case 'learn':
      return [
        `:::image type="content" source="${encodeSpaces(image.path)}" alt-text="`,
        image.alt.replace(/&(?=(?:quot|#39|amp);)/g, '&amp;').replaceAll('"', '&quot;'),
        '":::',
      ];
    case 'html':
    case 'vue':
      return element(image, '>', false, block);
    case 'jsx':
      return element(image, ' />', false, block);
    case 'svelte':
      return element(image, ' />', true, block);
    case 'asciidoc':
      return asciidoc(image, block);
    case 'restructuredtext':
      return [
        `.. ${image.caption ? 'figure' : 'image'}:: ${encodeSpaces(image.path)}\n   :alt: `,
        image.alt,
        image.caption ? `\n\n   ${image.caption.replace(/[*`|\\]/g, '\\$&')}` : '',
      ];
    case 'typst':
      return typst(image);
    case 'latex':
      return latex(image, block);
    case 'org':
      return [
        `${image.caption ? `#+CAPTION: ${image.caption}\n` : ''}#+ATTR_HTML: :alt `,
        image.alt.replace(/(?<=\s|^):[\w-]+(?=\s|$)/g, '"$&"'),
        `\n[[file:${image.path.replace(/[[\]\\]/g, '\\$&')}]]`,
      ];
  }
}

function markdown({ path, alt, caption }: Required<NewImage>, mdx: boolean, block: boolean): Parts {
  const below = caption && block ? `\n\n*${escapeMarkdown(caption, { mdx })}*` : '';
  return ['![', escapeMarkdown(alt, { mdx }), `](${markdownAddress(path)})${below}`];
}

/** Without angle brackets, which some renderers do not know. */
function markdownAddress(path: string): string {
  const encoded = encodeSpaces(path).replace(/[<>\\^`{|}]/g, encodeURIComponent);
  return balanced(encoded) ? encoded : encoded.replace(/\(/g, '%28').replace(/\)/g, '%29');
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** In an address, `%`, `?` and `#` mean something, and white space ends it. */
function encodeSpaces(path: string): string {
  return path.replace(/[%?#]/g, encodeURIComponent).replace(/\s/g, (space) => encodeURIComponent(space));
}

function element(
  { path, alt, caption }: Required<NewImage>,
  end: string,
  braces: boolean,
  block: boolean,
): Parts {
  const source = escapeAttribute(encodeSpaces(path), '"', { braces });
  const written = escapeAttribute(alt, '"', { braces });
  const image: Parts = [`<img src="${source}" alt="`, written, `"${end}`];
  if (!caption || !block) return image;
  const text = escapeMarkup(caption, { braces: braces || end === ' />' });
  return [`<figure>\n  ${image[0]}`, written, `${image[2]}\n  <figcaption>${text}</figcaption>\n</figure>`];
}

function asciidoc({ path, alt, caption }: Required<NewImage>, block: boolean): Parts {
  const written = writeAttributeValue(alt, '', !block);
  const quoted = written.startsWith('"') && written.endsWith('"') && written.length > 1;
  const inner = alt === '' ? '' : quoted ? written.slice(1, -1) : written;
  const quote = quoted && alt !== '' ? '"' : '';
  const title = caption && block ? `.${caption}\n` : '';
  return [`${title}image:${block ? ':' : ''}${encodeSpaces(path)}[${quote}`, inner, `${quote}]`];
}

function typst({ path, alt, caption }: Required<NewImage>): Parts {
  const start = `image("${escapeTypstString(path)}", alt: "`;
  if (!caption) return [`#${start}`, escapeTypstString(alt), '")'];
  return [
    `#figure(\n  ${start}`,
    escapeTypstString(alt),
    `"),\n  caption: [${escapeTypstMarkup(caption)}],\n)`,
  ];
}

function latex({ path, alt, caption }: Required<NewImage>, block: boolean): Parts {
  const command: Parts = ['\\includegraphics[width=\\linewidth,alt={', escapeLatex(alt), `}]{${path}}`];
  if (!block) return [command[0].replace('width=\\linewidth,', ''), command[1], command[2]];
  const below = caption ? `\n  \\caption{${escapeLatex(caption)}}` : '';
  return [
    `\\begin{figure}\n  \\centering\n  ${command[0]}`,
    command[1],
    `${command[2]}${below}\n\\end{figure}`,
  ];
}
