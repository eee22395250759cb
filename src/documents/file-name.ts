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
const MAX_WORDS = 6;
const MAX_LENGTH = 60;

/** Words that make a name longer and no clearer. */
const STOP_WORDS = new Set(
  `a an the of in on at to for with and or by from as is are that which this showing shows displaying screenshot
   screen capture window image picture photo photograph diagram containing named called titled
   der die das ein eine mit und oder von im am zum zur des dem den le la les un une de du des et avec el los las una con y`.split(
    /\s+/,
  ),
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
  const prefix = redundantPrefix(altText);
  const text = prefix ? altText.slice(altText.indexOf(prefix) + prefix.length) : altText;
  // The first clause says what matters most.
  const clause = /^[^.;:!?\n]{12,}?(?=[.;:!?\n])/u.exec(text)?.[0] ?? text;
  const words = wordsOf(clause);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  const chosen = (telling.length > 0 ? telling : words).slice(0, MAX_WORDS);
  return chosen.join('-') || (kind ?? 'image');
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
