/** A Mermaid diagram in documents: as each language embeds one, below the picture it was read from or in its place. */
import { blockWriter, type DocumentText, eachLine, place } from './block-place';
import type { DocumentLanguage, ImageReference, TextEdit } from './types';

export const DIAGRAM_PLACEMENTS = ['below', 'replace', 'replace-with-comment'] as const;
export type DiagramPlacement = (typeof DIAGRAM_PLACEMENTS)[number];

interface Notation {
  readonly block: (mermaid: string) => string;
  /** The text as a comment; where `inline` is true, also within a line. */
  readonly comment: (text: string) => string;
  readonly inline: boolean;
  /** Whether a comment or a block ends only with a blank line. */
  readonly blankLines: boolean;
}

const fenced = (mermaid: string): string => {
  const longest = Math.max(2, ...(mermaid.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}mermaid\n${mermaid}\n${fence}`;
};

const htmlComment = (text: string): string => `<!-- ${text.replace(/--(!?)>/g, '--$1&gt;')} -->`;

const MARKDOWN: Notation = { block: fenced, comment: htmlComment, inline: true, blankLines: false };

/** Languages without an entry have no place for Mermaid. */
const NOTATIONS: Partial<Readonly<Record<DocumentLanguage, Notation>>> = {
  markdown: MARKDOWN,
  mdx: { ...MARKDOWN, comment: (text) => `{/* ${text.replaceAll('*/', '* /')} */}` },
  html: {
    block: (mermaid) =>
      `<pre class="mermaid">\n${mermaid.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}\n</pre>`,
    comment: htmlComment,
    inline: true,
    blankLines: false,
  },
  asciidoc: {
    block: (mermaid) => `[mermaid]\n....\n${mermaid}\n....`,
    comment: (text) => eachLine(text, '// '),
    inline: false,
    blankLines: true,
  },
  restructuredtext: {
    block: (mermaid) => `.. mermaid::\n\n${eachLine(mermaid, '   ')}`,
    comment: (text) => `..\n${eachLine(text, '   ')}`,
    inline: false,
    blankLines: true,
  },
  org: {
    block: (mermaid) => `#+begin_src mermaid\n${mermaid}\n#+end_src`,
    comment: (text) => eachLine(text, '# '),
    inline: false,
    blankLines: false,
  },
};

/** The diagram as the language embeds it; as it is where the language is not known or has no place for it. */
export function diagramBlock(language: DocumentLanguage | undefined, mermaid: string): string {
  const source = mermaid.trimEnd();
  return (language && NOTATIONS[language]?.block(source)) ?? source;
}

/** Where the diagram can go; nowhere in languages that have no place for it. */
export function diagramPlacements(
  document: DocumentText,
  reference: ImageReference,
): readonly DiagramPlacement[] {
  const notation = NOTATIONS[document.language];
  if (!notation || reference.syntax === 'front-matter') return [];
  // What stands in a link or in a button has a purpose a diagram would not serve.
  if (reference.link || reference.button) return ['below'];
  return notation.inline || place(document, reference).alone ? DIAGRAM_PLACEMENTS : ['below'];
}

/** The edits that put the diagram there; undefined for a placement that is not offered. */
export function placeDiagram(
  document: DocumentText,
  reference: ImageReference,
  mermaid: string,
  placement: DiagramPlacement,
): TextEdit[] | undefined {
  const notation = NOTATIONS[document.language];
  if (!notation || !diagramPlacements(document, reference).includes(placement)) return undefined;
  const { text } = document;
  const { start, end, indent, alone } = place(document, reference);
  const { newline, written, below } = blockWriter(document, reference);
  const block = notation.block(mermaid.trimEnd());
  if (placement === 'below') return [below(block)];
  const original = text.slice(start, end).replaceAll('\r\n', '\n');
  const comment = placement === 'replace' ? '' : notation.comment(original);
  if (!alone) return [{ start, end, newText: comment.replaceAll('\n', newline) }, below(block)];
  const between = comment === '' ? '' : notation.blankLines ? newline + newline : newline;
  // The first line's indentation is there already.
  const newText = (written(comment) + between + written(block)).slice(indent.length);
  return [{ start, end, newText }];
}
