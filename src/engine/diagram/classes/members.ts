/** What the text in a box's compartments says: names and stereotypes, attributes, methods, columns. */
import type { DiagramClass, EntityAttribute } from '../types';
import type { CellLine, FilledBox } from './text';

/** The closing marks may be missed, or read as a letter. */
const STEREOTYPE = /^[«<‹《≤(]{1,2}\s*([\p{L}][\p{L}\d _-]*?)\s*(?:[»>›》≥)]{1,2})?$/u;
const COMMON = /^(interface|abstract|enumeration|service|entity|dataType|exception).$/i;
/** Visibility, as UML writes it. */
const MARKED = /^[+\-–—#~]/;

export interface Named {
  readonly name: string;
  readonly stereotype: string;
}

/** The round sign that some tools put beside a class's name: C, I, A or E in a circle, or what it is read as. */
const SIGN = /^(?:\S|[(]\S[)])\s+(?=\S{2})/u;

/** Share of the names that have one where any does; some are not read. */
const SIGNED = 0.2;

/** The lines of each box's uppermost compartment, without signs where several have one. */
export function namesOf(boxes: readonly FilledBox[]): CellLine[][] {
  const heads = boxes.map(({ lines }) => lines[0]!.flat());
  const signed = heads.filter((lines) => lines.some(({ text }) => SIGN.test(text) || text.length === 1));
  if (signed.length < Math.min(2, SIGNED * heads.length)) return heads;
  return heads.map((lines) => {
    const rest = lines.filter(({ text }) => text.length > 1);
    return (rest.length > 0 ? rest : lines).map((line) => ({ ...line, text: line.text.replace(SIGN, '') }));
  });
}

/** The name in a box's uppermost compartment, and the stereotype above it. */
export function namedBy(lines: readonly CellLine[]): Named {
  const texts = lines.map(({ text }) => text.trim());
  const at = texts.length > 1 ? texts.findIndex((text) => STEREOTYPE.test(text)) : -1;
  const read = at < 0 ? '' : (STEREOTYPE.exec(texts[at]!)?.[1] ?? '');
  const stereotype = COMMON.exec(read)?.[1] ?? read;
  return { name: texts.filter((_, i) => i !== at).join(' '), stereotype };
}

/** Whether most members in the drawing have a sign for their visibility. */
export function isMarked(boxes: readonly FilledBox[]): boolean {
  const members = boxes.flatMap(({ lines }) => lines.slice(1).flat(2));
  return members.filter(({ text }) => MARKED.test(text)).length > 0.5 * members.length;
}

/** The attributes and methods in the compartments below the name. */
export function membersOf(
  { lines }: FilledBox,
  marked: boolean,
): Pick<DiagramClass, 'attributes' | 'methods'> {
  const compartments = lines.slice(1).map((cells) => cells.flat().map(({ text }) => text));
  // Where there is one for each, the lower one has the methods.
  const [upper = [], ...lower] = compartments;
  const isMethod = (text: string): boolean => /[()]/.test(text);
  const methods = [
    ...upper.filter(isMethod).map((text) => method(text, marked)),
    ...lower.flat().map((text) => method(text, marked)),
  ];
  return {
    attributes: upper.filter((text) => !isMethod(text)).map((text) => attribute(text, marked)),
    methods,
  };
}

function attribute(text: string, marked: boolean): string {
  return spaced(withMark(text, marked)).replace(/(\w)(?:\[|\])(?=\s|$)(?<!\[\])/g, '$1[]');
}

/** Brackets side by side are often read as an O or as one bracket. */
function method(text: string, marked: boolean): string {
  let clean = withMark(text, marked);
  if (!/[()]/.test(clean)) clean = clean.replace(/^(\S*[\p{L}\d])[O0](?=\s*(?::|$))/u, '$1()');
  if (/^[^(]*[\p{L}\d_]\)/u.test(clean)) clean = clean.replace(/\)/, '()');
  else if (/^[^)]*\((?:\s*:|$)/.test(clean)) clean = clean.replace(/\(\s*/, '()');
  return spaced(clean);
}

/** A plus sign may be read as a t, and a tilde as a dash. */
function withMark(text: string, marked: boolean): string {
  const clean = text
    .trim()
    .replace(/^[–—]/, '-')
    .replace(/^([+\-#~])\s+/, '$1');
  return marked ? clean.replace(/^t(?=\p{L})/u, '+') : clean;
}

function spaced(text: string): string {
  return text.replace(/\s*:\s*/g, (colon) => (colon.startsWith(' ') ? ' : ' : ': ')).trim();
}

/** The columns of an entity, one a row below its name. */
export function columnsOf({ lines }: FilledBox): EntityAttribute[] {
  return lines
    .slice(1)
    .map((cells) => cells.map((cell) => cell.map(({ text }) => text).join(' ')))
    .filter((cells) => cells.some((text) => text))
    .map(toColumn);
}

const KEYS = /\b(?:PK|FK|UK)\b/g;

function toColumn(cells: readonly string[]): EntityAttribute {
  const at = cells.findIndex((text) => /^(?:(?:PK|FK|UK)[\s,]*)+$/.test(text));
  const keys = (at < 0 ? [] : (cells[at]!.match(KEYS) ?? [])) as ('PK' | 'FK' | 'UK')[];
  // Before the keys stand type and name, after them a comment; the cell of the keys may be empty.
  const [type = '', name = '', ...rest] = cells.filter((_, i) => i !== at);
  if (cells.length === 1) return { type: '', name: type, keys, comment: '' };
  return { type, name, keys, comment: rest.filter(Boolean).join(' ') };
}
