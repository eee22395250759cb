/** Descriptions with an installed vision model: a small FastVLM with random weights, installed as a user's is. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Describer } from '../../../src/engine/describe';
import { importFolder } from '../../../src/engine/models/import-folder';
import { InstalledVlm } from '../../../src/engine/models/installed-vlm';
import { ModelStore } from '../../../src/engine/models/store';
import { TextReader } from '../../../src/engine/ocr';
import { type DescribeOptions, describeImage } from '../../../src/engine/tasks/describe';

const ROOT = join(__dirname, '../../..');
const MODELS = join(ROOT, 'models');
const PICTURE = { path: join(ROOT, 'test/fixtures/pictures/terminal-npm-error.png') };

describe('Describing with an installed vision model', () => {
  const text = new TextReader(MODELS);
  const describer = new Describer(MODELS);
  let folder: string;
  let vlm: InstalledVlm;
  const run = (options?: DescribeOptions) =>
    describeImage(PICTURE, { text, describer, vlm }, new AbortController().signal, options);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pixelscribe-'));
    vlm = new InstalledVlm(MODELS, folder);
  });
  afterEach(() => vlm.dispose());
  after(async () => {
    await text.dispose();
    await describer.dispose();
    await rm(folder, { recursive: true });
  });

  it('measures while none is installed, and uses it from the next picture on', async () => {
    const measured = await run();
    assert.match(measured.altText, /unable to resolve dependency tree/);
    const store = await ModelStore.open({ bundledDir: MODELS, folder });
    await importFolder(store, join(ROOT, 'test/fixtures/vlm/fast'), {
      id: 'tiny',
      acceptedLicence: 'apple-amlr',
    });
    const seen = await run();
    assert.notEqual(seen.altText, measured.altText);
    assert.match(seen.model, /^PP-OCR.*, tiny$/);
    assert.deepEqual(seen.facts, measured.facts);
    assert.equal(seen.text, measured.text);
    assert.match(seen.description, /pixels/);
    // What suits the machine was measured once.
    const tuning = join(folder, 'tiny', 'tuning.json');
    const { mtimeMs } = await stat(tuning);
    await vlm.dispose();
    const thorough = await run({ longDescription: true });
    assert.equal((await stat(tuning)).mtimeMs, mtimeMs);
    assert.equal(thorough.altText, seen.altText);
    assert.notEqual(thorough.description, seen.description);
  });

  it('ends a cancelled request at once, while the model goes on loading', async () => {
    await rm(join(folder, 'tiny', 'tuning.json'));
    const controller = new AbortController();
    const cancelled = describeImage(PICTURE, { text, describer, vlm }, controller.signal);
    const asked = vlm.get.bind(vlm);
    vlm.get = () => {
      // Cancelled when the model is asked for: its answer comes later.
      setImmediate(() => controller.abort(new Error('cancelled')));
      return asked();
    };
    await assert.rejects(cancelled, /cancelled/);
    vlm.get = asked;
    assert.match((await run()).model, /, tiny$/);
  });

  it('goes by what was measured when the model is damaged', async () => {
    const [first] = (await (
      await ModelStore.open({ bundledDir: MODELS, folder })
    ).installed('tiny'))!.files.filter((file) => file.includes('decoder'));
    const file = join(folder, 'tiny', first!);
    const { size } = await stat(file);
    await truncate(file, Math.floor(size / 2));
    const result = await run();
    assert.match(result.altText, /unable to resolve dependency tree/);
    assert.doesNotMatch(result.model, /, tiny/);
  });
});
