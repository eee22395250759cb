/** Handwritten formulas: read by a model of their own, which print does not need. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import katex from 'katex';
import { FormulaReader, HANDWRITING_MODEL, PRINT_MODEL } from '../../src/engine/formula/formula-reader';
import { type LatexReading, ModelReader } from '../../src/engine/formula/model-reader';
import { decodeImage } from '../../src/engine/image/decode';
import { assertAsShipped, goldenOf } from './support/golden-formulas';

const MODELS = join(__dirname, '../../models');
const FIXTURES = join(__dirname, '../fixtures');
const WRITTEN = join(FIXTURES, 'formulas-handwritten');

describe('handwritten formulas', () => {
  const reader = new FormulaReader(MODELS);
  const print = new ModelReader(join(MODELS, PRINT_MODEL));
  after(async () => {
    await Promise.all([reader.dispose(), print.dispose()]);
  });

  it('reads ten fixed pictures as it did when its weights were shipped', async function () {
    this.timeout(600_000);
    const golden = goldenOf(WRITTEN);
    assert.equal(golden.length, 10);
    const readings: LatexReading[] = [];
    for (const { file } of golden) {
      const reading = await reader.read(await decodeImage({ path: join(WRITTEN, file) }), { beams: 4 });
      katex.renderToString(reading.latex, { throwOnError: true, strict: false });
      readings.push(reading);
    }
    assertAsShipped(golden, readings);
  });

  it('takes the lines of a pen for what they are, and those of large enough print not', async () => {
    const penned = async (path: string) => print.mayBePenned(await decodeImage({ path }));
    for (const { file } of goldenOf(WRITTEN)) assert.ok(await penned(join(WRITTEN, file)), file);
    for (const file of ['10.png', '111.png', '16.png']) {
      assert.ok(!(await penned(join(FIXTURES, 'formulas', file))), file);
    }
  });

  it('needs no model of handwriting to read print', async () => {
    const { latex } = await reader.read(await decodeImage({ path: join(FIXTURES, 'describe/formula.png') }));
    const alone = await print.read(await decodeImage({ path: join(FIXTURES, 'describe/formula.png') }));
    assert.equal(latex, alone?.latex);
  });

  it('names the folder of a model that is missing', async () => {
    const missing = new ModelReader(join(FIXTURES, HANDWRITING_MODEL));
    const picture = await decodeImage({ path: join(WRITTEN, goldenOf(WRITTEN)[0]!.file) });
    await assert.rejects(missing.read(picture), { code: 'model-missing', message: /formula-handwritten/ });
  });
});
