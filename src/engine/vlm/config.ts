import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PixelScribeError } from '../../errors';

/** What the runtime needs to know of a model; read from the model's own files, never assumed. */
export interface VlmConfig {
  readonly modelType: string;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly numKeyValueHeads: number;
  readonly headDim: number;
  /** Id that stands for the image features in a prompt, and its text. */
  readonly imageTokenId: number;
  readonly imageToken: string;
  /** Generation ends at any of these. */
  readonly stopTokenIds: readonly number[];
  readonly maxPositions: number;
  readonly image: ImageConfig;
  /**
   * Prompt of a model that is no chat model, `prompt_template` in config.json: text in which the image token
   * marks the features and `{prompt}` the request. Absent for chat models, which get ChatML.
   */
  readonly promptTemplate?: string;
}

export interface ImageConfig {
  /** Edge length the model was evaluated at. */
  readonly sizePx: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly rescaleFactor: number;
}

type Json = { readonly [key: string]: unknown };

async function readJson(dir: string, name: string, required: boolean): Promise<Json> {
  let text: string;
  try {
    text = await readFile(join(dir, name), 'utf8');
  } catch (cause) {
    if (!required) return {};
    throw new PixelScribeError(
      'model-missing',
      `${dir} has no ${name}, so no model can be loaded from it. Install the model again or choose its folder.`,
      { cause },
    );
  }
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new PixelScribeError(
      'model-damaged',
      `${join(dir, name)} is not valid JSON. Install the model again.`,
      { cause },
    );
  }
}

const asNumber = (value: unknown, fallback: number) => (typeof value === 'number' ? value : fallback);
const asNumbers = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).filter((v): v is number => typeof v === 'number');

/**
 * Reads config.json (Apple's flat `llava_qwen2`, Hugging Face's nested `fast_vlm`, or a model of our own),
 * generation_config.json and preprocessor_config.json.
 *
 * @throws PixelScribeError `model-missing` or `model-damaged`
 */
export async function readConfig(dir: string): Promise<VlmConfig> {
  const [config, generation, preprocessor] = await Promise.all([
    readJson(dir, 'config.json', true),
    readJson(dir, 'generation_config.json', false),
    readJson(dir, 'preprocessor_config.json', false),
  ]);
  const text = (config.text_config ?? config) as Json;
  const field = (name: string): number => {
    const value = text[name];
    if (typeof value === 'number') return value;
    throw new PixelScribeError(
      'model-damaged',
      `${join(dir, 'config.json')} does not say ${name}. Install the model again.`,
    );
  };
  const heads = field('num_attention_heads');
  const crop = (preprocessor.crop_size ?? preprocessor.size ?? {}) as Json;
  const stop = asNumbers(generation.eos_token_id ?? text.eos_token_id ?? config.eos_token_id);
  return {
    modelType: String(config.model_type ?? 'unknown'),
    hiddenSize: field('hidden_size'),
    numLayers: field('num_hidden_layers'),
    numKeyValueHeads: asNumber(text.num_key_value_heads, heads),
    headDim: asNumber(text.head_dim, field('hidden_size') / heads),
    imageTokenId: asNumber(config.image_token_index ?? config.image_token_id, -200),
    imageToken: typeof config.image_token === 'string' ? config.image_token : '<image>',
    stopTokenIds: stop,
    maxPositions: asNumber(text.max_position_embeddings, 32768),
    image: {
      sizePx: asNumber(crop.height ?? crop.shortest_edge, 1024),
      mean: asNumbers(preprocessor.image_mean ?? [0, 0, 0]),
      std: asNumbers(preprocessor.image_std ?? [1, 1, 1]),
      rescaleFactor: asNumber(preprocessor.rescale_factor, 1 / 255),
    },
    promptTemplate: typeof config.prompt_template === 'string' ? config.prompt_template : undefined,
  };
}
