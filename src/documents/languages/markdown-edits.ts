/** How an image in Markdown is changed. */
import type { Nodes, Parents } from 'mdast';
import { escapeAttribute, escapeMarkdown } from '../escape';
import { descriptionLabel, paragraphs } from '../long-description';
import { lineEnd, lineEnding, lineStart, nextLine, normaliseAlt } from '../text';
import type { ReferenceEdits, TextEdit, TextRange } from '../types';
import { type ImageNode, rangeOf } from './mdast';

interface MarkdownImage {
  readonly text: string;
  readonly node: ImageNode;
  readonly label: TextRange;
  readonly url: string;
  readonly parents: readonly Parents[];
  readonly mdx: boolean;
  /** In a table, where `|` ends a cell and nothing can be put below. */
  readonly table: boolean;
  readonly locale: string | undefined;
}

export function markdownEdits(image: MarkdownImage): ReferenceEdits {
  const flow = image.parents.findLast((one) => one.type === 'paragraph' || one.type === 'heading');
  return {
    setAlt: (alt) => setLabel(image, escapeMarkdown(normaliseAlt(alt), image)),
    markDecorative: () => (image.mdx ? markWithComment(image) : replaceWithElement(image)),
    ...(flow && !image.table && { addLongDescription: (text) => [describeBelow(image, flow, text)] }),
  };
}

/** In `![label][]` and `![label]` the text is the link's label as well, and has to stay that. */
function setLabel({ text, node, label }: MarkdownImage, written: string): TextEdit[] {
  const edits: TextEdit[] = [{ ...label, newText: written }];
  if (node.type !== 'imageReference' || node.referenceType === 'full') return edits;
  const name = text.slice(label.start, label.end);
  if (name === written) return [];
  const at = node.referenceType === 'collapsed' ? rangeOf(node).end - 1 : label.end + 1;
  const newText = node.referenceType === 'collapsed' ? name : `[${name}]`;
  return [...edits, { start: at, end: at, newText }];
}

/** `![](…)` is what people write when they forget, so an element says that it is meant. */
function replaceWithElement({ node, url, table }: MarkdownImage): TextEdit[] {
  const style = { pipes: table };
  const title = 'title' in node && node.title ? ` title="${escapeAttribute(node.title, '"', style)}"` : '';
  return [{ ...rangeOf(node), newText: `<img src="${escapeAttribute(url, '"', style)}" alt=""${title}>` }];
}

/** In MDX a bundler follows the address of `![](…)` but not that of an element. */
function markWithComment(image: MarkdownImage): TextEdit[] {
  const { end } = rangeOf(image.node);
  return [...setLabel(image, ''), { start: end, end, newText: '{/* decorative */}' }];
}

/** A `details` element below the paragraph, inside the same quotes and lists. */
function describeBelow({ text, mdx, locale }: MarkdownImage, flow: Nodes, description: string): TextEdit {
  const { start, end } = rangeOf(flow);
  const newline = lineEnding(text);
  const prefix = text
    .slice(lineStart(text, start), start)
    .replace(/\[[ xX]\][ \t]/, '')
    .replace(/[^\s>]/g, ' ');
  const lines = [
    '',
    '<details>',
    `<summary>${descriptionLabel(locale)}</summary>`,
    ...paragraphs(description).flatMap((one) => ['', startPlainly(escapeMarkdown(one, { mdx }))]),
    '',
    '</details>',
  ];
  const at = lineEnd(text, end);
  const next = nextLine(text, at);
  const blankFollows = text.slice(next, lineEnd(text, next)).replace(/[\s>]/g, '') === '';
  if (!blankFollows) lines.push('');
  return {
    start: at,
    end: at,
    newText: lines.map((line) => newline + (line === '' ? prefix.trimEnd() : prefix + line)).join(''),
  };
}

/** Keeps the first character from making a heading, a list or a quote. */
function startPlainly(text: string): string {
  return text.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2').replace(/^[#>+=|:-]/, '\\$&');
}
