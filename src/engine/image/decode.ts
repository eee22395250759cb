import sharp, { type Metadata } from 'sharp';
import { messageOf, PixelScribeError } from '../../errors';
import type { ImageSource } from '../../protocol';
import { flatten } from './alpha';
import { bmpSize, decodeBmp, isBmp } from './bmp';
import type { Raster } from './raster';
import { readSource, sourceName } from './source';
import { drawSvg, svgZoom } from './svg';

export interface DecodeOptions {
  /** More pixels than this are refused before they are decoded. */
  readonly maxPixels?: number;
}

const DEFAULT_MAX_PIXELS = 100e6;

// Pictures are decoded one at a time and once: a cache of operations only holds memory.
sharp.cache(false);
sharp.concurrency(2);

/**
 * Decodes a picture once: first frame or page, EXIF orientation applied, sRGB, transparency laid on a
 * background it can be seen on.
 *
 * @throws PixelScribeError `not-an-image`, `unsupported-format`, `image-truncated`, `image-too-large`,
 * or what reading the file gave.
 */
export async function decodeImage(source: ImageSource, options: DecodeOptions = {}): Promise<Raster> {
  const name = sourceName(source);
  const bytes = await readSource(source);
  const maxPixels = options.maxPixels ?? DEFAULT_MAX_PIXELS;
  try {
    if (isBmp(bytes)) {
      const size = bmpSize(bytes);
      if (size) checkSize(name, size.widthPx, size.heightPx, maxPixels);
      return flatten(decodeBmp(bytes));
    }
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    checkSize(name, metadata.width, metadata.height, maxPixels);
    const drawn = metadata.format === 'svg' ? await drawSvg(bytes, svgZoom(metadata)) : undefined;
    if (drawn) return await decodeWithSharp(drawn, await sharp(drawn).metadata(), maxPixels);
    return await decodeWithSharp(bytes, metadata, maxPixels);
  } catch (error) {
    throw error instanceof PixelScribeError ? error : explain(error, name, bytes);
  }
}

async function decodeWithSharp(bytes: Uint8Array, metadata: Metadata, maxPixels: number): Promise<Raster> {
  const svg = metadata.format === 'svg';
  const image = sharp(bytes, {
    limitInputPixels: maxPixels * 16,
    failOn: 'error',
    ...(svg ? { density: (metadata.density ?? 72) * svgZoom(metadata) } : {}),
  })
    .autoOrient()
    .toColourspace('srgb');
  const hasAlpha = metadata.hasAlpha ?? false;
  const { data, info } = await (hasAlpha ? image.ensureAlpha() : image.removeAlpha())
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const raster = { data, widthPx: info.width, heightPx: info.height };
  if (info.channels === 4) return flatten(raster);
  return info.channels === 3 ? raster : greyToRgb(raster, info.channels);
}

function greyToRgb(raster: Raster, channels: number): Raster {
  const pixels = raster.widthPx * raster.heightPx;
  const data = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) data.fill(raster.data[i * channels]!, i * 3, i * 3 + 3);
  return { ...raster, data };
}

function checkSize(name: string, widthPx: number, heightPx: number, maxPixels: number): void {
  if (!(widthPx > 0 && heightPx > 0)) {
    throw new PixelScribeError('not-an-image', `${name} has no pixels (${widthPx}×${heightPx}).`);
  }
  if (widthPx * heightPx > maxPixels) {
    throw new PixelScribeError(
      'image-too-large',
      `${name} has ${widthPx}×${heightPx} pixels; the limit is ${Math.round(maxPixels / 1e6)} megapixels. Save a smaller copy and try again.`,
    );
  }
}

/** Turns what the decoders say into a code and a sentence that names the file. */
function explain(error: unknown, name: string, bytes: Uint8Array): PixelScribeError {
  const reason = messageOf(error);
  if (/unsupported image format|input buffer has corrupt header|svgload|Invalid Magic/i.test(reason)) {
    if (hasImageSignature(bytes)) return truncated(name, error);
    return new PixelScribeError(
      'not-an-image',
      `${name} is not a picture PixelScribe can read. It reads PNG, JPEG, GIF, WebP, BMP, SVG, AVIF and TIFF.`,
      { cause: error },
    );
  }
  if (/heif|bitstream|compression format/i.test(reason) && !/premature|end of/i.test(reason)) {
    return new PixelScribeError(
      'unsupported-format',
      `${name} uses a kind of compression PixelScribe cannot read. Save it as PNG and try again.`,
      { cause: error },
    );
  }
  return truncated(name, error);
}

function truncated(name: string, cause: unknown): PixelScribeError {
  return new PixelScribeError(
    'image-truncated',
    `${name} is damaged or cut off before its end. Save, copy or download it again.`,
    { cause },
  );
}

/** Whether the file begins like one of the formats read here, so that it is damaged rather than foreign. */
function hasImageSignature(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return (
    head.startsWith('\x89PNG') ||
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('GIF8') ||
    head.startsWith('BM') ||
    (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') ||
    /^.{4}ftypavi[fs]/s.test(head) ||
    /^(II\*\0|MM\0\*)/.test(head) ||
    /<svg[\s>]/.test(head)
  );
}
