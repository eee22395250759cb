/** Markdown: CommonMark with GitHub's extensions, front matter, raw HTML and Microsoft Learn's images. */
import type { Definition, Html, Nodes, Parents, Root } from 'mdast';
import type { MarkupElement, MarkupNode } from '../markup';
import { findMarkupBlocks } from '../markup-blocks';
import { findMarkupImages, surroundings } from '../markup-images';
import { makeTarget } from '../target';
import { blank, collapse, contains } from '../text';
import type {
  ImageReference,
  LanguageSupport,
  ParsedDocument,
  TextBlock,
  TextPiece,
  TextRange,
} from '../types';
import { parseHtml } from './html';
import { findLearnImages } from './learn-image';
import { markdownEdits } from './markdown-edits';
import { type ImageNode, type MarkdownTree, parseMarkdownTree, rangeOf, walk } from './mdast';
import { parseFrontMatter } from './yaml-front-matter';

export const markdown: LanguageSupport = {
  parse(text) {
    const tree = parseMarkdownTree(withoutTail(text));
    return readMarkdown(text, tree, htmlIn(text, tree.root), false);
  },
};

/** Long enough for the sentence behind the last image. */
const TAIL_LENGTH = 2000;
const LAST_IMAGE = /!\[|<(?:img|image|input|amp-img|figcaption)\b|:::[ \t]*image/gi;
/** Link definitions, and the lines that could close what is open where the tail begins. */
const KEPT = /^[ >]*\[[^\]]+\]:|^[\s>*+\d.)-]*(?:`{3}|~{3})|-->|<\/(?:pre|script|style|textarea)>/i;

/**
 * Most images stand at the top of long documents. Behind the last of them only definitions matter, so what
 * is not needed there is not parsed; offsets before it stay.
 */
function withoutTail(text: string): string {
  let last = 0;
  for (const match of text.matchAll(LAST_IMAGE)) last = match.index;
  const cut = /\r?\n[ \t]*\r?\n/.exec(text.slice(last + TAIL_LENGTH));
  if (!cut) return text;
  const end = last + TAIL_LENGTH + cut.index + cut[0].length;
  const kept = text
    .slice(end)
    .split('\n')
    .filter((line) => KEPT.test(line));
  return text.slice(0, end) + kept.join('\n');
}

/** @param elements the raw HTML, or in MDX the JSX, of the document */
export function readMarkdown(
  text: string,
  tree: MarkdownTree,
  elements: readonly MarkupNode[],
  mdx: boolean,
): ParsedDocument {
  const definitions = new Map<string, Definition>();
  const images: [ImageNode, readonly Parents[]][] = [];
  const code: TextRange[] = [];
  const tables: TextRange[] = [];
  const blocks: TextBlock[] = [];
  let front: ReturnType<typeof parseFrontMatter> | undefined;
  for (const [node, parents] of walk(tree.root)) {
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node);
    else if (node.type === 'image' || node.type === 'imageReference') images.push([node, parents]);
    else if (node.type === 'code' || node.type === 'inlineCode' || node.type === 'html')
      code.push(rangeOf(node));
    else if (node.type === 'table') tables.push(rangeOf(node));
    else if (node.type === 'yaml') front = parseFrontMatter(node.value, text.indexOf('\n') + 1);
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
      blocks.push({
        kind: node.type === 'heading' ? 'heading' : 'paragraph',
        range: rangeOf(node),
        pieces: piecesOf(node),
      });
    }
  }
  const locale = front?.locale;
  const inTable = (offset: number) => tables.some((table) => table.start <= offset && offset < table.end);
  const references = images.flatMap(([node, parents]) => {
    const label = tree.labels.get(node);
    const definition = node.type === 'imageReference' ? definitions.get(node.identifier) : undefined;
    const url = node.type === 'image' ? node.url : definition?.url;
    if (!label || url === undefined) return [];
    const around = surroundings(elementsAround(elements, rangeOf(node)));
    const edits = markdownEdits({
      text,
      node,
      label,
      url,
      parents,
      mdx,
      table: inTable(label.start),
      locale,
    });
    return [makeReference(text, node, label, url, parents, around, edits)];
  });
  references.push(
    ...findMarkupImages(elements, {
      text,
      braces: false,
      textBraces: mdx,
      fragments: mdx,
      pipes: inTable,
      ...(locale && { locale }),
    }),
    ...(/:::[ \t]*image\s/.test(text) ? findLearnImages(text, code) : []),
    ...(front?.references ?? []),
  );
  blocks.push(...findMarkupBlocks(elements, false));
  return {
    references: references.sort((a, b) => a.range.start - b.range.start),
    blocks: blocks.filter((block) => block.pieces.length > 0).sort((a, b) => a.range.start - b.range.start),
    ...(locale && { locale }),
  };
}

function makeReference(
  text: string,
  node: ImageNode,
  label: TextRange,
  url: string,
  parents: readonly Parents[],
  around: Pick<ImageReference, 'link' | 'button' | 'caption'>,
  edits: ImageReference['edits'],
): ImageReference {
  const written = text.slice(label.start, label.end);
  // The tree drops white space at the edges, which is just what a check wants to see.
  const value = node.alt || (written.trim() === '' ? written : '');
  const link = linkAround(node, parents) ?? around.link;
  const caption = around.caption ?? captionAfter(node, parents);
  return {
    syntax: 'markdown',
    range: rangeOf(node),
    target: makeTarget(url, 'uri'),
    // Nothing between the brackets says as little as no brackets at all would.
    alt: { state: value === '' ? 'absent' : 'text', value, range: label },
    decorative: isMarkedDecorative(node, parents),
    named: false,
    altExpected: true,
    ...(link && { link }),
    ...(around.button && { button: around.button }),
    ...(caption && { caption }),
    edits,
  };
}

function linkAround(node: ImageNode, parents: readonly Parents[]): ImageReference['link'] {
  const link = parents.findLast((one) => one.type === 'link' || one.type === 'linkReference');
  if (!link) return undefined;
  const parts: string[] = [];
  for (const [inner] of walk(link)) {
    if (inner === node) continue;
    if (inner.type === 'text' || inner.type === 'inlineCode') parts.push(inner.value);
    else if (inner.type === 'image' || inner.type === 'imageReference') parts.push(inner.alt ?? '');
  }
  return { target: link.type === 'link' ? link.url : '', text: collapse(parts.join(' ')) };
}

/** A comment that says `decorative` right behind the image. */
function isMarkedDecorative(node: ImageNode, parents: readonly Parents[]): boolean {
  const siblings: readonly Nodes[] = parents.at(-1)?.children ?? [];
  const next = siblings[siblings.indexOf(node) + 1];
  if (!next || !('value' in next)) return false;
  return /^\s*(?:<!--\s*decorative\s*-->|\/\*\s*decorative\s*\*\/)\s*$/i.test(next.value);
}

/** Text in emphasis that ends the image's paragraph, or is the whole of the next. */
function captionAfter(node: ImageNode, parents: readonly Parents[]): string | undefined {
  const at = parents.findIndex((one) => one.type === 'paragraph');
  const paragraph = parents[at];
  if (!paragraph) return undefined;
  const inside = meaningful(paragraph.children);
  const position = inside.findIndex((one) => one === node || parents.includes(one as Parents));
  if (position !== 0) return undefined;
  if (inside.length === 2) return emphasised(inside[1]);
  const siblings: readonly Nodes[] = parents[at - 1]?.children ?? [];
  const next = siblings[siblings.indexOf(paragraph) + 1];
  if (inside.length !== 1 || next?.type !== 'paragraph') return undefined;
  const alone = meaningful(next.children);
  return alone.length === 1 ? emphasised(alone[0]) : undefined;
}

function meaningful(nodes: readonly Nodes[]): Nodes[] {
  return nodes.filter((node) => node.type !== 'break' && !(node.type === 'text' && node.value.trim() === ''));
}

function emphasised(node: Nodes | undefined): string | undefined {
  return node?.type === 'emphasis'
    ? collapse(
        piecesOf(node)
          .map((piece) => piece.text)
          .join(''),
      )
    : undefined;
}

function piecesOf(node: Nodes): TextPiece[] {
  const pieces: TextPiece[] = [];
  for (const [inner] of walk(node)) {
    if (inner.type === 'text' || inner.type === 'inlineCode') {
      pieces.push({ start: rangeOf(inner).start, text: inner.value });
    } else if (inner.type === 'break') pieces.push({ start: rangeOf(inner).start, text: ' ' });
  }
  return pieces;
}

// ---------------------------------------------------------------- raw HTML

/**
 * The raw HTML of the whole document as one tree, so that `<figure>` and `<a>` hold the Markdown between
 * their tags. All that is neither HTML nor text is blanked out, and offsets stay.
 */
function htmlIn(text: string, root: Root): MarkupNode[] {
  let masked = '';
  let at = 0;
  let any = false;
  const keep = (range: TextRange, content: string) => {
    masked += blank(text.slice(at, range.start)) + content;
    at = range.end;
  };
  for (const [node, parents] of walk(root)) {
    if (node.type !== 'html' && node.type !== 'text') continue;
    const range = rangeOf(node);
    if (range.start < at) continue;
    const source = text.slice(range.start, range.end);
    if (node.type === 'html') any = true;
    keep(
      range,
      node.type === 'html' ? withoutQuoteMarks(node, parents, source) : source.replace(/[<&]/g, ' '),
    );
  }
  if (!any) return [];
  return parseHtml(masked + blank(text.slice(at)), {}).filter((node) => node.kind === 'element');
}

/** Lines of HTML inside a block quote start with `>`, which is not part of the HTML. */
function withoutQuoteMarks(node: Html, parents: readonly Parents[], source: string): string {
  const depth = parents.filter((one) => one.type === 'blockquote').length;
  if (depth === 0 || !node.value.includes('\n')) return source;
  const marks = new RegExp(`(\\n)((?:[ \\t]*>){1,${depth}})`, 'g');
  return source.replace(marks, (_, newline: string, prefix: string) => newline + blank(prefix));
}

function elementsAround(nodes: readonly MarkupNode[], range: TextRange): MarkupElement[] {
  const found: MarkupElement[] = [];
  for (let level = nodes; ; ) {
    const next: MarkupElement | undefined = level.find(
      (node): node is MarkupElement => node.kind === 'element' && contains(node.range, range),
    );
    if (!next) return found;
    found.push(next);
    level = next.children;
  }
}
