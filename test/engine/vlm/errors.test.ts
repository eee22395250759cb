import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VisionLanguageModel } from '../../../src/engine/vlm';
import { FIXTURES } from './golden';

describe('a model that cannot be loaded', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'vlm-'));
    cpSync(join(FIXTURES, 'public'), dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const load = (variants = {}) => VisionLanguageModel.load(dir, { threads: 1, variants });

  it('names what is missing', async () => {
    await assert.rejects(VisionLanguageModel.load(join(dir, 'nowhere')), {
      code: 'model-missing',
      message: /nowhere has no config\.json/,
    });
    await assert.rejects(load({ decoder: 'int8' }), {
      code: 'model-missing',
      message: /decoder_model_merged_int8\.onnx\. Installed: q4, fp32/,
    });
    rmSync(join(dir, 'tokenizer.json'));
    await assert.rejects(load(), { code: 'model-missing', message: /tokenizer\.json is missing/ });
  });

  it('names what is damaged', async () => {
    const decoder = join(dir, 'onnx', 'decoder_model_merged_q4.onnx');
    truncateSync(decoder, 50_000);
    await assert.rejects(load(), { code: 'model-damaged', message: /decoder_model_merged_q4\.onnx/ });
    const embeddings = join(dir, 'onnx', 'embed_tokens_fp16.onnx');
    truncateSync(embeddings, 20_000);
    await assert.rejects(load({ decoder: 'fp32' }), {
      code: 'model-damaged',
      message: /embed_tokens_fp16\.onnx/,
    });
    writeFileSync(join(dir, 'config.json'), '{"hidden_size": 64');
    await assert.rejects(load(), { code: 'model-damaged', message: /config\.json is not valid JSON/ });
    writeFileSync(join(dir, 'config.json'), '{"model_type": "x"}');
    await assert.rejects(load(), { code: 'model-damaged', message: /does not say num_attention_heads/ });
  });

  it('says when a prompt does not fit or lacks its picture', async () => {
    const model = await load();
    try {
      await assert.rejects(
        model.generate({ prompt: [{ role: 'user', text: 'x', image: true }], images: [] }),
        /places for 1 images, 0 were given/,
      );
      await assert.rejects(model.generate({ prompt: 'a b '.repeat(2000) }), /no room for an answer/);
    } finally {
      await model.dispose();
    }
    await assert.rejects(model.generate({ prompt: 'x' }), /was unloaded/);
  });

  it('stops loading when asked', async () => {
    await assert.rejects(VisionLanguageModel.load(dir, { signal: AbortSignal.abort() }), {
      name: 'AbortError',
    });
  });
});
