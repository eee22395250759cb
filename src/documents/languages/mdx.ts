/** MDX: Markdown with JSX in place of HTML. */
import type { Nodes } from 'mdast';
import { type MdxJsxFlowElement, type MdxJsxTextElement, mdxFromMarkdown } from 'mdast-util-mdx';
import { mdxjs } from 'micromark-extension-mdxjs';
import { type MarkupAttribute, type MarkupElement, type MarkupNode, plainAttribute } from '../markup';
import type { LanguageSupport } from '../types';
import {
  expressionAttribute,
  findImports,
  findJsx,
  isNode,
  type JsxContext,
  type ScriptNode,
} from './jsx-tree';
import { markdown, readMarkdown } from './markdown';
import { type MarkdownTree, parseMarkdownTree, rangeOf, walk } from './mdast';

type MdxElement = MdxJsxFlowElement | MdxJsxTextElement;

export const mdx: LanguageSupport = {
  parse(text) {
    let tree: MarkdownTree;
    try {
      tree = parseMarkdownTree(text, { syntax: [mdxjs()], tree: [mdxFromMarkdown()] });
    } catch {
      // An unclosed tag or brace, as happens while people type: the rest is still Markdown.
      return markdown.parse(text);
    }
    const imports = new Map<string, string>();
    for (const node of tree.root.children) {
      const program = node.type === 'mdxjsEsm' ? programOf(node) : undefined;
      if (program) for (const [name, file] of findImports(program)) imports.set(name, file);
    }
    const tables = [...walk(tree.root)]
      .filter(([node]) => node.type === 'table')
      .map(([node]) => rangeOf(node));
    const elements = tree.root.children.flatMap((node) => {
      const pipes = tables.some((table) => table.start === rangeOf(node).start);
      return convert(node, { text, imports, style: { pipes } });
    });
    return readMarkdown(text, tree, elements, true);
  },
};

function programOf(node: Nodes): ScriptNode | undefined {
  const data = node.data as { estree?: unknown } | undefined;
  return isNode(data?.estree) ? data.estree : undefined;
}

function convert(node: Nodes, context: JsxContext): MarkupNode[] {
  const range = rangeOf(node);
  switch (node.type) {
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return [convertElement(node, context)];
    case 'mdxjsEsm':
    case 'mdxFlowExpression':
    case 'mdxTextExpression': {
      const program = programOf(node);
      return program ? findJsx(program, context) : [];
    }
    case 'text':
    case 'inlineCode':
      return [{ kind: 'text', text: node.value, range }];
    default:
      return 'children' in node ? node.children.flatMap((one) => convert(one, context)) : [];
  }
}

function convertElement(node: MdxElement, context: JsxContext): MarkupElement {
  const range = rangeOf(node);
  const last = node.attributes.at(-1)?.position?.end.offset ?? range.start;
  const close = context.text.indexOf('>', last);
  return {
    kind: 'element',
    name: node.name ?? '',
    range,
    openTag: { start: range.start, end: close < 0 ? range.end : close + 1 },
    attributes: node.attributes.flatMap((one) => {
      if (one.type !== 'mdxJsxAttribute' || !one.position) return [];
      const where = { start: one.position.start.offset ?? 0, end: one.position.end.offset ?? 0 };
      return [convertAttribute(one.name, one.value, where, context)];
    }),
    spread: node.attributes.some((one) => one.type !== 'mdxJsxAttribute'),
    children: node.children.flatMap((one) => convert(one, context)),
  };
}

function convertAttribute(
  name: string,
  value: Extract<MdxElement['attributes'][number], { type: 'mdxJsxAttribute' }>['value'],
  range: { start: number; end: number },
  context: JsxContext,
): MarkupAttribute {
  if (value === null || value === undefined) return { name, range, state: 'none', value: '' };
  if (typeof value === 'string') {
    // JSX keeps template marks as they are: only an expression is dynamic.
    return plainAttribute(context.text, name, range, value, { ...context.style, verbatim: true });
  }
  const data = value.data as { estree?: unknown } | undefined;
  const statement = isNode(data?.estree) ? (data.estree.body as unknown[])[0] : undefined;
  const expression = isNode(statement) && isNode(statement.expression) ? statement.expression : undefined;
  return expressionAttribute(name, range, expression, context);
}
