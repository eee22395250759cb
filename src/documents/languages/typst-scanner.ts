/**
 * Function calls in Typst. There is no JavaScript parser for it, so a scanner keeps track of the three
 * modes (markup, code, math), of strings, raw text and comments, and reports each call with its arguments.
 */
import { unescapeTypstString } from '../escape';
import type { TextRange } from '../types';

export interface TypstArgument {
  /** Absent for positional arguments. */
  readonly name?: string;
  /** Name and value, without white space around. */
  readonly range: TextRange;
  readonly valueRange: TextRange;
  /** Decoded, where the value is a string literal; `valueRange` then holds its quotes too. */
  readonly literal?: string;
}

export interface TypstCall {
  readonly name: string;
  readonly range: TextRange;
  readonly args: readonly TypstArgument[];
  /** The offset of the `)`; -1 where the call has content in brackets only. */
  readonly closeParen: number;
  /** Whether the call stands in markup behind a `#`. */
  readonly hashed: boolean;
  /** Calls around this one, outermost first. */
  readonly parents: readonly TypstCall[];
}

interface MutableCall extends TypstCall {
  range: TextRange;
  args: TypstArgument[];
  closeParen: number;
}

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*/uy;
const STATEMENT = /^(?:let|set|show|import|include|if|else|for|while|return|context)$/;

export class TypstScanner {
  readonly calls: TypstCall[] = [];
  private readonly stack: MutableCall[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  scan(): readonly TypstCall[] {
    while (this.at < this.text.length) this.markup();
    return this.calls;
  }

  private get rest(): string {
    return this.text.slice(this.at, this.at + 3);
  }

  /** Up to and with the `]` that closes the content, or the end of the text. */
  private markup(): void {
    let depth = 0;
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === '\\') this.at += 2;
      else if (this.trivia()) continue;
      else if (char === '`') this.raw();
      else if (char === '$') this.math();
      else if (char === '#') this.hash();
      else {
        this.at++;
        if (char === '[') depth++;
        else if (char === ']' && depth-- === 0) return;
      }
    }
  }

  /** Passes over a comment; `//` behind a colon belongs to an address. */
  private trivia(): boolean {
    if (this.rest.startsWith('//') && this.text[this.at - 1] !== ':') {
      const end = this.text.indexOf('\n', this.at);
      this.at = end < 0 ? this.text.length : end;
      return true;
    }
    if (!this.rest.startsWith('/*')) return false;
    let depth = 0;
    do {
      if (this.rest.startsWith('/*')) {
        depth++;
        this.at += 2;
      } else if (this.rest.startsWith('*/')) {
        depth--;
        this.at += 2;
      } else this.at++;
    } while (depth > 0 && this.at < this.text.length);
    return true;
  }

  private raw(): void {
    const ticks = /^`+/.exec(this.text.slice(this.at))![0];
    this.at += ticks.length;
    if (ticks.length === 2) return;
    const end = this.text.indexOf(ticks, this.at);
    this.at = end < 0 ? this.text.length : end + ticks.length;
  }

  private math(): void {
    for (this.at++; this.at < this.text.length && this.text[this.at] !== '$'; ) {
      if (this.text[this.at] === '\\') this.at += 2;
      else if (this.text[this.at] === '"') this.string();
      else if (this.text[this.at] === '#') this.hash();
      else this.at++;
    }
    this.at++;
  }

  private string(): void {
    for (this.at++; this.at < this.text.length && this.text[this.at] !== '"'; this.at++) {
      if (this.text[this.at] === '\\') this.at++;
    }
    this.at = Math.min(this.at + 1, this.text.length);
  }

  /** One expression or statement behind a `#`. */
  private hash(): void {
    this.at++;
    const name = this.identifier(false);
    if (name && STATEMENT.test(name)) {
      while (this.at < this.text.length && !/[\n;\]]/.test(this.text[this.at]!)) this.codeToken();
    } else if (name) this.callAfter(name, this.at - name.length - 1, true);
    else if (/[({["]/.test(this.text[this.at] ?? '')) this.codeToken();
  }

  private identifier(advance = true): string | undefined {
    IDENTIFIER.lastIndex = this.at;
    const found = IDENTIFIER.exec(this.text)?.[0];
    if (found) this.at += found.length;
    return advance || found ? found : undefined;
  }

  private codeToken(): void {
    const char = this.text[this.at]!;
    const start = this.at;
    if (this.trivia()) return;
    if (char === '"') this.string();
    else if (char === '`') this.raw();
    else if (char === '$') this.math();
    else if (char === '[') {
      this.at++;
      this.markup();
    } else if (char === '(' || char === '{') this.group(char === '(' ? ')' : '}');
    else {
      const name = this.identifier();
      if (!name) this.at++;
      else if (!STATEMENT.test(name)) this.callAfter(name, start, false);
    }
  }

  private group(close: string): void {
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== close) this.codeToken();
    this.at = Math.min(this.at + 1, this.text.length);
  }

  /** The arguments and content blocks behind a name, if there are any. */
  private callAfter(name: string, start: number, hashed: boolean): void {
    if (!/[([]/.test(this.text[this.at] ?? '')) return;
    const call: MutableCall = {
      name,
      range: { start, end: start },
      args: [],
      closeParen: -1,
      hashed,
      parents: [...this.stack],
    };
    this.stack.push(call);
    if (this.text[this.at] === '(') this.args(call);
    while (this.text[this.at] === '[') {
      const open = this.at++;
      this.markup();
      call.args.push({ range: { start: open, end: this.at }, valueRange: { start: open, end: this.at } });
    }
    call.range = { start, end: this.at };
    this.stack.pop();
    this.calls.push(call);
    // `.with(…)` and other methods on the result
    if (this.text[this.at] === '.') {
      this.at++;
      const method = this.identifier();
      if (method) this.callAfter(method, this.at - method.length, false);
    }
  }

  private args(call: MutableCall): void {
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== ')') {
      const from = this.at;
      while (this.at < this.text.length && !/[,)]/.test(this.text[this.at]!)) this.codeToken();
      const argument = this.argument(from, this.at);
      if (argument) call.args.push(argument);
      if (this.text[this.at] === ',') this.at++;
    }
    call.closeParen = this.at;
    this.at = Math.min(this.at + 1, this.text.length);
  }

  private argument(from: number, to: number): TypstArgument | undefined {
    const raw = this.text.slice(from, to);
    const space = /^(?:\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*/.exec(raw)![0].length;
    const body = raw.slice(space).replace(/(?:\s|\/\*(?:(?!\*\/)[\s\S])*\*\/)+$/, '');
    if (body === '') return undefined;
    const start = from + space;
    const range = { start, end: start + body.length };
    const name = /^([\p{L}_][\p{L}\p{N}_-]*)\s*:\s*/u.exec(body);
    const valueRange = { start: start + (name?.[0].length ?? 0), end: range.end };
    const value = this.text.slice(valueRange.start, valueRange.end);
    const literal = /^"(?:[^"\\]|\\[\s\S])*"$/.test(value)
      ? unescapeTypstString(value.slice(1, -1))
      : undefined;
    return { ...(name && { name: name[1] }), range, valueRange, ...(literal !== undefined && { literal }) };
  }
}
