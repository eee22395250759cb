/** Finding image references with the parser of the document's language, and making the edits of a change. */
import { relocate } from './text';
import type {
  Change,
  DocumentLanguage,
  ImageReference,
  LanguageSupport,
  ParsedDocument,
  SourceDocument,
  TextEdit,
} from './types';

/** Parsers are loaded when a document of their language is met first. */
const LOADERS: Readonly<Record<DocumentLanguage, () => Promise<LanguageSupport>>> = {
  markdown: async () => (await import('./languages/markdown')).markdown,
  mdx: async () => (await import('./languages/mdx')).mdx,
  html: async () => (await import('./languages/html')).html,
  jsx: async () => (await import('./languages/jsx')).jsx,
  vue: async () => (await import('./languages/vue')).vue,
  svelte: async () => (await import('./languages/svelte')).svelte,
  asciidoc: async () => (await import('./languages/asciidoc')).asciidoc,
  restructuredtext: async () => (await import('./languages/restructuredtext')).restructuredtext,
  typst: async () => (await import('./languages/typst')).typst,
  latex: async () => (await import('./languages/latex')).latex,
  org: async () => (await import('./languages/org')).org,
  jupyter: async () => (await import('./languages/jupyter')).jupyter,
};

/**
 * What every document with an image of its language has in it somewhere; documents without it, most of a
 * project's, need no parser.
 */
const HINTS: Readonly<Record<DocumentLanguage, RegExp>> = {
  markdown: /!\[|<(?:img|image|input|amp-img)\b|:::[ \t]*image|^\ufeff?---\r?\n/i,
  mdx: /!\[|<[A-Za-z]|^\ufeff?---\r?\n/i,
  html: /<(?:img|image|input|amp-img)\b|<[\w-]*(?:img|image)\b/i,
  jsx: /<[\w.:]*(?:img|image|input|picture)\b/i,
  vue: /<[\w.:-]*(?:img|image|input|picture)\b/i,
  svelte: /<[\w.:-]*(?:img|image|input|picture)\b/i,
  asciidoc: /image:/,
  restructuredtext: /(?:image|figure)::/,
  typst: /image\s*\(/,
  latex: /\\includegraphics/,
  org: /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|tiff?|heic)/i,
  jupyter: /!\[|<(?:img|image|input)\b/i,
};

const EMPTY: ParsedDocument = { references: [], blocks: [] };

/** Never throws for a document that is incomplete or wrong: it then finds what can be told. */
export async function parseDocument(document: SourceDocument): Promise<ParsedDocument> {
  if (!HINTS[document.language].test(document.text)) return EMPTY;
  const support = await LOADERS[document.language]();
  if (!document.text.startsWith('\ufeff')) return support.parse(document.text);
  const shifted = support.parse(document.text.slice(1));
  return relocate(shifted, (range) => ({ start: range.start + 1, end: range.end + 1 }));
}

export async function find(document: SourceDocument): Promise<readonly ImageReference[]> {
  return (await parseDocument(document)).references;
}

/** The edits that make a change; undefined where the language has no place for it there. */
export function edit(reference: ImageReference, change: Change): TextEdit[] | undefined {
  const { setAlt, markDecorative, addLongDescription } = reference.edits;
  switch (change.kind) {
    case 'set-alt':
      return setAlt?.(change.alt);
    case 'mark-decorative':
      return markDecorative?.();
    case 'add-long-description':
      return addLongDescription?.(change.text);
    case 'replace':
      return [{ ...reference.range, newText: change.markup }];
  }
}
