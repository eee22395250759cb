import type { Fact, ImageKind } from '../../protocol';
import { coloursOf, formatOf } from './kinds/photo';
import { type Findings, type KindGuess, prominent, type Scene } from './scene';
import {
  ALT_TEXT_MAX,
  ALT_TEXT_MIN,
  capitalised,
  clip,
  fitting,
  list,
  quote,
  sentence,
  withArticle,
} from './wording';

/** Below this the kind is not named. */
const NEUTRAL_BELOW = 0.5;
/** Below this it "appears to be" of its kind. */
const HEDGED_BELOW = 0.75;

export const KIND_NAMES: Readonly<Record<ImageKind, string>> = {
  code: 'code editor',
  terminal: 'terminal',
  'web-page': 'web page',
  dialog: 'dialog or form',
  table: 'table',
  chart: 'chart',
  diagram: 'diagram',
  formula: 'formula',
  document: 'document',
  photo: 'photo',
  icon: 'icon',
};

/** Everything a description is composed from; plain data, so that it can be composed again. */
export interface DescriptionParts {
  readonly scene: Scene;
  readonly guess: KindGuess;
  readonly findings: Findings;
}

export interface Composed {
  readonly altText: string;
  readonly description: string;
  readonly facts: readonly Fact[];
}

/** A vision model's words. */
export interface SeenDescription {
  readonly sentence: string;
  readonly longDescription?: string;
}

/**
 * Alt text, description and facts out of what was measured.
 *
 * @param seen What a vision model says the picture shows: its sentence replaces the measured one in the alt text, and
 * its long description, or else the sentence, opens the description; the measured details and facts stay.
 */
export function composeDescription(parts: DescriptionParts, seen?: SeenDescription): Composed {
  const { scene, findings } = parts;
  const measured = measuredAltText(parts);
  const short = seen?.sentence.replace(/\s+/g, ' ').trim();
  const long = seen?.longDescription?.trim() || short;
  const altText = short ? sentence(clip(firstSentences(short), ALT_TEXT_MAX - 1)) : measured;
  const named = parts.guess.confidence >= NEUTRAL_BELOW;
  const details = (named ? findings.details : neutralDetails(scene)).filter(
    // With a vision model's sentence there is nothing to offer any more.
    (detail) => !(short && /vision model/.test(detail)),
  );
  const opening = long ? sentence(long) : measured;
  const description = [
    opening,
    ...details.filter((detail) => !isSaid(detail, opening)),
    looks(scene, opening),
  ].join(' ');
  return { altText, description, facts: factsOf(parts) };
}

function measuredAltText({ scene, guess, findings }: DescriptionParts): string {
  const { kind, confidence } = guess;
  const text =
    confidence < NEUTRAL_BELOW
      ? neutralAltText(scene)
      : fitting(
          confidence < HEDGED_BELOW ? findings.altTexts.map((text) => hedged(text, kind)) : findings.altTexts,
        );
  if ([...text].length >= ALT_TEXT_MIN) return text;
  const colours = coloursOf(scene.appearance);
  const bare = text.replace(/\.$/, '');
  return sentence(
    `${bare}${bare.includes(colours) ? '' : `, ${colours}`}, ${scene.widthPx} × ${scene.heightPx} pixels`,
  );
}

/** "Screenshot of a terminal…" becomes "Screenshot of what appears to be a terminal…". */
function hedged(text: string, kind: ImageKind): string {
  const screenshot = /^Screenshot of (.*)$/s.exec(text);
  if (screenshot) return `Screenshot of what appears to be ${screenshot[1]}`;
  const rest = text.charAt(0).toLowerCase() + text.slice(1);
  if (/^(?:an?|the) /.test(rest)) return `What appears to be ${rest}`;
  const acronym = kind === 'document' && /^cV\b/.test(rest) ? text : rest;
  return `What appears to be ${withArticle(acronym)}`;
}

/** Without a kind: the text that stands out, or the format and colours. */
function neutralAltText(scene: Scene): string {
  const texts = prominent(scene, 3).map((line) => quote(line.text, 60));
  if (texts.length === 0)
    return sentence(`Picture in ${formatOf(scene)} format, ${coloursOf(scene.appearance)}`);
  return fitting([3, 2, 1].map((n) => `Screenshot with the text ${list(texts.slice(0, n))}`));
}

function neutralDetails(scene: Scene): string[] {
  const first = scene.lines.find((line) => line.confidence >= 0.8);
  return first ? [`Its text begins with ${quote(first.text, 120)}.`] : ['No text was found in it.'];
}

/** Whether everything a sentence quotes is quoted in the first one already. */
function isSaid(detail: string, opening: string): boolean {
  const quotes = detail.match(/“[^”]+”/g) ?? [];
  return quotes.length > 0 && quotes.every((text) => opening.includes(text));
}

/** The last sentence: size, format, light or dark, and the colours unless they are named already. */
function looks(scene: Scene, opening: string): string {
  const { appearance, widthPx, heightPx } = scene;
  const ground = appearance.theme === 'mixed' ? '' : `, ${appearance.theme} overall`;
  const colours = coloursOf(appearance);
  const rest = opening.includes(colours) ? '' : `, ${colours}`;
  return sentence(
    `The picture is ${widthPx} × ${heightPx} pixels, in ${formatOf(scene)} format${ground}${rest}`,
  );
}

function factsOf({ scene, guess, findings }: DescriptionParts): Fact[] {
  const { appearance } = scene;
  const kind = `${capitalised(KIND_NAMES[guess.kind])} (${Math.round(100 * guess.confidence)} % sure)`;
  return [
    { label: 'Kind', value: kind },
    ...findings.facts,
    { label: 'Size', value: `${scene.widthPx} × ${scene.heightPx} px, ${formatOf(scene)}` },
    ...(appearance.theme === 'mixed' ? [] : [{ label: 'Theme', value: appearance.theme }]),
    ...(appearance.colours.length === 0
      ? []
      : [
          {
            label: 'Colours',
            value: appearance.colours
              .map(({ name, share }) => `${name} ${Math.round(100 * share)} %`)
              .join(', '),
          },
        ]),
    ...(scene.lines.length > 0 ? [{ label: 'Lines of text', value: String(scene.lines.length) }] : []),
  ];
}

/** As many whole sentences as an alt text holds. */
function firstSentences(text: string): string {
  const parts = text.match(/[^.!?]+[.!?]+(?:\s|$)|[^.!?]+$/g) ?? [text];
  let kept = '';
  for (const part of parts) {
    if (kept && (kept + part).trim().length > ALT_TEXT_MAX) break;
    kept += part;
  }
  return kept.trim();
}
