/** The templates of Vue's single-file components, read with Vue's own parser. */
import {
  type AttributeNode,
  type DirectiveNode,
  type ElementNode,
  NodeTypes,
  parse,
  type TemplateChildNode,
} from '@vue/compiler-dom';
import type { Quote } from '../escape';
import { type MarkupAttribute, type MarkupElement, type MarkupNode, plainAttribute } from '../markup';
import { findMarkupBlocks } from '../markup-blocks';
import { findMarkupImages } from '../markup-images';
import type { LanguageSupport, TextRange } from '../types';
import { parseScript, parseTemplateExpression } from './jsx';
import { expressionAttribute, findImports } from './jsx-tree';

interface VueContext {
  readonly text: string;
  readonly imports: ReadonlyMap<string, string>;
}

export const vue: LanguageSupport = {
  parse(text) {
    const root = parse(text, { parseMode: 'sfc', onError: () => {} });
    const imports = new Map<string, string>();
    for (const node of root.children) {
      if (node.type !== NodeTypes.ELEMENT || node.tag !== 'script') continue;
      const program = parseScript(node.children.map((one) => one.loc.source).join(''));
      if (program) for (const [name, file] of findImports(program)) imports.set(name, file);
    }
    const templates = root.children.filter(
      (node) => node.type === NodeTypes.ELEMENT && node.tag === 'template' && !isForeign(node),
    );
    const elements = templates.flatMap((node) => convert(node, { text, imports }));
    return {
      references: findMarkupImages(elements, { text, braces: false, textBraces: false, fragments: false }),
      blocks: findMarkupBlocks(elements),
    };
  },
};

/** Templates in another language, such as Pug. */
function isForeign(template: ElementNode): boolean {
  return template.props.some(
    (prop) => prop.type === NodeTypes.ATTRIBUTE && prop.name === 'lang' && prop.value?.content !== 'html',
  );
}

function convert(node: TemplateChildNode, context: VueContext): MarkupNode[] {
  const range = rangeOf(node);
  if (node.type === NodeTypes.TEXT) return [{ kind: 'text', text: node.content, range }];
  if (node.type !== NodeTypes.ELEMENT) return [];
  const last = node.props.at(-1)?.loc.end.offset ?? range.start;
  const close = context.text.indexOf('>', last);
  const element: MarkupElement = {
    kind: 'element',
    name: node.tag,
    range,
    openTag: { start: range.start, end: close < 0 ? range.end : close + 1 },
    attributes: node.props.map((prop) =>
      prop.type === NodeTypes.ATTRIBUTE ? convertAttribute(prop, context) : convertDirective(prop, context),
    ),
    spread: node.props.some((prop) => prop.type === NodeTypes.DIRECTIVE && prop.name === 'bind' && !prop.arg),
    children: node.children.flatMap((one) => convert(one, context)),
  };
  return [element];
}

function convertAttribute(prop: AttributeNode, { text }: VueContext): MarkupAttribute {
  // `{{ }}` means nothing inside a plain attribute, so the value is what it is.
  return plainAttribute(text, prop.name, rangeOf(prop), prop.value?.content ?? '', { verbatim: true });
}

function convertDirective(prop: DirectiveNode, { text, imports }: VueContext): MarkupAttribute {
  const name = (prop.rawName ?? prop.name).replace(/^v-bind:/, ':').replace(/^:([^.]+)\..*$/, ':$1');
  const range = rangeOf(prop);
  const raw = prop.exp?.loc;
  // With entities in it the expression's offsets are not those of the document.
  if (prop.name !== 'bind' || !raw || raw.source.includes('&'))
    return { name, range, state: 'dynamic', value: '' };
  const start = raw.start.offset;
  const quote = text[start - 1];
  if (quote !== '"' && quote !== "'") return { name, range, state: 'dynamic', value: '' };
  const outer = (written: string) => escapeInExpression(written, quote);
  return expressionAttribute(
    name,
    range,
    parseTemplateExpression(raw.source, start),
    { text, imports },
    outer,
  );
}

/** Neither the attribute's own quote nor entities: the expression stays what it looks like. */
function escapeInExpression(written: string, quote: Quote): string {
  return written.replaceAll(quote, quote === '"' ? '\\x22' : '\\x27').replaceAll('&', '\\x26');
}

function rangeOf(node: { readonly loc: { start: { offset: number }; end: { offset: number } } }): TextRange {
  return { start: node.loc.start.offset, end: node.loc.end.offset };
}
