import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PixelScribeError } from '../../errors';

/** Constants of the preparation of pictures; see models/formula/PREPROCESSING.md. */
export interface Preprocessing {
  /** Size of the text font the model expects, px. */
  readonly em_px: number;
  readonly margin_px: number;
  readonly multiple_px: number;
  readonly ink: number;
  readonly blank: number;
  readonly contrast_low: number;
  readonly contrast_high: number;
  readonly max_width_px: number;
  readonly max_height_px: number;
  readonly scale_quantiles: readonly number[];
  readonly scale_weights: readonly number[];
  readonly rescale_quantile: number;
  readonly rescale_above: number;
  /** Of a model of handwriting: width that thin lines are given, px of the model's input. */
  readonly pen_px?: number;
  /** By how many px of the picture a line may be widened on each side. */
  readonly max_growth_px?: number;
}

export interface FormulaConfig {
  readonly preprocessing: Preprocessing;
  readonly maxNewTokens: number;
  readonly bosId: number;
  readonly eosId: number;
  readonly vocabularySize: number;
  /** Names of the marks the encoder tells apart. */
  readonly markClasses: readonly string[];
}

/** @throws PixelScribeError `model-missing` or `model-damaged` */
export async function readFormulaConfig(dir: string): Promise<FormulaConfig> {
  const file = join(dir, 'config.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new PixelScribeError(
      'model-missing',
      `The formula model is missing from ${dir}. Reinstall PixelScribe.`,
      { cause },
    );
  });
  try {
    const { preprocessing, max_new_tokens, marks, text_config } = JSON.parse(text);
    if (!preprocessing || !marks?.classes) throw new Error('incomplete');
    return {
      preprocessing,
      maxNewTokens: max_new_tokens,
      bosId: text_config.bos_token_id,
      eosId: text_config.eos_token_id,
      vocabularySize: text_config.vocab_size,
      markClasses: marks.classes,
    };
  } catch (cause) {
    throw new PixelScribeError('model-damaged', `${file} is damaged. Reinstall PixelScribe.`, { cause });
  }
}
