import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { LogitsProcessor } from '../../../src/engine/vlm';
import { preprocess, VisionLanguageModel } from '../../../src/engine/vlm';
import { renderChat, tokenisePrompt } from '../../../src/engine/vlm/prompt';
import { FIXTURES, golden, goldenArray, largestDifference, largestMagnitude, picture } from './golden';

/** Parity with PyTorch, transformers and Pillow on a small random FastVLM (models/convert/make_fixtures.py). */
describe('FastVLM runtime against the reference', () => {
  const threads = 1;
  let model: VisionLanguageModel;
  before(async () => {
    model = await VisionLanguageModel.load(join(FIXTURES, 'public'), {
      threads,
      variants: { visionEncoder: 'fp32', embedTokens: 'fp32', decoder: 'fp32' },
    });
  });
  after(() => model.dispose());

  /** Keeps generation going, as the golden runs did. */
  const banStops: LogitsProcessor = (_, logits) => {
    for (const id of model.config.stopTokenIds) logits[id] = Number.NEGATIVE_INFINITY;
  };

  for (const name of Object.keys(golden.pictures)) {
    it(`prepares the ${name} picture as Pillow does, within 1/255, at every input size`, () => {
      const raster = picture(name);
      for (const size of golden.sizes) {
        const { data, dims } = preprocess(raster, model.config.image, size);
        assert.deepEqual(dims, [1, 3, size, size]);
        const expected = goldenArray(`${name}-${size}`);
        let row = 0;
        let largest = 0;
        for (let y = 0; y < size; y += golden.rowStep, row++) {
          for (let x = 0; x < size; x++) {
            for (let c = 0; c < 3; c++) {
              const actual = data[(c * size + y) * size + x]!;
              largest = Math.max(largest, Math.abs(actual - expected[(row * size + x) * 3 + c]! / 255));
            }
          }
        }
        assert.ok(largest < 1.001 / 255, `${largest * 255}/255 at ${size} px`);
      }
    });
  }

  for (const size of golden.sizes) {
    it(`encodes a picture within 1e-3 relative at ${size} px`, async () => {
      const features = await model.encodeImage(picture('wide'), { sizePx: size });
      const expected = goldenArray(`features-${size}`);
      assert.equal(features.tokens, (size / 64) ** 2);
      assert.equal(features.hidden, model.config.hiddenSize);
      const difference = largestDifference(features.data, expected) / largestMagnitude(expected);
      assert.ok(difference < 1e-3, `${difference}`);
    });
  }

  for (const size of [null, ...golden.sizes]) {
    const cases = golden.cases.filter((c) => c.size === size);
    it(`writes the reference's 64 tokens for ten prompts ${size ? `with a picture at ${size} px` : 'without a picture'}`, async () => {
      assert.equal(cases.length, 10);
      const images = size ? [await model.encodeImage(picture('wide'), { sizePx: size })] : [];
      for (const expected of cases) {
        let first: Float32Array | undefined;
        const keepFirst: LogitsProcessor = (prefix, logits) => {
          if (prefix.length === 0) first = logits.slice();
        };
        const result = await model.generate({
          prompt: expected.prompt,
          images,
          maxNewTokens: 64,
          processors: [keepFirst, banStops],
        });
        assert.equal(result.timings.promptTokens, expected.positions);
        const index = golden.cases.filter((c) => c.size === size).indexOf(expected);
        const logits = goldenArray(`logits-${index}-${size ?? 'none'}`);
        assert.ok(largestDifference(first!, logits) < 1e-3, `logits of '${expected.prompt}'`);
        assert.deepEqual(result.ids, expected.greedy, `tokens after '${expected.prompt}'`);
      }
    });
  }

  it('tokenises prompts as the reference tokenizer does', () => {
    for (const { prompt, size, ids } of golden.cases) {
      const text = renderChat([{ role: 'user', text: prompt, image: size !== null }], '<image>');
      const parts = tokenisePrompt(text, model.tokenizer, model.config);
      assert.deepEqual(
        parts.flatMap((part) => (part === 'image' ? [model.config.imageTokenId] : part)),
        ids,
      );
    }
  });

  it('finds the same beams as the reference, with the same scores', async () => {
    const cases = golden.cases.filter((c) => c.beams);
    assert.ok(cases.length >= 10);
    for (const expected of cases) {
      const images = expected.size
        ? [await model.encodeImage(picture('wide'), { sizePx: expected.size })]
        : [];
      const { alternatives } = await model.generate({
        prompt: expected.prompt,
        images,
        numBeams: 3,
        maxNewTokens: 24,
      });
      assert.deepEqual(
        alternatives.map((a) => a.ids),
        expected.beams!.map((b) => b.ids),
      );
      for (const [i, { score }] of alternatives.entries()) {
        assert.ok(
          Math.abs(score - expected.beams![i]!.score) < 1e-4,
          `${score} ${expected.beams![i]!.score}`,
        );
      }
    }
  });
});
