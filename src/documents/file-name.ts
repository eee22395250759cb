/** Names for new picture files, made from what they show. */
import { redundantPrefix } from './lint-rules';

export interface NamedPicture {
  readonly altText: string;
  readonly kind?: string;
}

export interface NameVariables {
  /** Without extension, such as `README`. */
  readonly documentBaseName?: string;
  readonly now?: Date;
}

export const DEFAULT_NAME_TEMPLATE = `\${content}`;
const MAX_WORDS = 5;
const MAX_LENGTH = 60;
/** Characters that a first clause has at least. */
const MIN_CLAUSE = 12;

/** Words that make a name longer and no clearer. */
const STOP_WORDS = wordSet(
  `a an the of in on at to for with and or by from as is are that which this where whose what it its
   showing shows displaying screenshot screen capture window image picture photo photograph diagram
   containing named called titled entitled headed labelled labeled mathematical
   der die das ein eine mit und oder von im am zum zur des dem den le la les un une de du des et avec el los las una con y`,
);

/** Words that introduce what was counted or listed in the picture. */
const LIST_WORDS = wordSet(
  `label labels field fields option options section sections column columns row rows button buttons
   class function functions file defines text begins beginning`,
);

/** Where the subject of a sentence ends: words that the rest of it would be cut from are not begun. */
const VERBS = wordSet(
  'am is are was were be been can could cannot will would shall should may might must has have had do does did',
);

/**
 * A file name without extension, such as `login-dialog-error`.
 *
 * @param template with `${content}`, `${kind}`, `${documentBaseName}`, `${date}` (2026-01-31) and `${time}` (235959)
 */
export function fileNameFor(
  picture: NamedPicture,
  template: string = DEFAULT_NAME_TEMPLATE,
  { documentBaseName = '', now = new Date() }: NameVariables = {},
): string {
  const iso = now.toISOString();
  const values: Readonly<Record<string, string>> = {
    content: contentOf(picture),
    kind: picture.kind ?? 'image',
    documentBaseName,
    date: iso.slice(0, 10),
    time: iso.slice(11, 19).replaceAll(':', ''),
  };
  const filled = template.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return safeName(filled) || 'image';
}

function contentOf({ altText, kind }: NamedPicture): string {
  const text = withoutPhrases(altText);
  const words = titleWords(text) ?? phraseWords(text, kind);
  return words.join('-') || wordsOf(text).slice(0, MAX_WORDS).join('-') || (kind ?? 'image');
}

/** Without what says how the picture was made, how sure the description is, and what it looks like at large. */
function withoutPhrases(altText: string): string {
  const prefix = redundantPrefix(altText);
  const text = prefix ? altText.slice(altText.indexOf(prefix) + prefix.length) : altText;
  return (
    text
      .replace(/^\s*screenshot of\s+/i, '')
      .replace(/\bwhat appears to be\s+/i, '')
      .replace(/^\s*(?:an?|the)\s+/i, '')
      .replace(/\bpage of a document\b/i, 'document')
      .replace(/\s+in (?:landscape|portrait|square) format\b/i, '')
      .replace(/\s+in [\p{L} ]+ on an? [\p{L} ]+ background\b/iu, '')
      .replace(/,\s+(?:mostly\b|\d+ × \d+ pixels\b).*$/is, '')
      .replace(/(\bfrom the file [“"][^“”"]+[”"]).*$/is, '$1')
      // Extensions of files.
      .replace(/(?<=[\w-])\.[a-z]{2,4}\b/g, '')
      .trim()
  );
}

const TITLE =
  /^(?<noun>\p{L}+(?: \p{L}+)??)(?: (?:titled|entitled|headed|named|called|labell?ed))? [“"](?<title>[^“”"]+)[”"](?=$|[.,;]| with\b| and\b)/u;

/** `Chart titled “Visitors per weekday”, …` → visitors, per, weekday, chart. */
function titleWords(text: string): string[] | undefined {
  const { noun = '', title = '' } = TITLE.exec(text)?.groups ?? {};
  const kind = wordsOf(noun);
  const telling = wordsOf(title).filter((word) => !STOP_WORDS.has(word));
  if (telling.length === 0 || kind.some((word) => STOP_WORDS.has(word))) return undefined;
  const others = telling.filter((word) => !kind.includes(word));
  return [...others.slice(0, MAX_WORDS - kind.length), ...kind];
}

/** Names in quotes that are so short are taken whole or not at all. */
const SHORT_NAME = 3;

/** The telling words of the first clause, which says what matters most. */
function phraseWords(text: string, kind: string | undefined): string[] {
  const last = kind === 'diagram' && /\bdiagram\b/i.test(text) ? [kind] : [];
  const room = MAX_WORDS - last.length;
  const words: string[] = [];
  for (const [index, piece] of firstClause(text)
    .split(/[“”„«»"]/)
    .entries()) {
    const isQuoted = index % 2 === 1;
    const telling = (isQuoted ? subjectOf(piece) : wordsOf(piece)).filter(
      (word) => !STOP_WORDS.has(word) && (isQuoted || !LIST_WORDS.has(word)),
    );
    const left = room - words.length;
    if (telling.length > left && isQuoted && telling.length <= SHORT_NAME && words.length > 0) break;
    words.push(...telling.slice(0, left));
    if (telling.length > left) break;
  }
  return words.length > 0 ? [...words, ...last] : [];
}

/** `Login dialog: the password is wrong` → `Login dialog`; a colon may also announce what was read. */
function firstClause(text: string): string {
  const announced = /^[^“„«":]{3,40}: [“„«"]/u.exec(text)?.[0].length ?? 0;
  const end = /[;!?\n]|[.:](?=[\s”"]|$)|, (?=with\b)/gu;
  end.lastIndex = Math.max(announced, MIN_CLAUSE);
  return text.slice(0, end.exec(text)?.index);
}

/** `The file notes could not be opened` → the, file, notes. */
function subjectOf(sentence: string): string[] {
  const words = wordsOf(sentence);
  const verb = words.findIndex((word, index) => index > 0 && VERBS.has(word));
  return verb < 0 ? words : words.slice(0, verb);
}

const LIGATURES: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  þ: 'th',
  ð: 'd',
};

/** Lower case, without accents; letters of other scripts stay. */
function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replace(/[ßæœøđłþð]/g, (char) => LIGATURES[char]!)
    .normalize('NFKD')
    .replace(/(?<=[a-z])\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/['’]/g, '');
  return plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** A name that every file system takes. */
function safeName(name: string): string {
  const clean = name
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced
    .replace(/[\u0000-\u001f<>:"/\\|?*\s]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const short =
    clean.length <= MAX_LENGTH
      ? clean
      : clean
          .slice(0, MAX_LENGTH + 1)
          .replace(/-[^-]*$/, '')
          .slice(0, MAX_LENGTH);
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(short) ? `${short}-image` : short;
}

/** The name, or the first of `name-2`, `name-3`, … that is free: files are never overwritten. */
export async function freeFileName(
  name: string,
  extension: string,
  isTaken: (fileName: string) => boolean | Promise<boolean>,
): Promise<string> {
  const suffix = extension === '' || extension.startsWith('.') ? extension : `.${extension}`;
  for (let n = 1; ; n++) {
    const fileName = (n === 1 ? name : `${name}-${n}`) + suffix;
    if (!(await isTaken(fileName))) return fileName;
  }
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
