/**
 * The language-neutral picture of a document: where its images are, what they say, and how each can be
 * changed. Offsets are UTF-16 code units into the document's text, as in VS Code.
 */

export const DOCUMENT_LANGUAGES = [
  'markdown',
  'mdx',
  'html',
  'jsx',
  'vue',
  'svelte',
  'asciidoc',
  'restructuredtext',
  'typst',
  'latex',
  'org',
  'jupyter',
] as const;
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number];

export interface SourceDocument {
  readonly language: DocumentLanguage;
  readonly text: string;
  /** Absolute path, where the document has one. */
  readonly path?: string;
}

/** Half open: `[start, end)`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces `[start, end)` with `newText`; edits of one change never overlap. */
export interface TextEdit extends TextRange {
  readonly newText: string;
}

// ---------------------------------------------------------------- image references

/**
 * - `absent`: nothing was written;
 * - `empty`: an empty text was written on purpose, which hides the image from screen readers;
 * - `text`: what a person wrote, possibly only white space;
 * - `dynamic`: computed when the page is shown, so nothing is known about it.
 */
export type AltState = 'absent' | 'empty' | 'text' | 'dynamic';

export interface AltText {
  readonly state: AltState;
  /** The text as a reader gets it: entities and escapes decoded; '' unless `state` is `text`. */
  readonly value: string;
  /** The characters of the text in the document, without quotes; absent where there are none yet. */
  readonly range?: TextRange;
}

/**
 * - `path`: a file, relative to the document or to a root;
 * - `url`: on the network;
 * - `data`: a data URI;
 * - `attachment`: inside the document (notebooks), `value` is then a data URI;
 * - `dynamic`: computed when the page is shown.
 */
export type TargetKind = 'path' | 'url' | 'data' | 'attachment' | 'dynamic';

export interface ImageTarget {
  readonly kind: TargetKind;
  /** As the language understands it (escapes decoded); percent-encoding is kept for `uri` paths. */
  readonly value: string;
  /** `uri`: percent-encoded, may carry a query and a fragment; `literal`: a file name as it stands. */
  readonly form: 'uri' | 'literal';
  /** Folders to look in before the document's own, such as `:imagesdir:` or `\graphicspath`. */
  readonly bases?: readonly string[];
  /** Extensions to try where the name has none, such as LaTeX's `.pdf`, `.png`. */
  readonly extensions?: readonly string[];
}

export type ReferenceSyntax =
  | 'markdown'
  | 'element'
  | 'learn'
  | 'front-matter'
  | 'macro'
  | 'directive'
  | 'function'
  | 'command'
  | 'link';

/** Each makes the edits of one change; where one is missing, the language has no place for it there. */
export interface ReferenceEdits {
  readonly setAlt?: (alt: string) => TextEdit[];
  readonly markDecorative?: () => TextEdit[];
  readonly addLongDescription?: (text: string) => TextEdit[];
}

export interface ImageReference {
  readonly syntax: ReferenceSyntax;
  /** The whole reference: the tag, the macro, the directive with its options. */
  readonly range: TextRange;
  readonly target: ImageTarget;
  readonly alt: AltText;
  /** The document says that the image carries no information. */
  readonly decorative: boolean;
  /** Another accessible name stands in for the alt text (`aria-label`, `aria-labelledby`). */
  readonly named: boolean;
  /** Whether readers expect alt text here: false for hidden images and for front matter. */
  readonly altExpected: boolean;
  /** The link around the image, and the other text in it. */
  readonly link?: { readonly target: string; readonly text: string };
  /** The button around the image, and the other text on it. */
  readonly button?: { readonly text: string };
  readonly caption?: string;
  /** The id or address of a longer description that is there already. */
  readonly describedBy?: string;
  readonly edits: ReferenceEdits;
}

// ---------------------------------------------------------------- the text around

/** A run of text with the offset it came from, so that it can be told what stands before an image. */
export interface TextPiece {
  readonly start: number;
  readonly text: string;
}

export interface TextBlock {
  readonly kind: 'heading' | 'paragraph' | 'caption';
  readonly range: TextRange;
  readonly pieces: readonly TextPiece[];
}

export interface ParsedDocument {
  /** In document order. */
  readonly references: readonly ImageReference[];
  /** Headings and paragraphs in document order; inner ones after those that hold them. */
  readonly blocks: readonly TextBlock[];
  /** BCP 47, when the document says so. */
  readonly locale?: string;
}

// ---------------------------------------------------------------- changes

export type Change =
  | { readonly kind: 'set-alt'; readonly alt: string }
  | { readonly kind: 'mark-decorative' }
  | { readonly kind: 'add-long-description'; readonly text: string }
  /** Replaces the whole reference with markup of the document's own language. */
  | { readonly kind: 'replace'; readonly markup: string };

/** What each language family provides. */
export interface LanguageSupport {
  parse(text: string): ParsedDocument;
}
