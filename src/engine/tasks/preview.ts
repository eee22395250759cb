import sharp from 'sharp';
import type { ImageSource } from '../../protocol';
import { decodeImage } from '../image/decode';

/** Enough for a panel beside the editor, at twice the pixels of an ordinary screen. */
const MAX_EDGE_PX = 2400;

/**
 * The picture as WebP, upright and not larger than needed, for pages that cannot show its own format.
 *
 * @throws PixelScribeError as `decodeImage` does
 */
export async function previewImage(source: ImageSource, signal: AbortSignal): Promise<Uint8Array> {
  const { data, widthPx, heightPx } = await decodeImage(source);
  signal.throwIfAborted();
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize({ width: MAX_EDGE_PX, height: MAX_EDGE_PX, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 90, effort: 1 })
    .toBuffer();
}
