/** Small pieces of good English: quotes, lists, counts, and cutting at a word. */

/** Longest alt text; screen readers and guidelines agree on about this. */
export const ALT_TEXT_MAX = 150;
export const ALT_TEXT_MIN = 40;

/** One line, single spaces, no odd signs that OCR makes of icons and rules. */
export function tidy(text: string): string {
  const clean = text
    .replace(/[\p{C}\uFFFD\u25A0-\u25FF\u2610-\u2612]/gu, ' ')
    .replace(/[│┃┆┊║|]{2,}|[─━═_=*#-]{4,}|[·.•]{4,}/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  // Window buttons and icons are read as single Han characters in otherwise Latin text.
  return /[\p{Script=Latin}]{2}/u.test(clean)
    ? clean
        .replace(/(?:^|\s)[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,3}(?=\s|$)/gu, '')
        .trim()
    : clean;
}

/** At most `max` characters, cut between words and closed with an ellipsis. */
export function clip(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const cut = characters.slice(0, Math.max(1, max - 1)).join('');
  const space = cut.lastIndexOf(' ');
  const kept = space > 0.5 * cut.length ? cut.slice(0, space) : cut;
  return `${kept.replace(/[\s,;:.–—-]+$/u, '')}…`;
}

/** In typographic quotes, quotes inside made single. */
export function quote(text: string, max = 80): string {
  const inside = clip(tidy(text), max)
    .replace(/"([^"]*)"/gu, '‘$1’')
    .replace(/“([^”]*)”/gu, '‘$1’')
    .replace(/["“”]/gu, '');
  return `“${inside}”`;
}

/** "a", "a and b", "a, b and c", "a, b, c and 4 more". */
export function list(items: readonly string[], most = 4): string {
  const shown = items.length > most + 1 ? items.slice(0, most) : items;
  const rest = items.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : [...shown];
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "one row", "12 rows". */
export const count = (n: number, noun: string, plural = `${noun}s`): string =>
  `${SMALL[n] ?? n.toLocaleString('en-GB')} ${n === 1 ? noun : plural}`;

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "a terminal", "an icon". */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;

/** A full stop at the end, unless the sentence already ends. */
export const sentence = (text: string): string => {
  const trimmed = text.trim();
  return /[.!?…][”’]?$/u.test(trimmed) && !/…[”’]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
};

/**
 * The first of several wordings, the richest first, that fits into an alt text. If none does, the last is
 * cut at a word.
 */
export function fitting(wordings: readonly string[], max = ALT_TEXT_MAX): string {
  const finished = wordings.map(sentence);
  const fit = finished.find((wording) => [...wording].length <= max);
  return fit ?? sentence(clip(finished.at(-1)!, max - 1));
}
