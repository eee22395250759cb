/**
 * What the guideline says about a draft while it is typed. After Microsoft's style guide: about 40 to 150
 * characters, ends with a period, does not say that it is an image ("Screenshot of" and "Diagram that shows" are
 * fine); and the W3C's: empty alt text marks decoration.
 */
import { fill, type PanelStrings } from '../src/panel/strings';

export const MIN_CHARACTERS = 40;
export const MAX_CHARACTERS = 150;

const PREFIX =
  /^\s*((?:this is |here is )?(?:an?|the)?\s*(?:image|picture|photo|photograph|graphic|img|pic)\s+(?:of|showing))\b/i;
const FILE_NAME = /^\S+\.(png|jpe?g|gif|webp|bmp|svg|avif|tiff?)\.?$/i;

/** Characters as a reader counts them. */
export function countCharacters(text: string): number {
  return [...text.trim()].length;
}

/** Advice in the order of importance; empty when the draft follows the guideline. */
export function altTextAdvice(draft: string, strings: PanelStrings): string[] {
  const text = draft.trim();
  if (text === '') return [strings.adviceEmpty];
  if (FILE_NAME.test(text)) return [strings.adviceFileName];
  const advice: string[] = [];
  const prefix = PREFIX.exec(text)?.[1];
  if (prefix) advice.push(fill(strings.advicePrefix, prefix.trim()));
  const characters = countCharacters(text);
  if (characters < MIN_CHARACTERS) advice.push(strings.adviceShort);
  if (characters > MAX_CHARACTERS) advice.push(strings.adviceLong);
  if (!/[.!?。！？]["'”’)]?$/.test(text)) advice.push(strings.advicePeriod);
  if (/[\r\n]/.test(text)) advice.push(strings.adviceLineBreak);
  return advice;
}
