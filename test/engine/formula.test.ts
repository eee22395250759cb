/** The bundled formula model in this runtime: the same as where it was trained, and always something that parses. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import katex from 'katex';
import { readFormulaConfig } from '../../src/engine/formula/config';
import { FormulaReader } from '../../src/engine/formula/formula-reader';
import { inkOf } from '../../src/engine/formula/ink';
import { guessEm, toPixels } from '../../src/engine/formula/scale';
import { decodeImage } from '../../src/engine/image/decode';
import { VisionLanguageModel } from '../../src/engine/vlm';

const MODELS = join(__dirname, '../../models');
const GOLDEN = join(MODELS, 'formula/golden');

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
const cases: GoldenCase[] = JSON.parse(readFileSync(join(GOLDEN, 'cases.json'), 'utf8'));

function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
}

describe('the formula model', () => {
  const reader = new FormulaReader(MODELS);
  let model: VisionLanguageModel;
  before(async () => {
    model = await VisionLanguageModel.load(join(MODELS, 'formula'));
  });
  after(async () => {
    await reader.dispose();
    await model.dispose();
  });

  for (const golden of cases) {
    it(`sees and reads ${golden.file} as it did in PyTorch`, async () => {
      const raster = await decodeImage({ path: join(GOLDEN, golden.file) });
      const { preprocessing, bosId, maxNewTokens } = await readFormulaConfig(join(MODELS, 'formula'));
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

  it('writes only what parses, with beams too', async () => {
    for (const { file } of cases) {
      const raster = await decodeImage({ path: join(GOLDEN, file) });
      const { latex, confidence, alternatives } = await reader.read(raster, { beams: 4 });
      for (const candidate of [latex, ...alternatives.map((alternative) => alternative.latex)]) {
        katex.renderToString(candidate, { throwOnError: true, strict: false });
      }
      assert.ok(confidence > 0 && confidence <= 1);
    }
  });

  it('every token of its vocabulary is known to KaTeX', () => {
    const unknown: string[] = [];
    for (let id = 3; model.tokenizer.idToToken(id) !== undefined; id++) {
      const token = model.tokenizer.idToToken(id)!;
      if (!/^\\[a-zA-Z]+$/.test(token)) continue;
      try {
        katex.renderToString(`${token}{x}`, { throwOnError: true, strict: false });
      } catch {
        unknown.push(token);
      }
    }
    assert.deepEqual(unknown, []);
  });

  it('finds no formula in a blank picture', async () => {
    const blank = { data: new Uint8Array(90 * 40 * 3).fill(200), widthPx: 90, heightPx: 40 };
    await assert.rejects(reader.read(blank), { code: 'no-formula-found' });
  });
});
