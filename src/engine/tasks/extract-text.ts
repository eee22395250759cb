import type { ImageSource, TextResult } from '../../protocol';
import { decodeImage } from '../image/decode';
import type { TextReader } from '../ocr';

/**
 * All text of a picture in reading order.
 *
 * @example
 * const result = await extractText({ path: 'screenshot.png' }, new TextReader('models'), signal);
 * result.text; // "$ npm test\n12 passed"
 */
export async function extractText(
  source: ImageSource,
  reader: TextReader,
  signal: AbortSignal,
): Promise<TextResult> {
  const start = performance.now();
  const raster = await decodeImage(source);
  signal.throwIfAborted();
  const { text, lines } = await reader.read(raster, signal);
  return {
    text,
    lines,
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    model: reader.model,
    ms: Math.round(performance.now() - start),
  };
}
