/**
 * Fitting a description of a picture to the place it stands in, after W3C's decision tree
 * (https://www.w3.org/WAI/tutorials/images/decision-tree/): what the text around says already is not
 * repeated, a link's image says where the link leads, and a long text is split into short and long.
 */
import type { ImageContext } from './context';
import { DEFAULT_MAX_LENGTH, lengthOf, redundantPrefix } from './lint-rules';
import { normaliseAlt } from './text';

export interface DescriptionProposal {
  readonly altText: string;
  /** The kind of picture, such as `dialog` or `chart`. */
  readonly kind?: string;
  /** The text in the picture, line by line. */
  readonly text?: string;
  /** BCP 47 of `altText`; English unless told. */
  readonly locale?: string;
}

export type ProposalReason =
  /** The other text of the link or button says what the image would. */
  | 'link-says-it'
  /** What the link or button does, instead of what the picture looks like. */
  | 'functional'
  /** The caption says part of it. */
  | 'caption-says-it'
  /** The rest went into the long description. */
  | 'shortened'
  /** The document is in another language than the proposal. */
  | 'other-language';

export interface AdaptedProposal {
  /** '' when `decorative`. */
  readonly alt: string;
  readonly decorative: boolean;
  readonly longDescription?: string;
  readonly reasons: readonly ProposalReason[];
}

export function adaptProposal(
  proposal: DescriptionProposal,
  context: ImageContext,
  { maxLength = DEFAULT_MAX_LENGTH }: { readonly maxLength?: number } = {},
): AdaptedProposal {
  const functional =
    context.button ?? (context.link && !isPictureFile(context.link.target) ? context.link : undefined);
  if (functional && functional.text !== '') return { alt: '', decorative: true, reasons: ['link-says-it'] };
  if (functional) {
    const purpose = purposeOf(proposal, context);
    if (purpose) return { alt: purpose, decorative: false, reasons: ['functional'] };
  }
  const reasons: ProposalReason[] = [];
  const whole = withoutPrefix(normaliseAlt(proposal.altText));
  const own = context.caption ? withoutCaption(whole, context.caption, proposal.kind, context.locale) : whole;
  if (own !== whole) reasons.push('caption-says-it');
  const short = shorten(own, maxLength);
  if (short !== own) reasons.push('shortened');
  if (isOtherLanguage(proposal.locale ?? 'en', context.locale)) reasons.push('other-language');
  return {
    alt: withFullStop(short),
    decorative: false,
    ...(short !== own && { longDescription: withFullStop(own) }),
    reasons,
  };
}

// ---------------------------------------------------------------- links and buttons

/** A link to the picture itself, in a larger size, is about what the picture shows. */
function isPictureFile(address: string): boolean {
  return /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|tiff?)(?:[?#].*)?$/i.test(address);
}

const MAX_LABEL_WORDS = 6;

/** What is written on it, what its file is called, or where it leads: the first that is clear. */
function purposeOf(proposal: DescriptionProposal, context: ImageContext): string | undefined {
  const label = normaliseAlt(proposal.text ?? '');
  if (/\p{L}{2}/u.test(label) && label.split(' ').length <= MAX_LABEL_WORDS) return label;
  const isIcon = proposal.kind === 'icon' || /\.svg$/i.test(context.fileName ?? '');
  if (!isIcon) return undefined;
  return (context.button && nameOfIcon(context.fileName ?? '')) || placeOf(context.link?.target ?? '');
}

/** `ic_close-24px.svg` → `Close`. */
function nameOfIcon(fileName: string): string | undefined {
  const words = fileName
    .replace(/\.\w+$/, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}]+/u)
    .filter(
      (word) =>
        word.length > 1 &&
        !/^(?:ic|icon|icons|img|image|btn|button|px|dp|dark|light|outline|filled|svg)$/i.test(word),
    );
  return words.length > 0 && words.length <= 3 ? capitalised(words.join(' ').toLowerCase()) : undefined;
}

/** The site of an address elsewhere, the page of one here. */
function placeOf(address: string): string | undefined {
  const site = /^(?:https?:)?\/\/(?:www\.)?([^/:?#]+)/i.exec(address)?.[1];
  if (site) return site;
  const page = address
    .replace(/[?#].*$/, '')
    .replace(/\/(?:index\.\w+)?$/, '')
    .split('/')
    .at(-1)
    ?.replace(/\.\w+$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return page && /^[\p{L}][\p{L}\p{N} ]+$/u.test(page) ? capitalised(page) : undefined;
}

// ---------------------------------------------------------------- captions

/** Words that say nothing by themselves; short ones are left out by their length. */
const FILLER = new Set(
  'with that from this which have into over under their there shows showing figure'.split(' '),
);
const REPEATED = 0.8;

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length > 2 && !FILLER.has(word)));
}

/** Drops the sentences that the caption says; what kind of picture it is remains at least. */
function withoutCaption(
  alt: string,
  caption: string,
  kind: string | undefined,
  locale: string | undefined,
): string {
  const said = wordsOf(caption);
  const sentences = [...new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(alt)].map((one) =>
    one.segment.trim(),
  );
  const fresh = sentences.filter((sentence) => {
    const words = [...wordsOf(sentence)];
    return words.length > 0 && words.filter((word) => said.has(word)).length / words.length < REPEATED;
  });
  return fresh.length > 0 ? fresh.join(' ') : (kindLabel(kind, locale) ?? alt);
}

const KIND_LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    screenshot: 'Screenshot.',
    chart: 'Chart.',
    diagram: 'Diagram.',
    photo: 'Photo.',
    table: 'Table.',
    formula: 'Formula.',
  },
  de: {
    screenshot: 'Bildschirmfoto.',
    chart: 'Diagramm.',
    diagram: 'Schaubild.',
    photo: 'Foto.',
    table: 'Tabelle.',
    formula: 'Formel.',
  },
  fr: {
    screenshot: 'Capture d’écran.',
    chart: 'Graphique.',
    diagram: 'Schéma.',
    photo: 'Photo.',
    table: 'Tableau.',
    formula: 'Formule.',
  },
  es: {
    screenshot: 'Captura de pantalla.',
    chart: 'Gráfico.',
    diagram: 'Diagrama.',
    photo: 'Foto.',
    table: 'Tabla.',
    formula: 'Fórmula.',
  },
};
const SCREENS = new Set(['code', 'terminal', 'web-page', 'dialog']);

function kindLabel(kind: string | undefined, locale: string | undefined): string | undefined {
  if (!kind) return undefined;
  const labels = KIND_LABELS[languageOf(locale)] ?? KIND_LABELS.en!;
  return labels[SCREENS.has(kind) ? 'screenshot' : kind];
}

// ---------------------------------------------------------------- wording

function withoutPrefix(alt: string): string {
  const prefix = redundantPrefix(alt);
  return prefix ? capitalised(alt.slice(alt.indexOf(prefix) + prefix.length).trim()) : alt;
}

/** At the end of a sentence where one fits, else of a word. */
function shorten(text: string, maxLength: number): string {
  if (lengthOf(text) <= maxLength) return text;
  const head = text.slice(0, maxLength);
  const sentence = /^[\s\S]*[.!?。！？](?=\s|$)/.exec(head)?.[0];
  if (sentence && sentence.length > maxLength / 3) return sentence;
  const words = head.slice(0, maxLength - 1).replace(/[\s,;:–—(-]+\S*$/u, '');
  return `${words}…`;
}

/** Screen readers pause at the end of a sentence. */
function withFullStop(text: string): string {
  const isSentence = text.split(' ').length > 3;
  return isSentence && /[\p{L}\p{N})”"’]$/u.test(text) && !/[\u3040-\u30ff\u4e00-\u9fff]$/.test(text)
    ? `${text}.`
    : text;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function languageOf(locale: string | undefined): string {
  return locale?.split(/[-_]/)[0]?.toLowerCase() ?? 'en';
}

function isOtherLanguage(proposal: string, document: string | undefined): boolean {
  return document !== undefined && languageOf(proposal) !== languageOf(document);
}
