import type { Fact } from '../../../protocol';
import { type Findings, headingOf, isQuotable, type Scene, usualHeight } from '../scene';
import { count, list, quote, withArticle } from '../wording';

/** What a page is, by the words that only such pages have. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:tax )?invoice\b.{0,400}\b(?:total|amount|due|bill to)\b|\brechnung\b.{0,200}\bsumme\b/is, 'invoice'],
  [/\b(?:subtotal|total)\b.{0,200}\b(?:cash|change|visa|thank you|card)\b/is, 'receipt'],
  [
    /\b(?:dear|hello)\s+(?:mr|mrs|ms|dr|sir|madam|[A-Z][a-z]+).{0,4000}\b(?:sincerely|regards|faithfully)\b/is,
    'letter',
  ],
  [/\babstract\b.{200,}/is, 'scientific paper'],
  [
    /\bcurriculum vitae\b|\bexperience\b.{10,3000}\beducation\b|\beducation\b.{10,3000}\bexperience\b/is,
    'CV',
  ],
  [/^\s*(?:table of )?contents\s*$/im, 'table of contents'],
  [/\bagreement\b.{0,2000}\b(?:hereinafter|party|parties)\b/is, 'contract'],
];

/** The title, the kind of page, its sections and how its text begins. */
export function readDocument(scene: Scene): Findings {
  const lines = scene.lines.filter(isQuotable);
  const tallest = headingOf(scene, 0.4);
  // Entries of a table of contents and telephone numbers are set large too, but are no titles.
  const title = tallest && !/\.\s*\d+$|\d{4,}/.test(tallest) ? tallest : undefined;
  const type = TYPES.find(([pattern]) => pattern.test(scene.text))?.[1];
  const sections = sectionsOf(scene, title);
  const opening =
    lines.find((line) => line.text.split(' ').length >= 5 && !title?.includes(line.text)) ??
    lines.find((line) => !title?.includes(line.text));

  const noun = type ? capital(withArticle(type)) : 'Page of a document';
  const a = type === 'table of contents' ? 'Page with a table of contents' : noun;
  const wordings: string[] = [];
  if (title) {
    const titled = `${a} titled ${quote(title, 80)}`;
    if (sections.length > 1) {
      for (const most of [3, 2])
        wordings.push(
          `${titled}, with the sections ${list(
            sections.map((s) => quote(s, 34)),
            most,
          )}`,
        );
    }
    if (opening) wordings.push(`${titled}; the text begins with ${quote(opening.text, 60)}`);
    wordings.push(titled, `Document titled ${quote(title, 110)}`);
  } else if (opening) {
    for (const max of [90, 70]) wordings.push(`${a} whose text begins with ${quote(opening.text, max)}`);
  }
  wordings.push(`${a} with ${count(scene.lines.length, 'line')} of text`);
  const details = [
    `It holds ${count(scene.lines.length, 'line')} of text.`,
    ...(sections.length > 0
      ? [
          `Headings: ${list(
            sections.map((s) => quote(s, 60)),
            8,
          )}.`,
        ]
      : []),
    ...(opening ? [`The text begins with ${quote(opening.text, 160)}.`] : []),
  ];
  const facts: Fact[] = [];
  if (type) facts.push({ label: 'Document', value: type });
  if (title) facts.push({ label: 'Title', value: title });
  if (sections.length > 0) facts.push({ label: 'Headings', value: sections.join(', ') });
  return { altTexts: wordings, details, facts };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Numbered headings, and lines a little taller than the text. */
function sectionsOf(scene: Scene, title: string | undefined): string[] {
  const usual = usualHeight(scene);
  return scene.lines
    .filter((line) => {
      if (!isQuotable(line) || title?.includes(line.text) || line.text.length > 70) return false;
      if (/^\d{1,2}(?:\.\d{1,2})*\.?\s+\p{Lu}\p{L}{2}/u.test(line.text))
        return !/[.:,]\s*$/.test(line.text) && !/\.{3}|\s\d+$/.test(line.text);
      return line.heightPx > 1.2 * usual && /^\p{Lu}/u.test(line.text) && /\p{L}{3}/u.test(line.text);
    })
    .map((line) => line.text)
    .slice(0, 8);
}
