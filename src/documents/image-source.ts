/** The picture behind a reference, as the engine takes it. */
import { stat } from 'node:fs/promises';
import { PixelScribeError } from '../errors';
import type { ImageSource } from '../protocol';
import { candidatePaths, targetName } from './target';
import type { ImageReference } from './types';

export interface ReferencePlace {
  readonly documentPath?: string;
  readonly roots: readonly string[];
}

/**
 * @throws PixelScribeError `file-not-found` where no file fits, and for pictures that are on the network or
 *   computed when the page is shown
 */
export async function imageSourceOf(reference: ImageReference, place: ReferencePlace): Promise<ImageSource> {
  const { target } = reference;
  switch (target.kind) {
    case 'path':
      return { path: await existingFile(reference, place) };
    case 'data':
    case 'attachment':
      return dataSource(target.value);
    case 'url':
      throw new PixelScribeError(
        'file-not-found',
        `${target.value} is on the network, and nothing is fetched from there. Download the picture, or write its alt text by hand.`,
      );
    case 'dynamic':
      throw new PixelScribeError(
        'file-not-found',
        'Which picture this is turns out only when the page is shown. Write its alt text by hand.',
      );
  }
}

async function existingFile(reference: ImageReference, place: ReferencePlace): Promise<string> {
  for (const candidate of candidatePaths(reference.target, place)) {
    const info = await stat(candidate).catch(() => undefined);
    if (info?.isFile()) return candidate;
  }
  const name = targetName(reference.target) || reference.target.value;
  throw new PixelScribeError(
    'file-not-found',
    `${name} was not found beside the document nor in the project. Check its path.`,
  );
}

function dataSource(uri: string): ImageSource {
  const match = /^data:([^,]*),(.*)$/is.exec(uri);
  if (!match) throw new PixelScribeError('not-an-image', 'The embedded picture is not a valid data URI.');
  const [, type = '', data = ''] = match;
  const bytes = /;\s*base64\s*$/i.test(type)
    ? Buffer.from(
        data.replace(/%[\da-f]{2}|\s/gi, (part) => (part[0] === '%' ? decodeURIComponent(part) : '')),
        'base64',
      )
    : Buffer.from(decodePercent(data), 'utf8');
  return { bytes: new Uint8Array(bytes), name: 'embedded picture' };
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
