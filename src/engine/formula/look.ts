/** What the encoder sees in a picture, at the scale it expects. */
import type { ImageFeatures, PixelValues, VisionLanguageModel } from '../vlm';
import type { FormulaConfig, Preprocessing } from './config';
import type { Ink } from './ink';
import { type Mark, type MarkClasses, marksOf } from './marks';
import { guessEm, quantile, scaleFactor, toPixels } from './scale';

export interface Look {
  readonly ink: Ink;
  readonly pixels: PixelValues;
  readonly features: ImageFeatures;
  readonly marks: readonly Mark[];
  /** Size of the text font in the picture, px. */
  readonly emPx: number;
  /** Size of the text font relative to what the model expects, by the marks; undefined without text. */
  readonly typicalSize: number | undefined;
  /** How many times smaller than it likes the model got the picture; 1 but for very large ones. */
  readonly shrunk: number;
}

/** Looks at the picture as if its text font had `emPx` pixels. */
export async function lookAt(
  model: VisionLanguageModel,
  ink: Ink,
  emPx: number,
  { preprocessing }: FormulaConfig,
  classes: MarkClasses,
  signal?: AbortSignal,
): Promise<Look> {
  const pixels = toPixels(ink, emPx, preprocessing);
  const features = await model.encodePixels(pixels, signal);
  const marks = marksOf(features);
  const typicalSize = sizeOfText(marks, classes, preprocessing.rescale_quantile);
  const shrunk = preprocessing.em_px / emPx / scaleFactor(ink, emPx, preprocessing);
  return { ink, pixels, features, marks, emPx, typicalSize, shrunk };
}

/** Guesses the scale, looks, and looks again where the marks' sizes say that the guess was wrong. */
export async function lookAtBestScale(
  model: VisionLanguageModel,
  ink: Ink,
  config: FormulaConfig,
  classes: MarkClasses,
  signal?: AbortSignal,
): Promise<Look> {
  const { preprocessing } = config;
  let emPx = guessEm(ink, preprocessing);
  for (let attempt = 0; ; attempt++) {
    const look = await lookAt(model, ink, emPx, config, classes, signal);
    if (attempt === 2 || !look.typicalSize) return look;
    if (Math.abs(Math.log(look.typicalSize)) <= preprocessing.rescale_above) return look;
    emPx = measuredEm(look, preprocessing);
    // A picture that is as large as it may be stays as it is.
    const same = scaleFactor(ink, emPx, preprocessing) === scaleFactor(ink, look.emPx, preprocessing);
    if (same) return { ...look, emPx, shrunk: look.shrunk * (look.emPx / emPx) };
  }
}

function measuredEm({ ink, emPx, typicalSize }: Look, constants: Preprocessing): number {
  return ((typicalSize ?? 1) * constants.em_px) / scaleFactor(ink, emPx, constants);
}

/** Font size of the text among the marks, relative to what the model expects; undefined without text. */
function sizeOfText(marks: readonly Mark[], classes: MarkClasses, q: number): number | undefined {
  const sizes = marks
    .filter((mark) => mark.probability > 0.5 && classes.sized[mark.class])
    .map(({ size }) => size);
  if (sizes.length === 0) return undefined;
  return quantile(Float64Array.from(sizes).sort(), q);
}
