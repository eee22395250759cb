/** Markdown and MDX as syntax trees, with the place of each image's brackets. */
import type { Image, ImageReference, Nodes, Parents, Root } from 'mdast';
import {
  type CompileContext,
  type Extension,
  fromMarkdown,
  type Options,
  type Token,
} from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { TextRange } from '../types';

export type ImageNode = Image | ImageReference;

export interface MarkdownTree {
  readonly root: Root;
  /** The characters between `![` and `]`. */
  readonly labels: ReadonlyMap<Nodes, TextRange>;
}

export interface MarkdownExtensions {
  readonly syntax: NonNullable<Options['extensions']>;
  readonly tree: NonNullable<Options['mdastExtensions']>;
}

/** GitHub's extensions without bare addresses, which hold no images and cost a quarter of the time. */
const GITHUB_SYNTAX = [gfmTable(), gfmStrikethrough(), gfmFootnote()];
const GITHUB_TREE = [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown(), gfmFootnoteFromMarkdown()];

export function parseMarkdownTree(text: string, extra?: MarkdownExtensions): MarkdownTree {
  const labels = new Map<Nodes, TextRange>();
  const rememberLabels: Extension = {
    enter: {
      labelText(this: CompileContext, token: Token) {
        // The label's own fragment is on top of the stack, its image or link below.
        const node = this.stack.at(-2) as Nodes | undefined;
        if (node) labels.set(node, { start: token.start.offset, end: token.end.offset });
      },
    },
  };
  const root = fromMarkdown(text, {
    extensions: [...GITHUB_SYNTAX, frontmatter(['yaml', 'toml']), ...(extra?.syntax ?? [])],
    mdastExtensions: [
      ...GITHUB_TREE,
      frontmatterFromMarkdown(['yaml', 'toml']),
      rememberLabels,
      ...(extra?.tree ?? []),
    ],
  });
  return { root, labels };
}

export function rangeOf(node: Nodes): TextRange {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/** Every node with its parents, outermost first, in document order. */
export function* walk(node: Nodes, parents: readonly Parents[] = []): Generator<[Nodes, readonly Parents[]]> {
  yield [node, parents];
  if (!('children' in node)) return;
  const below = [...parents, node];
  for (const child of node.children) yield* walk(child, below);
}
