/** Settles whether letters are capital that look the same but for their size. */
import type { Label } from './labels';

/** Labels read with more confidence are left as they are. */
const SURE = 0.985;
/** So many labels tell how the labels of a drawing begin. */
const MIN_LABELS = 2;

const BEGINS_SMALL = /^(?![cosuvwxz])\p{Ll}/u;
const BEGINS_CAPITAL = /^(?![COSUVWXZ])\p{Lu}(?!\p{Lu})/u;
/** A capital that may be a small letter: first in a word, and last in a word that is small up to there. */
const FIRST = /^[COSUVWXZ](?=\p{Ll})/u;
const LAST = /(?<=(?<!\p{L})\p{Ll}{2,})[COSUVWXZ](?!\p{L})/gu;

/**
 * The labels with such letters small at the end of a word of small letters and, where all other labels of the drawing
 * begin with small letters, at the beginning of a label.
 */
export function settleCase(labels: readonly Label[]): Label[] {
  const beginning = (how: RegExp): number => labels.filter(({ text }) => how.test(text)).length;
  const small = beginning(BEGINS_SMALL) >= MIN_LABELS && beginning(BEGINS_CAPITAL) === 0;
  const lower = (letter: string): string => letter.toLowerCase();
  return labels.map((label) => {
    if (label.confidence >= SURE) return label;
    const text = label.text.replace(LAST, lower);
    return { ...label, text: small ? text.replace(FIRST, lower) : text };
  });
}
