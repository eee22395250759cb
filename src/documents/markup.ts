/** The element tree that HTML, JSX, Vue, Svelte and MDX share; each language has an adapter that makes it. */
import { escapeAttribute, escapeScriptString, type Quote } from './escape';
import { isTemplated } from './target';
import type { TextRange } from './types';

export interface MarkupAttribute {
  /** As written; lower case in HTML. */
  readonly name: string;
  /** Name and value. */
  readonly range: TextRange;
  /** `none`: a name alone; `dynamic`: computed when the page is shown. */
  readonly state: 'none' | 'static' | 'dynamic';
  /** Decoded; '' unless `static`. */
  readonly value: string;
  /** The characters that make up the value, with the quotes only where `write` makes new ones. */
  readonly valueRange?: TextRange;
  /** What to put in `valueRange` for a new value. */
  readonly write?: (text: string) => string;
  /** For a dynamic source: the file the expression stands for, where that can be told. */
  readonly importedFile?: string;
}

export interface MarkupText {
  readonly kind: 'text';
  readonly range: TextRange;
  /** Decoded. */
  readonly text: string;
}

export interface MarkupElement {
  readonly kind: 'element';
  /** HTML's `<image>` inside SVG is `image`; outside it browsers take it for `img`. */
  readonly name: string;
  readonly range: TextRange;
  readonly openTag: TextRange;
  readonly attributes: readonly MarkupAttribute[];
  /** Further attributes come from an expression. */
  readonly spread: boolean;
  /** Stands where an expression is expected, so that nothing can be put beside it without a fragment. */
  readonly detached?: boolean;
  readonly children: readonly MarkupNode[];
}

export type MarkupNode = MarkupElement | MarkupText;

export interface AttributeStyle {
  readonly braces?: boolean;
  readonly pipes?: boolean;
  /** Marks of template engines in the value mean nothing. */
  readonly verbatim?: boolean;
}

/**
 * An attribute given as `name`, `name=value`, `name='value'` or `name="value"`.
 *
 * @param value decoded, as the language's parser has it
 */
export function plainAttribute(
  text: string,
  name: string,
  range: TextRange,
  value: string,
  style: AttributeStyle = {},
): MarkupAttribute {
  const opening = /^\s*=\s*(["']?)/.exec(text.slice(range.start + name.length, range.end));
  if (!opening) return { name, range, state: 'none', value: '' };
  const start = range.start + name.length + opening[0].length;
  const quote = opening[1] as Quote | '';
  const closed = quote !== '' && range.end > start && text[range.end - 1] === quote;
  const valueRange = { start, end: closed ? range.end - 1 : range.end };
  const raw = text.slice(valueRange.start, valueRange.end);
  if (!style.verbatim && isTemplated(raw)) return { name, range, state: 'dynamic', value: '' };
  return {
    name,
    range,
    state: 'static',
    value,
    valueRange,
    write: (next) =>
      quote === '' ? `"${escapeAttribute(next, '"', style)}"` : escapeAttribute(next, quote, style),
  };
}

/** A string literal that is the whole of an expression; `outer` writes it into what is around. */
export function literalAttribute(
  name: string,
  range: TextRange,
  literal: { readonly range: TextRange; readonly value: string; readonly quote: Quote | '`' },
  outer: (text: string) => string = (text) => text,
): MarkupAttribute {
  return {
    name,
    range,
    state: 'static',
    value: literal.value,
    valueRange: literal.range,
    write: (next) => outer(escapeScriptString(next, literal.quote)),
  };
}

export function attribute(element: MarkupElement, ...names: readonly string[]): MarkupAttribute | undefined {
  for (const name of names) {
    const found = element.attributes.find((candidate) => candidate.name === name);
    if (found) return found;
  }
  return undefined;
}

/** The static value of an attribute; undefined where it is absent or dynamic. */
export function staticValue(element: MarkupElement, ...names: readonly string[]): string | undefined {
  const found = attribute(element, ...names);
  return found?.state === 'static' ? found.value : undefined;
}

export function* descendants(nodes: readonly MarkupNode[]): Generator<MarkupNode> {
  for (const node of nodes) {
    yield node;
    if (node.kind === 'element') yield* descendants(node.children);
  }
}

/** Whether one of the names, or a framework's binding of it, is among the element's attributes. */
export function binds(element: MarkupElement, name: string): MarkupAttribute | undefined {
  return element.attributes.find((candidate) => BINDING.exec(candidate.name)?.[1] === name);
}
const BINDING = /^(?:v-bind:|x-bind:|:|bind:|ng-attr-|ng-|th:|data-th-|\[(?:attr\.)?)([a-z-]+)\]?$/;
