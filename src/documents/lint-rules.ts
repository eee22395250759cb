/** The rules for alt text. Codes, wording and links are part of the user interface and stay stable. */
import { targetName } from './target';
import { collapse } from './text';
import type { ImageReference } from './types';

export const RULE_CODES = [
  'missing-alt-text',
  'linked-image-without-alt-text',
  'blank-alt-text',
  'file-name-as-alt-text',
  'placeholder-alt-text',
  'redundant-alt-prefix',
  'long-alt-text',
  'duplicate-alt-text',
] as const;
export type RuleCode = (typeof RULE_CODES)[number];

export interface RuleInfo {
  readonly summary: string;
  readonly severity: 'warning' | 'information';
  /** The guidance the rule follows. */
  readonly helpUrl: string;
}

const WCAG = 'https://www.w3.org/WAI/WCAG22/Techniques';
const TUTORIAL = 'https://www.w3.org/WAI/tutorials/images';

export const RULES: Readonly<Record<RuleCode, RuleInfo>> = {
  'missing-alt-text': {
    summary: 'An image has no alt text and is not marked as decorative.',
    severity: 'warning',
    helpUrl: `${WCAG}/failures/F65`,
  },
  'linked-image-without-alt-text': {
    summary: 'A link or button consists of an image without alt text, so it has no name.',
    severity: 'warning',
    helpUrl: `${WCAG}/failures/F89`,
  },
  'blank-alt-text': {
    summary: 'The alt text is white space only; decorative images have an empty alt text.',
    severity: 'warning',
    helpUrl: `${WCAG}/html/H67`,
  },
  'file-name-as-alt-text': {
    summary: 'The alt text is a file name.',
    severity: 'warning',
    helpUrl: `${WCAG}/failures/F30`,
  },
  'placeholder-alt-text': {
    summary: 'The alt text is a placeholder that says nothing about the image.',
    severity: 'warning',
    helpUrl: `${WCAG}/failures/F30`,
  },
  'redundant-alt-prefix': {
    summary: 'Screen readers announce images, so “image of” repeats what was said.',
    severity: 'information',
    helpUrl: `${TUTORIAL}/tips/`,
  },
  'long-alt-text': {
    summary: 'The alt text is too long to listen to; a longer description belongs beside the image.',
    severity: 'information',
    helpUrl: `${TUTORIAL}/complex/`,
  },
  'duplicate-alt-text': {
    summary: 'Different images in the document have the same alt text.',
    severity: 'information',
    helpUrl: 'https://learn.microsoft.com/style-guide/accessibility/accessibility-guidelines-requirements',
  },
};

/** Microsoft's guidance: at most about 150 characters. */
export const DEFAULT_MAX_LENGTH = 150;

/** Whether the image is the only thing in a link or button, which then has no name without alt text. */
export function isFunctional(reference: ImageReference): boolean {
  return reference.link?.text === '' || reference.button?.text === '';
}

const FILE_NAME = /^[^\s/\\]+\.(?:png|jpe?g|gif|webp|avif|bmp|svg|tiff?|heic|ico|pdf|eps)$/i;
const PATH = /^(?:[\w.~-]*[/\\])+[^\s/\\]+\.\w{2,4}$/;
/** What cameras, phones and screenshot tools call their files. */
const CAMERA_NAME =
  /^(?:img|dsc[fn]?|dcim|p|pxl|mvimg|vid|image|photo|screenshot|screen[ _-]shot|bildschirmfoto|capture d[’']écran|captura de pantalla|schermata)[ _-]?\d{3,}[\d _.:-]*(?:(?:at|um|à|a las|alle)[ _-]\d[\d _.:-]*)?(?:[ap]m)?$/i;

export function isFileName(alt: string, reference: ImageReference): boolean {
  const text = alt.trim();
  if (FILE_NAME.test(text) || PATH.test(text) || CAMERA_NAME.test(text)) return true;
  // `Logo` for logo.png may well be what it is; `login-dialog_2` is not language.
  const stem = targetName(reference.target).replace(/\.\w{2,4}$/, '');
  return (
    stem !== '' &&
    text.toLowerCase() === stem.toLowerCase() &&
    /[_\d]|-(?=.*-)|\w-\w/.test(stem) &&
    !/\s/.test(text)
  );
}

const PLACEHOLDERS = new Set(
  `alt|alt text|alt-text|alttext|alternative text|alternate text|image|image alt|image alt text|images|img|pic|
   picture|photo|photograph|graphic|graphics|figure|fig|drawing|icon|placeholder|placeholder image|text|caption|
   description|image description|describe image|enter image description here|insert alt text here|add alt text|
   alt text here|your alt text|todo|tbd|fixme|n/a|na|none|null|undefined|untitled|unnamed|spacer|blank|nbsp|
   screenshot|screen shot|image here|a picture|an image|my image|image title|describing image…|
   bild|bildbeschreibung|foto|abbildung|grafik|alternativtext|imagen|foto|texto alternativo|texte alternatif|
   immagine|testo alternativo|imagem|afbeelding|alternatieve tekst|obraz|zdjęcie|изображение|картинка|画像|图片|圖片|이미지`
    .split('|')
    .map(collapse),
);

export function isPlaceholder(alt: string): boolean {
  const text = collapse(alt)
    .toLowerCase()
    .replace(/[.:!]+$/, '');
  return (
    text === '' ||
    PLACEHOLDERS.has(text) ||
    /^(?:image|img|picture|photo|screenshot|figure|fig|bild|abb)\.?[ _-]?\d+$/.test(text) ||
    (/^[\W_]+$/u.test(text) && !/[\p{L}\p{N}\p{Extended_Pictographic}\p{Sm}\p{Sc}]/u.test(text))
  );
}

/** “Screenshot of”, “diagram of” and “chart of” say something; “image of” does not. */
const REDUNDANT_PREFIX = new RegExp(
  [
    String.raw`(?:an?|the|this)?\s*(?:image|picture|photo|photograph|pic|graphic)\s+(?:of|showing|shows|that shows|which shows|depicting|displaying|illustrating)\s`,
    String.raw`(?:ein|das|dieses|eine)?\s*(?:bild|foto|grafik|abbildung)\s+(?:von|vom|mit|zeigt|das|der|die|eines|einer)\s`,
    String.raw`(?:une |l[’'])?(?:image|photo|photographie)\s+(?:de |d[’']|du |des |montrant )`,
    String.raw`(?:una |la )?(?:imagen|foto)\s+(?:de|del|que muestra)\s`,
    String.raw`(?:uma |a )?(?:imagem|foto)\s+(?:de|do|da|que mostra)\s`,
    String.raw`(?:un[’']|l[’'])?(?:immagine|foto)\s+(?:di|del|della|che mostra)\s`,
    String.raw`(?:een )?(?:afbeelding|foto)\s+(?:van|met)\s`,
  ].join('|'),
  'iu',
);

export function redundantPrefix(alt: string): string | undefined {
  const match = new RegExp(`^\\s*(?:${REDUNDANT_PREFIX.source})`, 'iu').exec(alt);
  return match?.[0].trim();
}

/** Counted as people do: by user-perceived characters. */
export function lengthOf(text: string): number {
  if (/^[\u0020-\u024f]*$/.test(text)) return text.length;
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].length;
}
