import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  allFiles,
  Catalogue,
  chooseParts,
  filesOf,
  isSafePath,
  PARTS,
  sizeOf,
} from '../../../src/engine/models/catalogue';
import { defaultModelsFolder } from '../../../src/engine/models/folders';
import { formatBytes, formatSeconds } from '../../../src/engine/models/format';
import { RateMeter } from '../../../src/engine/models/progress';
import { backoffMs, DEFAULT_RETRY, parseRetryAfter } from '../../../src/engine/models/retry';

describe('the catalogue', () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await Catalogue.load(join(__dirname, '..', '..', '..', 'models'));
  });

  it('holds together: pinned revisions, safe paths, known licences, mixes of known parts', () => {
    assert.equal(new Set(catalogue.models.map(({ id }) => id)).size, catalogue.models.length);
    for (const model of catalogue.models) {
      assert.match(model.id, /^[a-z0-9][a-z0-9._-]*$/);
      assert.ok(catalogue.licence(model).text.length > 0);
      if (model.kind === 'bundled') continue;
      assert.match(model.source.revision, /^[0-9a-f]{40}$/);
      for (const file of allFiles(model)) {
        assert.ok(isSafePath(file.path), file.path);
        assert.ok((file.bytes ?? file.aboutBytes ?? 0) > 0, `${file.path} has a size`);
        if (file.sha256 !== undefined) assert.match(file.sha256, /^[0-9a-f]{64}$/);
      }
      const hashes = allFiles(model).flatMap(({ sha256 }) => sha256 ?? []);
      assert.equal(new Set(hashes).size, hashes.length, 'no hash twice');
      for (const mix of model.mixes) {
        for (const part of PARTS) assert.ok(model.parts[part][mix.parts[part]], `${mix.id} ${part}`);
      }
    }
  });

  it('has FastVLM for research only, at about 850 MB, every file with its hash', () => {
    const model = catalogue.downloadable('fastvlm-0.5b');
    assert.equal(catalogue.licence(model).researchOnly, true);
    const { bytes, exact } = sizeOf(filesOf(model, chooseParts(model)));
    assert.ok(bytes > 840e6 && bytes < 870e6 && !exact, String(bytes));
    assert.ok(allFiles(model).every(({ sha256 }) => sha256 !== undefined));
    assert.ok(!('int8' in model.parts.vision), 'the CPU cannot run it');
    const small = sizeOf(filesOf(model, chooseParts(model, { mix: 'small' })));
    assert.ok(small.bytes < bytes);
    const own = chooseParts(model, { mix: 'small', parts: { decoder: 'int8' } });
    assert.deepEqual(own, { vision: 'q4f16', embed: 'int8', decoder: 'int8' });
  });

  it('has a model beside it that may be used commercially', () => {
    const model = catalogue.downloadable('smolvlm-256m');
    assert.equal(catalogue.licence(model).researchOnly, false);
  });
});

describe('small parts of a download', () => {
  it('backs off exponentially, with jitter, up to a limit', () => {
    const delays = (random: number) =>
      Array.from({ length: 8 }, (_, attempt) => backoffMs(attempt, DEFAULT_RETRY, () => random));
    assert.deepEqual(delays(0), [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    assert.deepEqual(delays(1), [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  });

  it('reads Retry-After in both forms', () => {
    assert.equal(parseRetryAfter('120'), 120_000);
    const now = Date.parse('2026-01-01T00:00:00Z');
    assert.equal(parseRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now), 30_000);
    assert.equal(parseRetryAfter('Thu, 01 Jan 1970 00:00:30 GMT', now), 0);
    assert.equal(parseRetryAfter('soon'), undefined);
    assert.equal(parseRetryAfter(undefined), undefined);
  });

  it('measures the speed over the last seconds', () => {
    let now = 0;
    const meter = new RateMeter(5000, () => now);
    assert.equal(meter.bytesPerSecond, 0);
    for (; now <= 20_000; now += 250) meter.add(now < 10_000 ? 1_000_000 : 250_000);
    now -= 250;
    assert.ok(Math.abs(meter.bytesPerSecond - 1_000_000) < 60_000, String(meter.bytesPerSecond));
    now += 5000;
    assert.ok(meter.bytesPerSecond < 600_000, 'a stall shows');
  });

  it('writes sizes and times for people', () => {
    assert.deepEqual([0, 999, 1328, 999_600, 842e6, 1.26e9].map(formatBytes), [
      '0 B',
      '999 B',
      '1.3 kB',
      '1 MB',
      '842 MB',
      '1.3 GB',
    ]);
    assert.deepEqual([0.4, 59, 96, 3599, 7500].map(formatSeconds), [
      '0 s',
      '59 s',
      '1 min 36 s',
      '59 min 59 s',
      '2 h 5 min',
    ]);
  });

  it('keeps models in the data folder of the platform', () => {
    const home = join('home', 'ann');
    const linux = defaultModelsFolder({}, 'linux', home);
    assert.equal(linux, join(home, '.local', 'share', 'pixelscribe', 'models'));
    assert.equal(
      defaultModelsFolder({ XDG_DATA_HOME: 'data' }, 'linux', home),
      join('data', 'pixelscribe', 'models'),
    );
    assert.equal(
      defaultModelsFolder({ LOCALAPPDATA: 'local' }, 'win32', home),
      join('local', 'PixelScribe', 'models'),
    );
    assert.match(defaultModelsFolder({}, 'darwin', home), /Application Support/);
    assert.equal(defaultModelsFolder({ PIXELSCRIBE_MODELS_DIR: 'here' }, 'win32', home), 'here');
  });
});
