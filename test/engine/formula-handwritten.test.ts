/** Handwritten formulas: read by a model of their own, which print does not need. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import katex from 'katex';
import { FormulaReader, HANDWRITING_MODEL, PRINT_MODEL } from '../../src/engine/formula/formula-reader';
import { ModelReader } from '../../src/engine/formula/model-reader';
import { decodeImage } from '../../src/engine/image/decode';

const MODELS = join(__dirname, '../../models');
const FIXTURES = join(__dirname, '../fixtures');
const WRITTEN = join(FIXTURES, 'formulas-handwritten');
const goldenOf = (folder: string): { file: string; latex: string; confidence: number }[] =>
  JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8'));

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
    const differing: string[] = [];
    for (const { file, latex } of golden) {
      const reading = await reader.read(await decodeImage({ path: join(WRITTEN, file) }), { beams: 4 });
      katex.renderToString(reading.latex, { throwOnError: true, strict: false });
      if (reading.latex !== latex) differing.push(`${file}: ${reading.latex}, expected ${latex}`);
    }
    // Another processor rounds differently: what was a toss-up may fall the other way.
    assert.ok(differing.length <= 1, differing.join('\n'));
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
