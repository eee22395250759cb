import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tunedOptions, tuneOnce, VisionLanguageModel } from '../../../src/engine/vlm';
import { FIXTURES } from './golden';

describe('tuning', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'vlm-tune-'));
    cpSync(join(FIXTURES, 'fast'), dir, { recursive: true });
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('measures once, remembers, and measures again when the files change', async () => {
    const file = join(dir, 'state', 'tuning.json');
    const measured: string[] = [];
    const options = { onProgress: (message: string) => measured.push(message) };
    const tuning = await tuneOnce(dir, file, options);
    for (const variant of ['fp32', 'fp16', 'q4', 'int8']) {
      assert.ok(measured.some((m) => m.startsWith(`language model ${variant}`)));
    }
    assert.ok(measured.includes('vision encoder int8'));
    assert.ok(tuning.threads >= 1 && tuning.stepMs > 0 && tuning.prefillMs > 0);
    assert.ok(tuning.encodeMs.best > tuning.encodeMs.fast);
    const count = measured.length;
    assert.deepEqual(await tuneOnce(dir, file, options), JSON.parse(readFileSync(file, 'utf8')).tuning);
    assert.equal(measured.length, count);

    const model = await VisionLanguageModel.load(dir, tunedOptions(tuning));
    assert.equal(model.variants.decoder, tuning.decoder);
    assert.ok((await model.generate({ prompt: 'x', maxNewTokens: 3 })).ids.length > 0);
    await model.dispose();

    utimesSync(join(dir, 'onnx', 'decoder_model_merged_q4.onnx'), new Date(), new Date(0));
    await tuneOnce(dir, file, { ...options, firstTokenBudgetMs: 0 });
    assert.equal(measured.length, 2 * count);
    assert.equal((await tuneOnce(dir, file)).quality, 'fast');
  });

  it('can be cancelled', async () => {
    const never = join(dir, 'never.json');
    await assert.rejects(tuneOnce(dir, never, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});
