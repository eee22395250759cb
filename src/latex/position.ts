import { hasSeveralLines, WRAPPINGS, type WrappingId, wrappingsFor } from './wrap';

/** Where a formula is to be written. */
export interface Place {
  readonly languageId: string;
  /** The line's text before and after the cursor. */
  readonly before: string;
  readonly after: string;
}

/**
 * The wrapping that fits the place: none inside of delimiters that are there already, a display form on a
 * line of its own or for a formula of several lines, else the inline form. What the user chose last for
 * the language is kept, where it is of the right form.
 */
export function suitableWrapping(latex: string, place: Place, lastChoice?: WrappingId): WrappingId {
  const offered = wrappingsFor(place.languageId);
  if (insideMath(place) && offered.includes('plain')) return 'plain';
  const alone = `${place.before}${place.after}`.trim() === '';
  const display = alone || hasSeveralLines(latex);
  if (lastChoice && offered.includes(lastChoice)) {
    if (lastChoice === 'plain' || WRAPPINGS[lastChoice].display === display) return lastChoice;
  }
  return offered.find((id) => WRAPPINGS[id].display === display) ?? offered[0]!;
}

/** Whether the cursor stands between `$ $`, `\( \)`, `\[ \]` or `$$ $$` on its line. */
function insideMath({ before, after }: Place): boolean {
  const dollars = (text: string) => (text.match(/(?<!\\)\$/g) ?? []).length;
  if (dollars(before) % 2 === 1 && dollars(after) > 0) return true;
  if (/\$\$\s*$/.test(before) && /^\s*\$\$/.test(after)) return true;
  const opened = Math.max(before.lastIndexOf('\\('), before.lastIndexOf('\\['));
  const closed = Math.max(before.lastIndexOf('\\)'), before.lastIndexOf('\\]'));
  return opened > closed && /\\[)\]]/.test(after);
}
