import type { VlmConfig } from './config';
import {
  drain,
  embedPrompt,
  type GeneratedToken,
  type GenerationOptions,
  type GenerationParts,
  type GenerationResult,
  generate,
} from './generate';
import type { ImageFeatures } from './image-encoder';
import type { KvCache } from './kv-cache';
import { escapeSpecialTokens, type PromptPart, renderChat, renderFollowUp, tokenisePrompt } from './prompt';

/**
 * Questions about the same pictures. The first question computes the pictures' positions; later ones feed only the new
 * words, so their time to first token does not depend on the pictures.
 *
 * An aborted answer stays in the conversation as far as it was generated.
 */
export class Conversation {
  private cache: KvCache | undefined;
  /** Generated tokens the cache does not hold yet. */
  private pending: number[] = [];
  private busy = false;

  constructor(
    private readonly parts: GenerationParts,
    private readonly config: VlmConfig,
    private readonly images: readonly ImageFeatures[],
    private readonly system?: string,
  ) {}

  /** Positions and bytes held for this conversation. */
  get held(): { readonly positions: number; readonly bytes: number } {
    return { positions: this.cache?.length ?? 0, bytes: this.cache?.bytes ?? 0 };
  }

  /** Asks; yields the answer token by token and returns the result. One question at a time. */
  async *stream(
    question: string,
    options: GenerationOptions = {},
  ): AsyncGenerator<GeneratedToken, GenerationResult> {
    if (this.busy) throw new Error('The conversation is still answering; wait for it or abort it.');
    this.busy = true;
    try {
      const { decoder, embeddings } = this.parts;
      const asked = escapeSpecialTokens(question, this.config.imageToken);
      let prompt: Float32Array;
      if (this.cache) {
        const follow = tokenisePrompt(renderFollowUp(asked), this.parts.tokenizer, this.config);
        prompt = await embedPrompt([this.pending, ...follow], [], embeddings);
      } else {
        prompt = await embedPrompt(this.opening(asked), this.images, embeddings);
        this.cache = decoder.newCache(prompt.length / decoder.hiddenSize);
      }
      const cache = this.cache;
      const before = cache.length;
      const answer: number[] = [];
      const finish = () => {
        // With a failure before the prompt was computed the cache is as it was.
        if (cache.length === before) return;
        this.pending = answer.slice(cache.length - before - prompt.length / decoder.hiddenSize);
      };
      try {
        const stream = generate(this.parts, cache, prompt, options);
        while (true) {
          const next = await stream.next();
          if (next.done) return next.value;
          answer.push(next.value.id);
          yield next.value;
        }
      } finally {
        finish();
        if (cache.length === 0) this.cache = undefined;
      }
    } finally {
      this.busy = false;
    }
  }

  /** Like `stream`, at once. */
  ask(question: string, options: GenerationOptions = {}): Promise<GenerationResult> {
    return drain(this.stream(question, options));
  }

  private opening(question: string): PromptPart[] {
    const { imageToken } = this.config;
    const pictures = this.images.map(() => `${imageToken}\n`).join('');
    const text = renderChat(
      [
        ...(this.system === undefined ? [] : [{ role: 'system' as const, text: this.system }]),
        { role: 'user', text: pictures + question },
      ],
      imageToken,
    );
    return tokenisePrompt(text, this.parts.tokenizer, this.config);
  }
}
