/** The images of a document as the review lists them, and finding one again after the document changed. */
import { createHash } from 'node:crypto';
import type { DocumentsCore } from '../client/documents';
import type { Diagnostic } from '../documents/lint';
import type { DocumentLanguage, ImageReference } from '../documents/types';

type ImageContext = ReturnType<DocumentsCore['contextFor']>;

export interface DocumentText {
  readonly uri: string;
  readonly language: DocumentLanguage;
  readonly text: string;
}

export interface ScannedImage {
  /** Names the image within its document: what it points to, and which of the references to it this is. */
  readonly key: string;
  readonly reference: ImageReference;
  readonly context: ImageContext;
  /** What the rules say about its alt text. */
  readonly diagnostic?: Diagnostic;
}

export interface ScannedDocument extends DocumentText {
  /** In document order. */
  readonly images: readonly ScannedImage[];
}

export async function scanDocument(core: DocumentsCore, document: DocumentText): Promise<ScannedDocument> {
  const parsed = await core.parseDocument(document);
  const problems = new Map(core.lintParsed(parsed).map((diagnostic) => [diagnostic.reference, diagnostic]));
  const counts = new Map<string, number>();
  const images = parsed.references
    // Where nobody expects alt text and nobody wrote any, there is nothing to review.
    .filter((reference) => reference.altExpected || reference.alt.state === 'text')
    .map((reference) => {
      const target = targetKey(reference);
      const ordinal = counts.get(target) ?? 0;
      counts.set(target, ordinal + 1);
      const diagnostic = problems.get(reference);
      const context = core.contextFor(parsed, reference);
      return { key: `${target}-${ordinal}`, reference, context, ...(diagnostic && { diagnostic }) };
    });
  return { ...document, images };
}

/** Of a length that fits into an id, whatever is embedded. */
function targetKey({ target }: ImageReference): string {
  return createHash('sha256').update(`${target.kind}\0${target.value}`).digest('hex').slice(0, 16);
}

/**
 * The same image in a later state of its document. Undefined when that is not certain: it is gone, its alt text is
 * another one by now, or several look alike.
 */
export function relocate(
  image: ScannedImage,
  before: ScannedDocument,
  now: ScannedDocument,
): ScannedImage | undefined {
  if (before.text === now.text) return now.images.find(({ key }) => key === image.key);
  const own = fingerprint(image);
  const alike = (document: ScannedDocument) => document.images.filter((other) => fingerprint(other) === own);
  const [found, ...others] = alike(now);
  if (found && others.length === 0 && alike(before).length === 1) return found;
  // Text around it changed, or it appears several times: its place among the references to that picture tells.
  const sameTarget = (document: ScannedDocument) =>
    document.images.filter(({ reference }) => targetKey(reference) === targetKey(image.reference));
  if (sameTarget(before).length !== sameTarget(now).length) return undefined;
  const candidate = now.images.find(({ key }) => key === image.key);
  return candidate && altOf(candidate) === altOf(image) ? candidate : undefined;
}

function fingerprint(image: ScannedImage): string {
  const { heading, sentence, following, caption } = image.context;
  return JSON.stringify([targetKey(image.reference), altOf(image), heading, sentence, following, caption]);
}

function altOf({ reference }: ScannedImage): string {
  return JSON.stringify([reference.alt.state, reference.alt.value, reference.decorative]);
}
