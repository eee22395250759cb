/** The bundled formula models in this runtime: the same as where they were trained. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFormulaConfig } from '../../src/engine/formula/config';
import { HANDWRITING_MODEL, PRINT_MODEL } from '../../src/engine/formula/formula-reader';
import { inkOf } from '../../src/engine/formula/ink';
import { ModelReader } from '../../src/engine/formula/model-reader';
import { guessEm, toPixels } from '../../src/engine/formula/scale';
import { decodeImage } from '../../src/engine/image/decode';
import { VisionLanguageModel } from '../../src/engine/vlm';

interface GoldenCase {
  readonly file: string;
  readonly first_em_px: number;
  readonly pixel_values_shape: readonly number[];
  readonly pixel_values_sum: number;
  readonly pixel_values_middle_row: readonly number[];
  readonly final_image_tokens: number;
  readonly ids: readonly number[];
  readonly log_probabilities: readonly number[];
}

function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
}

for (const name of [PRINT_MODEL, HANDWRITING_MODEL]) {
  const dir = join(__dirname, '../../models', name);
  const cases: GoldenCase[] = JSON.parse(readFileSync(join(dir, 'golden/cases.json'), 'utf8'));

  describe(`the model in models/${name}`, () => {
    const reader = new ModelReader(dir);
    let model: VisionLanguageModel;
    before(async () => {
      model = await VisionLanguageModel.load(dir);
    });
    after(async () => {
      await Promise.all([reader.dispose(), model.dispose()]);
    });

    for (const golden of cases) {
      it(`sees and reads ${golden.file} as it did in PyTorch`, async () => {
        const raster = await decodeImage({ path: join(dir, 'golden', golden.file) });
        const { preprocessing, bosId, maxNewTokens } = await readFormulaConfig(dir);
        const ink = inkOf(raster, preprocessing)!;
        const em = guessEm(ink, preprocessing);
        near(em, golden.first_em_px, 0.001, 'em');
        const { data, dims } = toPixels(ink, em, preprocessing);
        assert.deepEqual(dims, golden.pixel_values_shape);
        const [height, width] = [dims[2], dims[3]];
        const row = data.subarray(Math.floor(height / 2) * width, (Math.floor(height / 2) + 1) * width);
        for (const [x, value] of golden.pixel_values_middle_row.entries())
          near(row[x]!, value, 1 / 255, `pixel ${x}`);
        near(
          data.reduce((sum, value) => sum + value, 0),
          golden.pixel_values_sum,
          0.5,
          'sum of pixels',
        );

        const features = await reader.see(raster);
        assert.equal(features?.tokens, golden.final_image_tokens);
        const { ids, logProbs } = await model.generate({
          prompt: { parts: ['image', [bosId]] },
          images: [features!],
          maxNewTokens,
          logProbs: true,
        });
        assert.deepEqual(ids, golden.ids);
        for (const [i, logProb] of golden.log_probabilities.entries())
          near(logProbs[i]!, logProb, 0.05, `token ${i}`);
      });
    }
  });
}
