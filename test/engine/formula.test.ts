/** The bundled formula models in this runtime: always something that parses, and nothing where there is no formula. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import katex from 'katex';
import { FormulaReader } from '../../src/engine/formula/formula-reader';
import { readTrust } from '../../src/engine/formula/trust';
import { decodeImage } from '../../src/engine/image/decode';
import type { Raster } from '../../src/engine/image/raster';
import { formulaToLatex } from '../../src/engine/tasks/formula-to-latex';
import { VisionLanguageModel } from '../../src/engine/vlm';
import type { LatexResult } from '../../src/protocol';
import { assertAsShipped, goldenOf } from './support/golden-formulas';

const MODELS = join(__dirname, '../../models');
const PICTURES = join(__dirname, '../fixtures/formulas');

const GOLDEN = join(MODELS, 'formula/golden');
const cases: { file: string }[] = JSON.parse(readFileSync(join(GOLDEN, 'cases.json'), 'utf8'));

/** The picture `count` times, one below the other, with blank between. */
function below({ data, widthPx, heightPx }: Raster, count: number): Raster {
  const gapPx = heightPx;
  const rows = count * heightPx + (count - 1) * gapPx;
  const out = new Uint8Array(widthPx * rows * 3);
  for (let y = 0; y < rows; y++) {
    const from = y % (heightPx + gapPx);
    // The gap repeats the first row, which is background.
    const row = from < heightPx ? from : 0;
    out.set(data.subarray(row * widthPx * 3, (row + 1) * widthPx * 3), y * widthPx * 3);
  }
  return { data: out, widthPx, heightPx: rows };
}

describe('the formula model', () => {
  const reader = new FormulaReader(MODELS);
  let model: VisionLanguageModel;
  before(async () => {
    model = await VisionLanguageModel.load(join(MODELS, 'formula'));
  });
  after(async () => {
    await Promise.all([reader.dispose(), model.dispose()]);
  });

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

  it('reads twenty fixed pictures as it did when its weights were shipped', async function () {
    this.timeout(600_000);
    const golden = goldenOf(PICTURES);
    assert.equal(golden.length, 20);
    const { signal } = new AbortController();
    const results: LatexResult[] = [];
    for (const { file } of golden) {
      const result = await formulaToLatex({ path: join(PICTURES, file) }, reader, signal);
      katex.renderToString(result.latex, { throwOnError: true, strict: false });
      const texts = [result, ...result.alternatives].map((reading) => reading.latex);
      assert.equal(new Set(texts).size, texts.length, `${file}: a reading is offered twice`);
      assert.ok(result.alternatives.length <= 3);
      for (const { text, confidence: sure } of result.tokens) {
        assert.ok(sure > 0 && sure < 1, `${file}: ${text} has confidence ${sure}`);
      }
      results.push(result);
    }
    assertAsShipped(golden, results);
  });

  it('loses no line of a formula of several lines', async () => {
    const line = await decodeImage({ path: join(PICTURES, '111.png') });
    const { latex, tokens, alternatives } = await reader.read(below(line, 4), { beams: 2 });
    katex.renderToString(latex, { throwOnError: true, strict: false });
    assert.ok(tokens.filter(({ text }) => text === '\\\\').length >= 3, latex);
    for (const other of alternatives)
      katex.renderToString(other.latex, { throwOnError: true, strict: false });
  });

  for (const picture of [
    'describe/photo.jpg',
    'describe/code.png',
    'describe/document.png',
    'describe/chart.png',
  ]) {
    it(`finds no formula in ${picture}`, async () => {
      const raster = await decodeImage({ path: join(__dirname, '../fixtures', picture) });
      await assert.rejects(reader.read(raster), { code: 'no-formula-found' });
    });
  }

  it('finds one in a picture of a formula', async () => {
    const raster = await decodeImage({ path: join(__dirname, '../fixtures/describe/formula.png') });
    assert.ok((await reader.read(raster)).latex.length > 0);
  });

  it('says which file is damaged when its calibration does not fit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pixelscribe-formula-'));
    await mkdir(join(folder, 'formula'));
    await writeFile(join(folder, 'formula', 'confidence.json'), '{"sight": {"features": ["luck"]}}');
    await assert.rejects(readTrust(join(folder, 'formula')), {
      code: 'model-damaged',
      message: /confidence\.json is damaged/,
    });
  });

  it('finds no formula in a blank picture', async () => {
    const blank = { data: new Uint8Array(90 * 40 * 3).fill(200), widthPx: 90, heightPx: 40 };
    await assert.rejects(reader.read(blank), { code: 'no-formula-found' });
  });
});
