import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { PixelScribeError } from '../../errors';

/** Text to token ids and back. Special tokens in the text become their ids; none are added. */
export interface TextTokenizer {
  encode(text: string): number[];
  /** Special tokens are left out. */
  decode(ids: readonly number[]): string;
  tokenToId(token: string): number | undefined;
  idToToken(id: number): string | undefined;
}

interface TokenizerJson {
  readonly model?: {
    readonly type?: string;
    readonly vocab?: Record<string, number>;
    readonly unk_token?: string;
  };
  readonly added_tokens?: readonly { id: number; content: string; special?: boolean }[];
}

/**
 * One token a space-separated word (`WordLevel` with `WhitespaceSplit`): the vocabulary of models that write a
 * formal language. The tokenizers package does not have this model type.
 */
export class WordLevelTokenizer implements TextTokenizer {
  private readonly ids: Map<string, number>;
  private readonly tokens = new Map<number, string>();
  private readonly special: Set<number>;
  private readonly unknown: number | undefined;

  constructor(json: TokenizerJson) {
    this.ids = new Map(Object.entries(json.model?.vocab ?? {}));
    for (const added of json.added_tokens ?? []) this.ids.set(added.content, added.id);
    for (const [token, id] of this.ids) this.tokens.set(id, token);
    this.special = new Set((json.added_tokens ?? []).filter((t) => t.special).map((t) => t.id));
    this.unknown = this.ids.get(json.model?.unk_token ?? '');
  }

  encode(text: string): number[] {
    const ids: number[] = [];
    for (const word of text.split(/\s+/)) {
      if (word === '') continue;
      const id = this.ids.get(word) ?? this.unknown;
      if (id === undefined) {
        throw new PixelScribeError('internal', `The model's vocabulary has no token '${word}'.`);
      }
      ids.push(id);
    }
    return ids;
  }

  decode(ids: readonly number[]): string {
    const words = ids.filter((id) => !this.special.has(id)).map((id) => this.tokens.get(id) ?? '');
    return words.join(' ');
  }

  tokenToId(token: string): number | undefined {
    return this.ids.get(token);
  }

  idToToken(id: number): string | undefined {
    return this.tokens.get(id);
  }
}

class SubwordTokenizer implements TextTokenizer {
  constructor(private readonly tokenizer: Tokenizer) {}

  encode(text: string): number[] {
    return this.tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  decode(ids: readonly number[]): string {
    if (ids.length === 0) return '';
    return this.tokenizer.decode([...ids], {
      skip_special_tokens: true,
      clean_up_tokenization_spaces: false,
    });
  }

  tokenToId(token: string): number | undefined {
    return this.tokenizer.token_to_id(token);
  }

  idToToken(id: number): string | undefined {
    return this.tokenizer.id_to_token(id);
  }
}

/** Reads tokenizer.json and tokenizer_config.json of a model folder. */
export async function loadTokenizer(dir: string): Promise<TextTokenizer> {
  const file = join(dir, 'tokenizer.json');
  let json: TokenizerJson;
  let config: object = {};
  try {
    json = JSON.parse(await readFile(file, 'utf8')) as TokenizerJson;
    config = JSON.parse(
      await readFile(join(dir, 'tokenizer_config.json'), 'utf8').catch(() => '{}'),
    ) as object;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new PixelScribeError(
      missing ? 'model-missing' : 'model-damaged',
      `${file} ${missing ? 'is missing' : 'cannot be read'}. Install the model again.`,
      { cause },
    );
  }
  return json.model?.type === 'WordLevel'
    ? new WordLevelTokenizer(json)
    : new SubwordTokenizer(new Tokenizer(json, config));
}

/**
 * Turns token ids into text as they arrive. A character whose UTF-8 bytes are spread over several tokens is held
 * back until it is complete.
 */
export class TextStreamer {
  private pending: number[] = [];
  /** What decoding `pending` gave so far and was handed out already. */
  private emitted = '';

  constructor(private readonly tokenizer: TextTokenizer) {}

  /** The text this token adds; empty while a character is incomplete. */
  push(id: number): string {
    this.pending.push(id);
    const text = this.tokenizer.decode(this.pending);
    if (text.endsWith('\uFFFD')) return '';
    const delta = text.slice(this.emitted.length);
    this.emitted = text;
    // Forget what cannot change any more, so that decoding stays short; one token of context is kept for the
    // decoder's treatment of spaces between tokens.
    if (this.pending.length > 32) {
      this.pending = this.pending.slice(-1);
      this.emitted = this.tokenizer.decode(this.pending);
    }
    return delta;
  }

  /** What was held back, once no more tokens come. */
  flush(): string {
    const rest = this.tokenizer.decode(this.pending).slice(this.emitted.length);
    this.pending = [];
    this.emitted = '';
    return rest;
  }
}
