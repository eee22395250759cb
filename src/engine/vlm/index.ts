/**
 * The runtime of everything generative: FastVLM in any size, and the small formula model, which has the same form.
 * Start at `VisionLanguageModel`.
 */
export type { Hypothesis } from './beam-search';
export type { VlmConfig } from './config';
export type { Conversation } from './conversation';
export type {
  GeneratedToken,
  GenerationOptions,
  GenerationResult,
  GenerationTimings,
} from './generate';
export type { ImageFeatures } from './image-encoder';
export { type PixelValues, preprocess, QUALITY_SIZES_PX, type Quality } from './image-processor';
export { type EncodeOptions, type GenerateRequest, type LoadOptions, VisionLanguageModel } from './model';
export type { ChatMessage, PromptPart } from './prompt';
export type { AllowedTokens, LogitsProcessor, SamplingOptions } from './sampler';
export type { TextTokenizer } from './tokenizer';
export {
  rememberedTuning,
  TUNING_FILE,
  type TuneOptions,
  type Tuning,
  tune,
  tunedOptions,
  tuneOnce,
} from './tune';
export { availableVariants, type Part, type Variant, type VariantMix } from './variants';
