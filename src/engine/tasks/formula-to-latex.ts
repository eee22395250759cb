import type { ImageSource, LatexResult } from '../../protocol';
import type { FormulaReader } from '../formula/formula-reader';
import { decodeImage } from '../image/decode';

/** How many readings are weighed against one another; one is shown, the others are offered. */
export const BEAMS = 4;

/**
 * The LaTeX of the formula in a picture, without delimiters.
 *
 * @example
 * const result = await formulaToLatex({ path: 'euler.png' }, new FormulaReader('models'), signal);
 * result.latex; // "e^{i\pi}+1=0"
 */
export async function formulaToLatex(
  source: ImageSource,
  reader: FormulaReader,
  signal: AbortSignal,
): Promise<LatexResult> {
  const start = performance.now();
  const raster = await decodeImage(source);
  signal.throwIfAborted();
  const reading = await reader.read(raster, { beams: BEAMS, signal });
  return {
    ...reading,
    alternatives: reading.alternatives.slice(0, 3),
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    model: reader.model,
    ms: Math.round(performance.now() - start),
  };
}
