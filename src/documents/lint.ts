/** Alt text problems of a document. */

import {
  DEFAULT_MAX_LENGTH,
  isFileName,
  isFunctional,
  isPlaceholder,
  lengthOf,
  RULES,
  type RuleCode,
  redundantPrefix,
} from './lint-rules';
import { parseDocument } from './parse';
import { targetName } from './target';
import { collapse } from './text';
import type { ImageReference, ParsedDocument, SourceDocument, TextRange } from './types';

export interface Diagnostic {
  readonly code: RuleCode;
  readonly message: string;
  readonly severity: 'warning' | 'information';
  readonly helpUrl: string;
  /** The alt text where there is one, otherwise the reference. */
  readonly range: TextRange;
  readonly reference: ImageReference;
  /** For duplicates: the first image with that text. */
  readonly related?: ImageReference;
}

export interface LintOptions {
  readonly disabled?: ReadonlySet<RuleCode>;
  /** Characters; 150 unless told. */
  readonly maxLength?: number;
}

export async function lint(document: SourceDocument, options: LintOptions = {}): Promise<Diagnostic[]> {
  return lintParsed(await parseDocument(document), options);
}

export function lintParsed(parsed: ParsedDocument, options: LintOptions = {}): Diagnostic[] {
  const firstWith = new Map<string, ImageReference>();
  const diagnostics: Diagnostic[] = [];
  for (const reference of parsed.references) {
    const found = check(reference, options.maxLength ?? DEFAULT_MAX_LENGTH, firstWith);
    if (found && !options.disabled?.has(found.code)) diagnostics.push(report(reference, found));
  }
  return diagnostics;
}

interface Finding {
  readonly code: RuleCode;
  readonly message: string;
  readonly related?: ImageReference;
}

/** The first rule that an image breaks: later ones would only repeat it in other words. */
function check(
  reference: ImageReference,
  maxLength: number,
  firstWith: Map<string, ImageReference>,
): Finding | undefined {
  const { alt } = reference;
  if (reference.named || alt.state === 'dynamic' || !(reference.altExpected || alt.state === 'text'))
    return undefined;
  const name = targetName(reference.target);
  const image = name ? `The image “${shorten(name)}”` : 'The image';
  if (isFunctional(reference) && (alt.state !== 'text' || alt.value.trim() === '') && !isHidden(reference)) {
    const around = reference.link ? 'link' : 'button';
    return {
      code: 'linked-image-without-alt-text',
      message: `${image} is all there is in a ${around}, and without alt text the ${around} has no name. Say where it leads or what it does.`,
    };
  }
  if (reference.decorative) return undefined;
  if (alt.state !== 'text') {
    return {
      code: 'missing-alt-text',
      message: `${image} has no alt text. Describe it, or mark it as decorative.`,
    };
  }
  return checkText(reference, collapse(alt.value), maxLength, firstWith);
}

function checkText(
  reference: ImageReference,
  text: string,
  maxLength: number,
  firstWith: Map<string, ImageReference>,
): Finding | undefined {
  if (text === '') {
    return {
      code: 'blank-alt-text',
      message: 'The alt text is only white space. Describe the image, or mark it as decorative.',
    };
  }
  if (isFileName(text, reference)) {
    return {
      code: 'file-name-as-alt-text',
      message: `“${shorten(text)}” is a file name. Say what the image shows.`,
    };
  }
  if (isPlaceholder(text)) {
    return {
      code: 'placeholder-alt-text',
      message: `“${shorten(text)}” is a placeholder. Say what the image shows.`,
    };
  }
  const prefix = redundantPrefix(text);
  if (prefix) {
    return {
      code: 'redundant-alt-prefix',
      message: `Leave out “${prefix}”: screen readers say that it is an image.`,
    };
  }
  const length = lengthOf(text);
  if (length > maxLength) {
    return {
      code: 'long-alt-text',
      message: `The alt text has ${length} characters, more than ${maxLength}. Shorten it and put the details into a longer description.`,
    };
  }
  return checkDuplicate(reference, text, firstWith);
}

/** The same picture may appear twice; the same words for different pictures help nobody. */
function checkDuplicate(
  reference: ImageReference,
  text: string,
  firstWith: Map<string, ImageReference>,
): Finding | undefined {
  const key = text.toLowerCase();
  const first = firstWith.get(key);
  if (!first) {
    firstWith.set(key, reference);
    return undefined;
  }
  const known = first.target.kind !== 'dynamic' && reference.target.kind !== 'dynamic';
  if (!known || first.target.value === reference.target.value) return undefined;
  return {
    code: 'duplicate-alt-text',
    message: `“${shorten(text)}” is also the alt text of “${shorten(targetName(first.target))}”. Say what tells the images apart.`,
    related: first,
  };
}

/** Hidden from screen readers altogether, unlike an empty alt text inside a link. */
function isHidden(reference: ImageReference): boolean {
  return reference.decorative && reference.alt.state !== 'empty';
}

function report(reference: ImageReference, finding: Finding): Diagnostic {
  const { severity, helpUrl } = RULES[finding.code];
  const written = reference.alt.state === 'text' ? reference.alt.range : undefined;
  return { ...finding, severity, helpUrl, range: written ?? reference.range, reference };
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
