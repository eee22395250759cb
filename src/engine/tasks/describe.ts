import type { DescribeResult, ImageSource } from '../../protocol';
import type { Describer } from '../describe';
import { decodeImage } from '../image/decode';
import type { TextReader } from '../ocr';

/**
 * What kind of picture it is, alt text and a description from what was measured, and its text.
 *
 * @example
 * const result = await describeImage({ path: 'error.png' }, reader, describer, signal);
 * result.altText; // "Screenshot of a terminal where “make” fails with “No rule to make target”."
 */
export async function describeImage(
  source: ImageSource,
  reader: TextReader,
  describer: Describer,
  signal: AbortSignal,
): Promise<DescribeResult> {
  const start = performance.now();
  const raster = await decodeImage(source);
  signal.throwIfAborted();
  const reading = await reader.read(raster, signal);
  const described = await describer.describe(raster, reading, signal);
  return {
    ...described,
    text: reading.text,
    lines: reading.lines,
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    model: reader.model,
    ms: Math.round(performance.now() - start),
  };
}
