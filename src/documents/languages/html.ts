/** HTML, read with parse5 the way browsers read it. */
import { html as names, type DefaultTreeAdapterTypes as P5, parse, parseFragment } from 'parse5';
import { type AttributeStyle, type MarkupElement, type MarkupNode, plainAttribute } from '../markup';
import { findMarkupBlocks } from '../markup-blocks';
import { findMarkupImages } from '../markup-images';
import { isTemplated } from '../target';
import type { LanguageSupport } from '../types';

export const html: LanguageSupport = {
  parse(text) {
    const roots = parseHtml(text);
    const locale = findLocale(roots);
    return {
      references: findMarkupImages(roots, {
        text,
        braces: false,
        textBraces: false,
        fragments: false,
        locale,
      }),
      blocks: findMarkupBlocks(roots),
      ...(locale && { locale }),
    };
  },
};

/** @param style how new attribute values are written */
export function parseHtml(text: string, style: AttributeStyle = {}): MarkupNode[] {
  // Without scripting the content of <noscript> is markup, which is what an editor shows.
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: false } as const;
  const whole = /<(?:!doctype|html|head|body)\b/i.test(text);
  const root = whole ? parse(text, options) : parseFragment(text, options);
  return convertAll(root.childNodes, text, style);
}

function convertAll(nodes: readonly P5.ChildNode[], text: string, style: AttributeStyle): MarkupNode[] {
  return nodes.flatMap((node) => convert(node, text, style));
}

function convert(node: P5.ChildNode, text: string, style: AttributeStyle): MarkupNode[] {
  if (node.nodeName === '#text') {
    const { value, sourceCodeLocation: at } = node as P5.TextNode;
    return at ? [{ kind: 'text', text: value, range: { start: at.startOffset, end: at.endOffset } }] : [];
  }
  if (!('tagName' in node)) return [];
  const content = 'content' in node ? (node as P5.Template).content : node;
  const children = convertAll(content.childNodes, text, style);
  const at = node.sourceCodeLocation;
  // Elements that the parser adds, such as <tbody>, are not in the document.
  if (!at) return children;
  const range = { start: at.startOffset, end: at.endOffset };
  const tag = at.startTag ?? at;
  const element: MarkupElement = {
    kind: 'element',
    name: nameOf(node),
    range,
    openTag: { start: tag.startOffset, end: tag.endOffset },
    attributes: node.attrs.flatMap((attr) => {
      const name = attr.prefix ? `${attr.prefix}:${attr.name}` : attr.name;
      const where = at.attrs?.[name] ?? at.attrs?.[name.toLowerCase()];
      return where
        ? [
            plainAttribute(text, name, { start: where.startOffset, end: where.endOffset }, attr.value, style),
          ].map(bindingIsDynamic)
        : [];
    }),
    spread: node.attrs.some((attr) => isTemplated(attr.name)),
    children,
  };
  return [element];
}

/** `:alt="title"` and `[alt]="title"` hold an expression for a framework, not a text. */
function bindingIsDynamic<T extends { readonly name: string; readonly state: string }>(attr: T): T {
  return /^[:[]|^(?:v-bind|x-bind|bind|ng-attr-|th:|data-th-)/.test(attr.name) && attr.state === 'static'
    ? { ...attr, state: 'dynamic', value: '' }
    : attr;
}

/** Browsers read `<image>` outside SVG as `<img>`; parse5 does too. */
function nameOf(node: P5.Element): string {
  return node.namespaceURI === names.NS.SVG || node.tagName !== 'image' ? node.tagName : 'img';
}

function findLocale(roots: readonly MarkupNode[]): string | undefined {
  for (const node of roots) {
    if (node.kind !== 'element' || node.name !== 'html') continue;
    const lang = node.attributes.find((one) => one.name === 'lang' || one.name === 'xml:lang');
    if (lang?.state === 'static' && lang.value !== '') return lang.value;
  }
  return undefined;
}
