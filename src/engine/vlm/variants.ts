import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PixelScribeError } from '../../errors';

/** How a file's weights are stored; named as on the hub. */
export type Variant = 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4' | 'q4f16' | 'bnb4';
export type Part = 'visionEncoder' | 'embedTokens' | 'decoder';
export type VariantMix = Readonly<Record<Part, Variant>>;

const SUFFIXES: Readonly<Record<Variant, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};

const NAMES: Readonly<Record<Part, readonly string[]>> = {
  visionEncoder: ['vision_encoder'],
  embedTokens: ['embed_tokens'],
  decoder: ['decoder_model_merged', 'decoder_model'],
};

/**
 * Best on a CPU first. Encoders that are exact come before the faster int8, which `tune` weighs against them. The
 * q4f16 decoder comes late: it failed on older runtimes.
 */
const PREFERENCE: Readonly<Record<Part, readonly Variant[]>> = {
  visionEncoder: ['fp32', 'q4f16', 'fp16', 'q4', 'int8', 'q8', 'uint8', 'bnb4'],
  embedTokens: ['fp16', 'q4f16', 'fp32', 'q4', 'q8', 'int8', 'uint8', 'bnb4'],
  decoder: ['q4', 'int8', 'q8', 'uint8', 'fp32', 'q4f16', 'fp16', 'bnb4'],
};

const PARTS: readonly Part[] = ['visionEncoder', 'embedTokens', 'decoder'];

const isCheckpoint = (name: string) => name.endsWith('.safetensors');

/** The file of a part in a variant, in the model's folder or its `onnx` subfolder; undefined if it is not there. */
export function findFile(dir: string, part: Part, variant: Variant): string | undefined {
  for (const folder of [join(dir, 'onnx'), dir]) {
    for (const name of NAMES[part]) {
      const file = join(folder, `${name}${SUFFIXES[variant]}.onnx`);
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

/** Variants of each part that are installed, best on a CPU first. */
export function availableVariants(dir: string): Readonly<Record<Part, readonly Variant[]>> {
  const of = (part: Part) => PREFERENCE[part].filter((variant) => findFile(dir, part, variant) !== undefined);
  return { visionEncoder: of('visionEncoder'), embedTokens: of('embedTokens'), decoder: of('decoder') };
}

/**
 * Completes the wanted variants with the best installed ones.
 *
 * @throws PixelScribeError `model-missing` naming the part and what is there instead
 */
export function resolveVariants(
  dir: string,
  wanted: Partial<VariantMix> = {},
): { readonly mix: VariantMix; readonly files: Readonly<Record<Part, string>> } {
  const available = availableVariants(dir);
  const mix = {} as Record<Part, Variant>;
  const files = {} as Record<Part, string>;
  for (const part of PARTS) {
    const variant = wanted[part] ?? available[part][0];
    const file = variant && findFile(dir, part, variant);
    if (!variant || !file) {
      const name = `${NAMES[part][0]}${variant ? SUFFIXES[variant] : ''}.onnx`;
      if (available[part].length === 0 && existsSync(dir) && readdirSync(dir).some(isCheckpoint)) {
        throw new PixelScribeError(
          'model-missing',
          `${dir} holds a PyTorch checkpoint, which has to be converted once: see docs/fastvlm.md, “Converting a checkpoint”.`,
        );
      }
      const folder = existsSync(dir) ? `It has: ${readdirSync(dir).join(', ') || 'nothing'}. ` : '';
      const installed = available[part].length > 0 ? `Installed: ${available[part].join(', ')}. ` : folder;
      throw new PixelScribeError(
        'model-missing',
        `${dir} has no ${name}. ${installed}Install the model again or choose an installed variant.`,
      );
    }
    mix[part] = variant;
    files[part] = file;
  }
  return { mix, files };
}
