/**
 * Svelte components. Svelte's own parser comes only with the whole compiler (900 kB), so a scanner of
 * tags, attributes and `{expressions}` does the part that images need.
 */
import { parseFragment } from 'parse5';
import { type MarkupAttribute, type MarkupElement, type MarkupNode, plainAttribute } from '../markup';
import { findMarkupBlocks } from '../markup-blocks';
import { findMarkupImages } from '../markup-images';
import { contains } from '../text';
import type { LanguageSupport, TextRange } from '../types';
import { parseScript, parseTemplateExpression } from './jsx';
import { expressionAttribute, findImports, type JsxContext } from './jsx-tree';
import { skipExpression } from './script-scanner';

/** Svelte reads `{…}` itself; other template marks mean nothing to it. */
const STYLE = { braces: true, verbatim: true };
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

export const svelte: LanguageSupport = {
  parse(text) {
    const roots = new SvelteScanner(text).scan();
    return {
      references: findMarkupImages(roots, { text, braces: true, textBraces: true, fragments: false }),
      blocks: findMarkupBlocks(roots),
    };
  },
};

interface OpenElement extends Omit<MarkupElement, 'range' | 'children'> {
  readonly children: MarkupNode[];
}

class SvelteScanner {
  private at = 0;
  private readonly roots: MarkupNode[] = [];
  private readonly open: OpenElement[] = [];
  private readonly imports = new Map<string, string>();

  constructor(private readonly text: string) {}

  scan(): MarkupNode[] {
    const { text } = this;
    this.readImports();
    while (this.at < text.length) {
      if (text.startsWith('<!--', this.at)) this.at = this.after('-->');
      else if (text.startsWith('</', this.at)) this.closeTag();
      else if (/^<[A-Za-z]/.test(text.slice(this.at, this.at + 2))) this.openTag();
      else if (text[this.at] === '{') this.at = skipExpression(text, this.at);
      else this.characters();
    }
    while (this.open.length > 0) this.close(text.length);
    return this.roots;
  }

  private after(mark: string, from = this.at): number {
    const found = this.text.indexOf(mark, from);
    return found < 0 ? this.text.length : found + mark.length;
  }

  /** Imports may follow the markup that uses them. */
  private readImports(): void {
    for (const [, source] of this.text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script\s*>/gi)) {
      const program = parseScript(source!);
      if (program) for (const [name, file] of findImports(program)) this.imports.set(name, file);
    }
  }

  private add(node: MarkupNode): void {
    (this.open.at(-1)?.children ?? this.roots).push(node);
  }

  private characters(): void {
    const start = this.at++;
    while (this.at < this.text.length && !/[<{]/.test(this.text[this.at]!)) this.at++;
    const text = decodeEntities(this.text.slice(start, this.at));
    this.add({ kind: 'text', text, range: { start, end: this.at } });
  }

  private closeTag(): void {
    const name = /^<\/([^\s>]*)/.exec(this.text.slice(this.at, this.at + 100))?.[1] ?? '';
    const end = this.after('>');
    const index = this.open.findLastIndex((one) => one.name === name);
    if (index >= 0) {
      while (this.open.length > index + 1) this.close(this.at);
      this.close(end);
    }
    this.at = end;
  }

  private close(end: number): void {
    const element = this.open.pop();
    if (element) this.add({ ...element, range: { start: element.openTag.start, end } });
  }

  private openTag(): void {
    const start = this.at;
    const name = /^<([^\s/>{]+)/.exec(this.text.slice(start, start + 200))![1]!;
    this.at += 1 + name.length;
    const attributes: MarkupAttribute[] = [];
    let spread = false;
    for (;;) {
      this.at += /^[\s/]*/.exec(this.text.slice(this.at))![0].length;
      if (this.at >= this.text.length || this.text[this.at] === '>') break;
      const found = this.attribute();
      if (found === 'spread') spread = true;
      else attributes.push(found);
    }
    // Where the text ends inside the tag, nobody knows yet what belongs to it.
    if (this.at >= this.text.length) return;
    const selfClosing = this.text[this.at - 1] === '/';
    this.at++;
    const openTag: TextRange = { start, end: this.at };
    const element: OpenElement = { kind: 'element', name, openTag, attributes, spread, children: [] };
    if (/^(?:script|style)$/i.test(name)) {
      const close = new RegExp(`</${name}\\s*>`, 'gi');
      close.lastIndex = this.at;
      this.at = close.exec(this.text) ? close.lastIndex : this.text.length;
    } else if (selfClosing || VOID.has(name) || name === 'enhanced:img') {
      this.add({ ...element, range: openTag });
    } else this.open.push(element);
  }

  private attribute(): MarkupAttribute | 'spread' {
    const { text, at: start } = this;
    if (text[start] === '{') {
      this.at = skipExpression(text, start);
      const inner = text.slice(start + 1, this.at - 1).trim();
      if (inner.startsWith('...')) return 'spread';
      return this.expression(inner, { start, end: this.at }, start + 1, this.at - 1);
    }
    const name = /^[^\s=/>{"']+/.exec(text.slice(start, start + 200))?.[0] ?? text[start]!;
    this.at += name.length;
    const equals = /^\s*=\s*/.exec(text.slice(this.at, this.at + 200));
    if (!equals) return { name, range: { start, end: this.at }, state: 'none', value: '' };
    this.at += equals[0].length;
    return this.attributeValue(name, start);
  }

  private attributeValue(name: string, start: number): MarkupAttribute {
    const { text } = this;
    const quote = text[this.at] === '"' || text[this.at] === "'" ? text[this.at]! : '';
    const from = this.at + quote.length;
    const expressions: TextRange[] = [];
    this.at = from;
    while (this.at < text.length && !(quote ? text[this.at] === quote : /[\s>]/.test(text[this.at]!))) {
      if (text[this.at] !== '{') this.at++;
      else {
        const open = this.at;
        this.at = skipExpression(text, open);
        expressions.push({ start: open, end: this.at });
      }
    }
    const to = this.at;
    this.at = Math.min(to + quote.length, text.length);
    const range = { start, end: this.at };
    const [only] = expressions;
    if (!only) return plainAttribute(text, name, range, decodeEntities(text.slice(from, to)), STYLE);
    if (!contains(only, { start: from, end: to })) return { name, range, state: 'dynamic', value: '' };
    return this.expression(name, range, only.start + 1, only.end - 1);
  }

  private expression(name: string, range: TextRange, start: number, end: number): MarkupAttribute {
    const context: JsxContext = { text: this.text, imports: this.imports };
    return expressionAttribute(
      name,
      range,
      parseTemplateExpression(this.text.slice(start, end), start),
      context,
    );
  }
}

function decodeEntities(raw: string): string {
  if (!raw.includes('&')) return raw;
  const element = parseFragment(`<i title="${raw.replaceAll('"', '&quot;')}">`).childNodes[0];
  return element && 'attrs' in element ? (element.attrs[0]?.value ?? raw) : raw;
}
