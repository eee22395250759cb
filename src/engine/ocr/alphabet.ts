/** Signs beside ASCII that screenshots in English hold; a doubtful reading of another character is taken for one of these. */
const PLAIN_SIGNS =
  '\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00a9\u00ae\u00b0\u00b1\u00d7\u20ac\u00a3\u2190\u2191\u2192\u2193\u2713\u2714\u2717\u00b7\u25cf\u25b6';

/** What the classes of the recogniser stand for. */
export class Alphabet {
  /** Classes of plain text, in order; the first is "no character". */
  readonly plain: readonly number[];

  /** @param characters Class by class; class 0 is no character. */
  constructor(readonly characters: readonly string[]) {
    this.plain = characters.flatMap((char, i) => (isPlain(char) ? [i] : []));
  }

  /** Reads one character a line; the class after the last is the space. */
  static parse(text: string): Alphabet {
    return new Alphabet(['', ...text.replace(/\r?\n$/, '').split(/\r?\n/), ' ']);
  }
}

export function isPlain(char: string): boolean {
  return /^[\x20-\x7e]*$/.test(char) || PLAIN_SIGNS.includes(char);
}
