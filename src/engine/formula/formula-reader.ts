import { join } from 'node:path';
import { PixelScribeError } from '../../errors';
import type { Raster } from '../image/raster';
import { type LatexReading, ModelReader, type ReadOptions } from './model-reader';

/** Folders of the models, below the folder of all that ship. */
export const PRINT_MODEL = 'formula';
export const HANDWRITING_MODEL = 'formula-handwritten';

/** A first draft of print that is less sure than this may be of handwriting. */
const LIKELY_PRINT = 0.05;
/** A reading of handwriting that is surer than this is not weighed against one of print. */
const SURE_OF_HANDWRITING = 0.5;

/**
 * Reads the formula in a picture: as print, unless the lines are as even as a pen's and make no sense as print. Then as
 * handwriting, and where that is in doubt the surer of the two readings counts. Each model is loaded by the first picture
 * that needs it.
 */
export class FormulaReader {
  readonly model = 'PixelScribe formula';
  private readonly print: ModelReader;
  private readonly handwriting: ModelReader;

  /** @param modelsDir Holds the folders of the models. */
  constructor(modelsDir: string) {
    this.print = new ModelReader(join(modelsDir, PRINT_MODEL));
    this.handwriting = new ModelReader(join(modelsDir, HANDWRITING_MODEL));
  }

  /** @throws PixelScribeError `no-formula-found`, `model-missing` or `model-damaged` */
  async read(raster: Raster, options: ReadOptions = {}): Promise<LatexReading> {
    let known: Promise<boolean> | undefined;
    // Most pictures are print beyond doubt: their lines need not be measured.
    const penned = () => (known ??= this.print.mayBePenned(raster));
    const leave = async (confidence: number) => confidence < LIKELY_PRINT && (await penned());
    const printed = await this.print.read(raster, { ...options, leave });
    if (printed && (printed.confidence >= LIKELY_PRINT || !(await penned()))) return printed;
    const written = (await penned()) ? await this.handwriting.read(raster, options) : undefined;
    if (written && written.confidence >= SURE_OF_HANDWRITING) return written;
    const reading = surer(printed && (await this.print.read(raster, options)), written);
    if (!reading) throw noFormula();
    return reading;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.print.dispose(), this.handwriting.dispose()]);
  }
}

function surer(a: LatexReading | undefined, b: LatexReading | undefined): LatexReading | undefined {
  if (!a || !b) return a ?? b;
  return b.confidence > a.confidence ? b : a;
}

function noFormula(): PixelScribeError {
  return new PixelScribeError(
    'no-formula-found',
    'No formula was found. Crop the picture to one formula, or extract its text instead.',
  );
}
