/** What the text around an image says about it. */

import { targetName } from './target';
import { collapse, contains } from './text';
import type { ImageReference, ParsedDocument, TextBlock, TextRange } from './types';

export interface ImageContext {
  /** The nearest heading above. */
  readonly heading?: string;
  /** The sentence the image stands in, or else the one that leads up to it. */
  readonly sentence?: string;
  /** The sentence that follows, where the image stands by itself. */
  readonly following?: string;
  readonly caption?: string;
  readonly link?: ImageReference['link'];
  readonly button?: ImageReference['button'];
  /** BCP 47; absent when the document does not say. */
  readonly locale?: string;
  /** The file's name, which often says what an icon is for. */
  readonly fileName?: string;
}

const MAX_SENTENCE = 300;
const IMAGE_MARK = '\ufffc';

export function contextFor(parsed: ParsedDocument, reference: ImageReference): ImageContext {
  const { range } = reference;
  const headings = parsed.blocks.filter((block) => block.kind === 'heading');
  const above = headings.findLast((block) => block.range.start <= range.start);
  const below = headings.find((block) => block.range.start > range.start);
  const heading = above && plainText(above);
  const section = { start: above?.range.end ?? 0, end: below?.range.start ?? Number.POSITIVE_INFINITY };
  const fileName = targetName(reference.target);
  const sentences = sentencesAround(parsed, range, section);
  return {
    ...(heading && { heading }),
    ...sentences,
    ...(reference.caption && { caption: reference.caption }),
    ...(reference.link && { link: reference.link }),
    ...(reference.button && { button: reference.button }),
    ...(parsed.locale && { locale: parsed.locale }),
    ...(fileName && { fileName }),
  };
}

function sentencesAround(
  parsed: ParsedDocument,
  range: TextRange,
  section: TextRange,
): Pick<ImageContext, 'sentence' | 'following'> {
  const paragraphs = parsed.blocks.filter((block) => block.kind === 'paragraph');
  const around = paragraphs
    .filter((block) => contains(block.range, range))
    .sort((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start))
    .map((block) => sentenceWith(block, range, parsed.locale))
    .find((sentence) => sentence !== '');
  if (around) return { sentence: around };
  const previous = paragraphs.findLast(
    (block) => block.range.end <= range.start && block.range.start >= section.start,
  );
  const next = paragraphs.find((block) => block.range.start >= range.end && block.range.start < section.end);
  const sentence = previous && sentencesOf(plainText(previous), parsed.locale).at(-1);
  const following = next && sentencesOf(plainText(next), parsed.locale)[0];
  return { ...(sentence && { sentence }), ...(following && { following }) };
}

/** '' when there is nothing but the image. */
function sentenceWith(block: TextBlock, range: TextRange, locale: string | undefined): string {
  const before = textOf(block, (start) => start < range.start);
  const after = textOf(block, (start) => start >= range.end);
  const sentences = sentencesOf(`${before}${IMAGE_MARK}${after}`, locale);
  const index = sentences.findIndex((sentence) => sentence.includes(IMAGE_MARK));
  const own = clip(sentences[index]?.replace(IMAGE_MARK, ' ') ?? '');
  return /[\p{L}\p{N}]/u.test(own) ? own : clip(sentences[index - 1] ?? sentences[index + 1] ?? '');
}

function plainText(block: TextBlock): string {
  return collapse(textOf(block, () => true));
}

function textOf(block: TextBlock, test: (start: number) => boolean): string {
  return block.pieces
    .filter((piece) => test(piece.start))
    .map((piece) => piece.text)
    .join('');
}

function sentencesOf(text: string, locale: string | undefined): string[] {
  const segments = segmenter(locale).segment(collapse(text));
  return [...segments].map((one) => clip(one.segment)).filter((sentence) => sentence !== '');
}

function segmenter(locale: string | undefined): Intl.Segmenter {
  try {
    return new Intl.Segmenter(locale, { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter(undefined, { granularity: 'sentence' });
  }
}

function clip(text: string): string {
  const tidy = collapse(text).replace(/ (?=[,.;:!?](?:\s|$))/g, '');
  return tidy.length <= MAX_SENTENCE ? tidy : `${tidy.slice(0, MAX_SENTENCE - 1).replace(/\s\S*$/, '')}…`;
}
