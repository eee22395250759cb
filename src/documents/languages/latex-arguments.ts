/** The arguments of a LaTeX command and the `key=value` options in them, with their places. */
import type { TextRange } from '../types';

export interface LatexArgument {
  /** Between the brackets or braces. */
  readonly range: TextRange;
  readonly text: string;
}

export interface LatexArguments {
  /** Behind the command's name and star. */
  readonly start: number;
  readonly end: number;
  /** The last of the arguments in brackets. */
  readonly optional?: LatexArgument;
  readonly required: readonly LatexArgument[];
}

export interface LatexOption {
  readonly name: string;
  /** The whole item, without white space around. */
  readonly range: TextRange;
  readonly value: string;
  /** Where a new value goes: inside the braces where the value has them. */
  readonly innerRange: TextRange;
  readonly braced: boolean;
  /** Whether there is an equals sign. */
  readonly hasValue: boolean;
}

/** White space, with at most one line break in it, and comments. */
const GAP = /(?:[ \t]|%[^\n]*\n[ \t]*|\r?\n(?![ \t]*\r?\n))*/y;

/** At most one bracketed argument behind each other before the braces, and up to three in braces. */
export function readArguments(text: string, nameEnd: number): LatexArguments {
  let at = text[nameEnd] === '*' ? nameEnd + 1 : nameEnd;
  const start = at;
  let end = at;
  let optional: LatexArgument | undefined;
  const required: LatexArgument[] = [];
  while (required.length < 3) {
    GAP.lastIndex = at;
    at += GAP.exec(text)?.[0].length ?? 0;
    const open = text[at];
    if (open !== '{' && (open !== '[' || required.length > 0)) break;
    const close = closing(text, at, open === '{' ? '}' : ']');
    if (close < 0) break;
    const argument = { range: { start: at + 1, end: close }, text: text.slice(at + 1, close) };
    if (open === '[') optional = argument;
    else required.push(argument);
    at = close + 1;
    end = at;
  }
  return { start, end, ...(optional && { optional }), required };
}

/** The offset of the closing mark; brackets inside braces do not count. */
function closing(text: string, open: number, mark: string): number {
  let depth = 0;
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '%') at = endOfComment(text, at);
    else if (char === mark && depth === 0) return at;
    else if (char === '{') depth++;
    else if (char === '}') depth--;
  }
  return -1;
}

function endOfComment(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

export function readOptions(text: string, argument: LatexArgument): LatexOption[] {
  const options: LatexOption[] = [];
  let from = argument.range.start;
  for (let at = from, depth = 0; at <= argument.range.end; at++) {
    const char = text[at];
    if (at === argument.range.end || (char === ',' && depth === 0)) {
      const option = readOption(text, from, at);
      if (option) options.push(option);
      from = at + 1;
    } else if (char === '\\') at++;
    else if (char === '%') at = Math.min(endOfComment(text, at), argument.range.end - 1);
    else if (char === '{') depth++;
    else if (char === '}') depth--;
  }
  return options;
}

function readOption(text: string, from: number, to: number): LatexOption | undefined {
  const raw = text.slice(from, to);
  const space = /^(?:\s|%[^\n]*\n)*/.exec(raw)![0].length;
  const body = raw.slice(space).trimEnd();
  const name = /^[A-Za-z][\w.-]*/.exec(body)?.[0];
  if (!name) return undefined;
  const start = from + space;
  const end = start + body.length;
  const equals = /^\s*=\s*/.exec(body.slice(name.length));
  const valueStart = start + name.length + (equals?.[0].length ?? 0);
  const value = text.slice(valueStart, end);
  const braced = value.startsWith('{') && closing(text, valueStart, '}') === end - 1;
  return {
    name,
    range: { start, end },
    value: braced ? value.slice(1, -1) : value,
    innerRange: braced ? { start: valueStart + 1, end: end - 1 } : { start: valueStart, end },
    braced,
    hasValue: equals !== null,
  };
}
