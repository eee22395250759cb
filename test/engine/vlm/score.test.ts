import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ModelReader } from '../../../src/engine/formula/model-reader';
import { decodeImage } from '../../../src/engine/image/decode';
import { type ImageFeatures, VisionLanguageModel } from '../../../src/engine/vlm';

const MODEL = join(__dirname, '../../../models/formula');
const PICTURE = join(__dirname, '../../fixtures/formulas/111.png');

describe('scoring given answers', () => {
  let model: VisionLanguageModel;
  let image: ImageFeatures;
  before(async () => {
    model = await VisionLanguageModel.load(MODEL);
    const reader = new ModelReader(MODEL);
    image = (await reader.see(await decodeImage({ path: PICTURE })))!;
    await reader.dispose();
  });
  after(() => model.dispose());
  const prompt = () => ({ parts: ['image' as const, [1]] });

  it('finds an answer as likely as when it was written, whatever stands beside it', async () => {
    const request = { prompt: prompt(), images: [image], maxNewTokens: 200 };
    const { ids, logProbs } = await model.generate({ ...request, logProbs: true });
    assert.ok(ids.length > 5);
    const answers = [ids.slice(0, 3), ids, []];
    const scores = await model.score({ prompt: prompt(), images: [image], answers });
    assert.deepEqual(
      scores.map(({ length }) => length),
      [4, ids.length + 1, 1],
    );
    for (const [i, value] of scores[1]!.entries()) {
      assert.ok(Math.abs(value - logProbs[i]!) < 0.02, `${i}: ${value}, written with ${logProbs[i]}`);
    }
    for (const i of [0, 1, 2]) assert.ok(Math.abs(scores[0]![i]! - scores[1]![i]!) < 0.02);
    // To stop in the middle is not what the model would do.
    assert.ok(scores[0]![3]! < -2 && scores[2]![0]! < -2);
  });

  it('finds a wrong token unlikely, and what stands before it as likely as ever', async () => {
    const { ids } = await model.generate({ prompt: prompt(), images: [image], maxNewTokens: 200 });
    const wrong = ids.with(3, ids[3] === 40 ? 41 : 40);
    const [right, other] = await model.score({ prompt: prompt(), images: [image], answers: [ids, wrong] });
    // Products in int8 are scaled by the whole answer.
    for (const i of [0, 1, 2]) assert.ok(Math.abs(other![i]! - right![i]!) < 0.02);
    assert.ok(other![3]! < right![3]! - 2, `${other![3]} beside ${right![3]}`);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(model.score({ prompt: prompt(), images: [image], answers: [[5]], signal }), {
      name: 'AbortError',
    });
  });
});
