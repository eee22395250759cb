import { PixelScribeError } from '../../errors';
import type { VlmConfig } from './config';
import type { TextTokenizer } from './tokenizer';

/** A turn of a conversation; an image comes first in the turn it belongs to. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
  /** Whether this turn shows the picture. */
  readonly image?: boolean;
}

/** Token ids, or the place of an image's features. */
export type PromptPart = readonly number[] | 'image';

const DEFAULT_SYSTEM = 'You are a helpful assistant.';

/** ChatML with the assistant's turn opened, as the model was trained (conversation `qwen_2`). */
export function renderChat(messages: readonly ChatMessage[], imageToken: string): string {
  const all: readonly ChatMessage[] =
    messages[0]?.role === 'system' ? messages : [{ role: 'system', text: DEFAULT_SYSTEM }, ...messages];
  const turns = all.map(
    ({ role, text, image }) => `<|im_start|>${role}\n${image ? `${imageToken}\n` : ''}${text}<|im_end|>\n`,
  );
  return `${turns.join('')}<|im_start|>assistant\n`;
}

/** What follows an answer when the user asks again: the answer's turn is closed, the next two are opened. */
export function renderFollowUp(question: string): string {
  return `<|im_end|>\n<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`;
}

/** The user's words must not forge turns or pictures: special tokens in them are taken apart. */
export function escapeSpecialTokens(text: string, imageToken: string): string {
  return text
    .replaceAll(/<\|(im_start|im_end|endoftext)\|>/g, '<| $1 |>')
    .replaceAll(imageToken, imageToken.replace('<', '< '));
}

/** Tokenises a prompt in which the image token marks the places of images. */
export function tokenisePrompt(text: string, tokenizer: TextTokenizer, config: VlmConfig): PromptPart[] {
  const parts: PromptPart[] = [];
  for (const [i, piece] of text.split(config.imageToken).entries()) {
    if (i > 0) parts.push('image');
    const ids = piece === '' ? [] : tokenizer.encode(piece);
    if (ids.length > 0) parts.push(ids);
  }
  if (parts.length === 0) throw new PixelScribeError('internal', 'The prompt is empty.');
  return parts;
}
