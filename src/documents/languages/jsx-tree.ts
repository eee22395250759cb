/** JSX, in Babel's tree or in ESTree (MDX), as the element tree all markup shares. */

import type { Quote } from '../escape';
import {
  type AttributeStyle,
  literalAttribute,
  type MarkupAttribute,
  type MarkupElement,
  type MarkupNode,
  plainAttribute,
} from '../markup';
import type { TextRange } from '../types';

/** What Babel's and Acorn's nodes have in common. */
export interface ScriptNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface JsxContext {
  readonly text: string;
  /** Files by the name they were imported under. */
  readonly imports: ReadonlyMap<string, string>;
  readonly style?: AttributeStyle;
}

export function isNode(value: unknown): value is ScriptNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

function child(node: ScriptNode, field: string): ScriptNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

function list(node: ScriptNode, field: string): ScriptNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function* childNodes(node: ScriptNode): Generator<ScriptNode> {
  for (const [field, value] of Object.entries(node)) {
    if (field.endsWith('omments') || field === 'loc' || field === 'range') continue;
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) yield one;
  }
}

/** Images that the script imports or requires under a name of their own. */
export function findImports(program: ScriptNode): Map<string, string> {
  const imports = new Map<string, string>();
  for (const statement of list(program, 'body')) {
    if (statement.type === 'ImportDeclaration') {
      const source = stringLiteral(child(statement, 'source'));
      for (const specifier of list(statement, 'specifiers')) {
        const local = child(specifier, 'local');
        if (specifier.type === 'ImportDefaultSpecifier' && local && source !== undefined) {
          imports.set(String(local.name), source);
        }
      }
    } else if (statement.type === 'VariableDeclaration') {
      for (const declarator of list(statement, 'declarations')) {
        const name = child(declarator, 'id')?.name;
        const file = importedFile(child(declarator, 'init'), imports);
        if (typeof name === 'string' && file !== undefined) imports.set(name, file);
      }
    }
  }
  return imports;
}

/** `logo`, `logo.src`, `require('./a.png')`, `require('./a.png').default`, `new URL('./a.png', import.meta.url)`. */
export function importedFile(
  node: ScriptNode | undefined,
  imports: ReadonlyMap<string, string>,
): string | undefined {
  if (!node) return undefined;
  if (node.type === 'Identifier') return imports.get(String(node.name));
  if (node.type === 'MemberExpression') {
    const property = child(node, 'property')?.name;
    return property === 'src' || property === 'default' || property === 'href'
      ? importedFile(child(node, 'object'), imports)
      : undefined;
  }
  const [first] = list(node, 'arguments');
  const callee = child(node, 'callee');
  if (node.type === 'CallExpression' && callee?.name === 'require') return stringLiteral(first);
  if (node.type === 'NewExpression' && callee?.name === 'URL') return stringLiteral(first);
  return undefined;
}

function stringLiteral(node: ScriptNode | undefined): string | undefined {
  if (!node) return undefined;
  if ((node.type === 'StringLiteral' || node.type === 'Literal') && typeof node.value === 'string') {
    return node.value;
  }
  const [quasi, more] = list(node, 'quasis');
  if (node.type !== 'TemplateLiteral' || !quasi || more) return undefined;
  const value = quasi.value as { cooked?: unknown };
  return typeof value.cooked === 'string' ? value.cooked : undefined;
}

/** The outermost elements below a node of the script. */
export function findJsx(node: ScriptNode, context: JsxContext): MarkupNode[] {
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') return [convert(node, context, true)];
  return [...childNodes(node)].flatMap((one) => findJsx(one, context));
}

function convert(node: ScriptNode, context: JsxContext, detached: boolean): MarkupElement {
  const opening = child(node, 'openingElement') ?? child(node, 'openingFragment') ?? node;
  const attributes = list(opening, 'attributes');
  return {
    kind: 'element',
    name: nameOf(child(opening, 'name')),
    range: rangeOf(node),
    openTag: rangeOf(opening),
    attributes: attributes
      .filter((one) => one.type === 'JSXAttribute')
      .map((one) => convertAttribute(one, context)),
    spread: attributes.some((one) => one.type !== 'JSXAttribute'),
    detached,
    children: [
      // Elements passed as attributes, such as icons, belong to the element as well.
      ...attributes.flatMap((one) => findJsx(one, context)),
      ...list(node, 'children').flatMap((one) => convertChild(one, context)),
    ],
  };
}

function convertChild(node: ScriptNode, context: JsxContext): MarkupNode[] {
  if (node.type === 'JSXText') return [{ kind: 'text', text: String(node.value), range: rangeOf(node) }];
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') return [convert(node, context, false)];
  const literal = stringLiteral(child(node, 'expression'));
  if (literal !== undefined) return [{ kind: 'text', text: literal, range: rangeOf(node) }];
  return findJsx(node, context);
}

function convertAttribute(node: ScriptNode, context: JsxContext): MarkupAttribute {
  const name = nameOf(child(node, 'name'));
  const value = child(node, 'value');
  const range = rangeOf(node);
  if (value && value.type !== 'JSXExpressionContainer') {
    const literal = stringLiteral(value);
    // Unlike HTML, JSX takes white space as it stands; template marks mean nothing.
    if (literal === undefined) return { name, range, state: 'dynamic', value: '' };
    return plainAttribute(context.text, name, range, literal, { ...context.style, verbatim: true });
  }
  if (!value) return { name, range, state: 'none', value: '' };
  return expressionAttribute(name, range, child(value, 'expression'), context);
}

/** An attribute whose value is a JavaScript expression. */
export function expressionAttribute(
  name: string,
  range: TextRange,
  expression: ScriptNode | undefined,
  { text, imports }: Pick<JsxContext, 'text' | 'imports'>,
  outer?: (text: string) => string,
): MarkupAttribute {
  const dynamic = { name, range, state: 'dynamic', value: '' } as const;
  if (!expression) return dynamic;
  const literal = stringLiteral(expression);
  if (literal !== undefined) {
    const inner = { start: expression.start + 1, end: expression.end - 1 };
    const quote = text[expression.start] as Quote | '`';
    return literalAttribute(name, range, { range: inner, value: literal, quote }, outer);
  }
  if (expression.value === true) return { name, range, state: 'none', value: '' };
  const file = importedFile(expression, imports);
  return file === undefined ? dynamic : { ...dynamic, importedFile: file };
}

function nameOf(node: ScriptNode | undefined): string {
  if (!node) return '';
  if (node.type === 'JSXNamespacedName')
    return `${nameOf(child(node, 'namespace'))}:${nameOf(child(node, 'name'))}`;
  if (node.type === 'JSXMemberExpression')
    return `${nameOf(child(node, 'object'))}.${nameOf(child(node, 'property'))}`;
  return String(node.name ?? '');
}

function rangeOf(node: ScriptNode): TextRange {
  return { start: node.start, end: node.end };
}
