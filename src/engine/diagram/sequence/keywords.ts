/** The words in the corner of a frame, as Mermaid has them. */
const KEYWORDS = ['loop', 'alt', 'opt', 'par', 'critical', 'break'] as const;
export type Keyword = (typeof KEYWORDS)[number];

/** The first word as a keyword, allowing for what text extraction confuses. */
export function keywordOf(text: string): Keyword | undefined {
  const word = (text.split(/[\s[(]/)[0] ?? '').toLowerCase();
  const plain = word.replace(/[1|!]/g, 'l').replace(/0/g, 'o').replace(/^i/, 'l');
  return KEYWORDS.find((keyword) => keyword === plain);
}
