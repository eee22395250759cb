/** Attribute lists of AsciiDoc macros: `Alt text,300,link="https://…"`. */
import type { TextRange } from '../types';

export interface ListedAttribute {
  /** Absent for positional attributes. */
  readonly name?: string;
  readonly value: string;
  /** Inside the quotes. */
  readonly valueRange: TextRange;
  readonly quote: '"' | "'" | '';
}

/** @param inline whether `\]` stands for `]`, as in macros within a line */
export function parseAttributeList(
  text: string,
  from: number,
  to: number,
  inline: boolean,
): ListedAttribute[] {
  const list: ListedAttribute[] = [];
  if (text.slice(from, to).trim() === '') return list;
  for (let at = from; at <= to; ) {
    const item = readItem(text, at, to, inline);
    list.push(item.attribute);
    at = item.end + 1;
  }
  return list;
}

function readItem(text: string, from: number, to: number, inline: boolean) {
  let at = from + /^\s*/.exec(text.slice(from, to))![0].length;
  const name = /^([\w%.#-]+)\s*=\s*/.exec(text.slice(at, to));
  if (name) at += name[0].length;
  const quote = text[at] === '"' || text[at] === "'" ? (text[at] as '"' | "'") : '';
  const close = quote === '' || at >= to ? -1 : closingQuote(text, at + 1, to, quote);
  if (quote !== '' && close >= 0) {
    const valueRange = { start: at + 1, end: close };
    const value = unescapeValue(text.slice(at + 1, close), quote, inline);
    const comma = text.indexOf(',', close);
    return {
      attribute: attributeOf(name?.[1], value, valueRange, quote),
      end: comma < 0 || comma > to ? to : comma,
    };
  }
  const comma = text.indexOf(',', at);
  const end = comma < 0 || comma > to ? to : comma;
  const raw = text.slice(at, end).trimEnd();
  const valueRange = { start: at, end: at + raw.length };
  return { attribute: attributeOf(name?.[1], unescapeValue(raw, '', inline), valueRange, ''), end };
}

function attributeOf(
  name: string | undefined,
  value: string,
  valueRange: TextRange,
  quote: ListedAttribute['quote'],
): ListedAttribute {
  return { ...(name !== undefined && { name }), value, valueRange, quote };
}

/** A closing quote is one that a comma or the end follows. */
function closingQuote(text: string, from: number, to: number, quote: string): number {
  for (let at = from; at < to; at++) {
    // A backslash escapes the quote alone, not another backslash.
    if (text[at] === '\\' && text[at + 1] === quote) at++;
    else if (text[at] === quote) return /^\s*(?:,|$)/.test(text.slice(at + 1, to)) ? at : -1;
  }
  return -1;
}

function unescapeValue(raw: string, quote: string, inline: boolean): string {
  let value = raw;
  if (quote !== '') value = value.replaceAll(`\\${quote}`, quote);
  if (inline) value = value.replaceAll('\\]', ']');
  value = value.replace(/\\(?=\{[\w-]+\})/g, '').replace(/\s*\r?\n\s*/g, ' ');
  return value.trim() || value;
}

/** @param quote the quotes that are there already; '' adds them where the text needs them */
export function writeAttributeValue(text: string, quote: ListedAttribute['quote'], inline: boolean): string {
  let written = text.replace(/\{(?=[\w-]+\})/g, '\\{');
  if (inline) written = written.replaceAll(']', '\\]');
  // A backslash would escape the mark that ends the value.
  if (written.endsWith('\\')) written += ' ';
  if (quote !== '') return written.replaceAll(quote, `\\${quote}`);
  const plain = text !== '' && !/[,"=]|^'/.test(text);
  return plain ? written : `"${written.replaceAll('"', '\\"')}"`;
}
