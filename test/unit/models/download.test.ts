import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelProgress } from '../../../src/engine/models/progress';
import { CONFIG, Fixture, QUICK, rejectsWith, WEIGHTS } from './fixture';
import { sha256 } from './hub-server';

describe('downloading a model', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.create();
  });
  afterEach(() => fixture.dispose());

  async function assertInstalled(): Promise<void> {
    const model = await (await fixture.store()).require('tiny');
    assert.deepEqual([...model.files].sort(), [...fixture.contents.keys()].sort());
    for (const [path, content] of fixture.contents) {
      assert.equal(sha256(await readFile(fixture.path('tiny', path))), sha256(content), path);
    }
    assert.ok(!existsSync(fixture.path('.partial', 'tiny')), 'nothing is left over');
    assert.ok(!existsSync(fixture.path('.tiny.lock')), 'the lock is gone');
  }

  it('puts every file in place, with a manifest', async () => {
    const progress: ModelProgress[] = [];
    const model = await fixture.download({ onProgress: (step) => progress.push(step) });
    await assertInstalled();
    assert.equal(
      model.bytes,
      [...fixture.contents.values()].reduce((sum, { length }) => sum + length, 0),
    );
    const last = progress.at(-1);
    assert.ok(last && 'doneBytes' in last);
    assert.equal(last.doneBytes, model.bytes);
    assert.equal(last.totalBytes, model.bytes);
    const manifest = JSON.parse(await readFile(fixture.path('tiny', 'pixelscribe-model.json'), 'utf8'));
    assert.equal(manifest.source.revision, fixture.hub.revision);
    assert.equal(manifest.source.repo, fixture.hub.repo);
    assert.ok(!fixture.hub.log.some(({ path }) => path.startsWith('/api/')), 'no listing is needed');
  });

  it('goes on after cut connections without fetching a byte twice', async () => {
    fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 100_000 }, { kind: 'cut', after: 50_000 });
    const retries: ModelProgress[] = [];
    await fixture.download({ onProgress: (step) => step.phase === 'retrying' && retries.push(step) });
    await assertInstalled();
    const requests = fixture.hub.requestsFor(WEIGHTS);
    assert.equal(requests.length, 3);
    const starts = requests.map(({ range }) => Number(/=(\d+)-/.exec(range ?? '=0-')?.[1]));
    assert.ok(starts[0] === 0 && starts[1]! > 0 && starts[2]! > starts[1]!, String(starts));
    assert.match(requests[1]?.ifRange ?? '', /^"[0-9a-f]{32}"$/);
    assert.equal(retries.length, 2);
  });

  it('survives more cuts than attempts as long as each brings something new', async () => {
    for (let n = 0; n < 2 * QUICK.attempts; n++) fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 20_000 });
    await fixture.download();
    await assertInstalled();
  });

  it('gives up when nothing new arrives, keeps what it has, and goes on later', async () => {
    fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 120_000 });
    for (let n = 0; n < QUICK.attempts; n++) fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 0 });
    const message = await rejectsWith(fixture.download(), 'download-failed');
    assert.match(message, /kept.*proxy.*mirror/s);
    const kept = (await stat(fixture.path('.partial', 'tiny', `${WEIGHTS}.part`))).size;
    assert.ok(kept > 0 && kept <= 120_000, String(kept));
    assert.equal((await (await fixture.store()).status('tiny')).state, 'partial');
    fixture.hub.faults.clear();
    fixture.hub.log.length = 0;
    await fixture.download();
    await assertInstalled();
    assert.deepEqual(
      fixture.hub.log.map(({ path, range }) => [path, range]),
      [[WEIGHTS, `bytes=${kept}-`]],
    );
  });

  it('leaves a server that stalls', async () => {
    fixture.hub.fault(WEIGHTS, { kind: 'stall', after: 100_000 });
    const start = Date.now();
    await fixture.download();
    await assertInstalled();
    assert.ok(Date.now() - start >= QUICK.stallMs);
    assert.equal(fixture.hub.requestsFor(WEIGHTS).length, 2);
  });

  it('leaves a server that never answers', async () => {
    for (let n = 0; n < QUICK.attempts; n++) fixture.hub.fault(CONFIG, { kind: 'stall', after: 0 });
    const message = await rejectsWith(
      fixture.download({ retry: { ...QUICK, stallMs: 60 } }),
      'download-failed',
    );
    assert.match(message, /nothing arrived/);
    assert.equal(fixture.hub.requestsFor(CONFIG).length, QUICK.attempts);
  });

  it('starts a file again where the server has no range support', async () => {
    fixture.hub.ranges = false;
    fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 100_000 });
    const progress: ModelProgress[] = [];
    await fixture.download({ onProgress: (step) => progress.push(step) });
    await assertInstalled();
    const last = progress.at(-1);
    assert.ok(last && 'doneBytes' in last && last.doneBytes === last.totalBytes, JSON.stringify(last));
  });

  it('gives up on a server without range support that is cut at the same place every time', async () => {
    fixture.hub.ranges = false;
    for (let n = 0; n < 20; n++) fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 100_000 });
    await rejectsWith(fixture.download(), 'download-failed');
    assert.ok(fixture.hub.requestsFor(WEIGHTS).length <= QUICK.attempts + 2);
  });

  it('resumes without an ETag, the hash being the judge', async () => {
    fixture.hub.etags = false;
    fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 100_000 });
    await fixture.download();
    await assertInstalled();
    assert.ok(fixture.hub.requestsFor(WEIGHTS)[1]?.range);
    assert.equal(fixture.hub.requestsFor(WEIGHTS)[1]?.ifRange, undefined);
  });

  it('fetches the whole file when what was kept turns out to be another version', async () => {
    const part = fixture.path('.partial', 'tiny', `${WEIGHTS}.part`);
    await mkdir(dirname(part), { recursive: true });
    await writeFile(part, randomBytes(70_000));
    await fixture.download();
    await assertInstalled();
    assert.deepEqual(
      fixture.hub.requestsFor(WEIGHTS).map(({ status }) => status),
      [206, 200],
    );
  });

  it('starts again when what was kept is longer than the file', async () => {
    const part = fixture.path('.partial', 'tiny', `${WEIGHTS}.part`);
    await mkdir(dirname(part), { recursive: true });
    await writeFile(part, randomBytes(400_000));
    await fixture.download();
    await assertInstalled();
  });

  it('keeps nothing of a file with wrong contents', async () => {
    fixture.hub.fault(WEIGHTS, { kind: 'wrong-bytes' });
    const message = await rejectsWith(fixture.download(), 'download-failed');
    assert.match(message, /contents are not what was published/);
    assert.ok(!existsSync(fixture.path('.partial', 'tiny', `${WEIGHTS}.part`)));
    assert.ok(!existsSync(fixture.path('tiny')));
    await fixture.download();
    await assertInstalled();
  });

  for (const bytes of [200, 299_999, 300_001]) {
    it(`refuses ${bytes} bytes where 300000 were published`, async () => {
      fixture.hub.fault(WEIGHTS, { kind: 'length', bytes });
      const message = await rejectsWith(fixture.download(), 'download-failed');
      assert.match(message, new RegExp(`${bytes} bytes.*300000`));
      assert.equal(fixture.hub.requestsFor(WEIGHTS).length, 1, 'asking again would not help');
    });
  }

  it('goes on after an answer without a length that ends early', async () => {
    fixture.hub.fault(WEIGHTS, { kind: 'chunked', bytes: 90_000 });
    await fixture.download();
    await assertInstalled();
    assert.equal(fixture.hub.requestsFor(WEIGHTS)[1]?.range, 'bytes=90000-');
  });

  for (const [status, hint] of [
    [403, /refuses.*filters downloads.*mirror/],
    [404, /does not have.*Check the mirror/],
    [401, /refuses/],
  ] as const) {
    it(`stops at once at ${status}, with a hint`, async () => {
      fixture.hub.fault(CONFIG, { kind: 'status', status });
      assert.match(await rejectsWith(fixture.download(), 'download-failed'), hint);
      assert.equal(fixture.hub.log.length, 1);
    });
  }

  it('tries again after 500, 502, 503 and 429', async () => {
    fixture.hub.fault(CONFIG, { kind: 'status', status: 500 }, { kind: 'status', status: 502 });
    fixture.hub.fault(WEIGHTS, { kind: 'status', status: 503 }, { kind: 'status', status: 429 });
    await fixture.download();
    await assertInstalled();
  });

  it('waits as long as Retry-After asks for', async () => {
    const headers = { 'retry-after': '1' };
    fixture.hub.fault(CONFIG, { kind: 'status', status: 429, headers });
    const start = Date.now();
    await fixture.download();
    assert.ok(Date.now() - start >= 1000);
  });

  it('does not wait an hour, and says so', async () => {
    const headers = { 'retry-after': '3600' };
    fixture.hub.fault(CONFIG, { kind: 'status', status: 429, headers });
    assert.match(await rejectsWith(fixture.download(), 'download-failed'), /wait 1 h 0 min/);
  });

  it('gives up after a few 500s in a row', async () => {
    for (let n = 0; n < 20; n++) fixture.hub.fault(CONFIG, { kind: 'status', status: 500 });
    assert.match(await rejectsWith(fixture.download(), 'download-failed'), /at the moment \(500\)/);
    assert.equal(fixture.hub.log.length, QUICK.attempts);
  });

  it('follows redirects, and resumes through them', async () => {
    const cdn = '/cdn/weights';
    fixture.hub.files.set(cdn, fixture.contents.get(WEIGHTS)!);
    fixture.hub.fault(WEIGHTS, { kind: 'redirect', to: cdn }, { kind: 'redirect', to: cdn });
    fixture.hub.fault(cdn, { kind: 'cut', after: 100_000 });
    await fixture.download();
    await assertInstalled();
    assert.equal(fixture.hub.requestsFor(cdn).length, 2);
    assert.ok(fixture.hub.requestsFor(cdn)[1]?.range);
  });

  it('gives up on a circle of redirects', async () => {
    for (let n = 0; n < 30; n++) fixture.hub.fault(CONFIG, { kind: 'redirect', to: '#' });
    assert.match(await rejectsWith(fixture.download(), 'download-failed'), /redirects too often/);
  });

  it('keeps what has arrived on cancel, and goes on from there', async () => {
    fixture.hub.pauseMs = 40;
    const controller = new AbortController();
    const promise = fixture.download({
      signal: controller.signal,
      onProgress: (step) => 'doneBytes' in step && step.doneBytes > 60_000 && controller.abort(),
    });
    assert.match(await rejectsWith(promise, 'cancelled'), /kept/);
    const kept = (await stat(fixture.path('.partial', 'tiny', `${WEIGHTS}.part`))).size;
    assert.ok(kept > 0 && kept < 300_000);
    assert.ok(!existsSync(fixture.path('.tiny.lock')));
    fixture.hub.pauseMs = 0;
    await fixture.download();
    await assertInstalled();
    assert.equal(fixture.hub.requestsFor(WEIGHTS).at(-1)?.range, `bytes=${kept}-`);
  });

  it('can be cancelled while it waits to try again', async () => {
    for (let n = 0; n < 9; n++) fixture.hub.fault(CONFIG, { kind: 'status', status: 500 });
    const controller = new AbortController();
    const promise = fixture.download({
      signal: controller.signal,
      retry: { ...QUICK, baseDelayMs: 60_000, maxDelayMs: 60_000 },
      onProgress: (step) => step.phase === 'retrying' && controller.abort(),
    });
    await rejectsWith(promise, 'cancelled');
  });

  it('mends a model: fetches only what is missing or damaged', async () => {
    await fixture.download();
    await truncate(fixture.path('tiny', WEIGHTS), 1000);
    const store = await fixture.store();
    assert.match(
      await rejectsWith(store.require('tiny'), 'model-damaged'),
      /wrong size.*models download tiny/,
    );
    fixture.hub.log.length = 0;
    await fixture.download();
    await assertInstalled();
    assert.deepEqual(
      fixture.hub.log.map(({ path }) => path),
      [WEIGHTS],
    );
  });

  it('takes another address from a mirror, and refuses what is none', async () => {
    const dead = 'http://127.0.0.1:9';
    await rejectsWith(fixture.download({ mirror: dead }), 'download-failed');
    assert.match(await rejectsWith(fixture.download({ mirror: 'my mirror' }), 'download-failed'), /https:/);
    await fixture.download({ mirror: `${fixture.hub.url}/` });
    await assertInstalled();
  });
});

describe('what the catalogue does not know', () => {
  let fixture: Fixture;
  afterEach(() => fixture.dispose());

  for (const listing of ['lfs', 'git'] as const) {
    it(`comes from the hub's listing (${listing} digests) and is kept beside the files`, async () => {
      fixture = await Fixture.create({ known: 'nothing' });
      fixture.hub.listing = listing;
      await fixture.download();
      const manifest = JSON.parse(await readFile(fixture.path('tiny', 'pixelscribe-model.json'), 'utf8'));
      for (const { path, sha256: hash } of manifest.files) {
        assert.equal(hash, sha256(fixture.contents.get(path)!));
      }
    });
  }

  it('is checked: git digests find wrong contents too', async () => {
    fixture = await Fixture.create({ known: 'nothing' });
    fixture.hub.fault(CONFIG, { kind: 'wrong-bytes' });
    await rejectsWith(fixture.download(), 'download-failed');
  });

  it('refuses what nothing vouches for', async () => {
    fixture = await Fixture.create({ known: 'nothing' });
    fixture.hub.listing = 'none';
    await rejectsWith(fixture.download(), 'download-failed');
    fixture.hub.listing = 'login-page';
    assert.match(await rejectsWith(fixture.download(), 'download-failed'), /login page/);
    fixture.hub.listing = 'lfs';
    fixture.hub.files.delete(WEIGHTS);
    assert.match(await rejectsWith(fixture.download(), 'download-failed'), /could not be checked/);
    assert.equal(fixture.hub.requestsFor(CONFIG).length, 0, 'no file was asked for');
  });

  it('needs no listing for sizes alone', async () => {
    fixture = await Fixture.create({ known: 'sha256' });
    fixture.hub.listing = 'none';
    fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 100_000 });
    await fixture.download();
    assert.equal((await (await fixture.store()).require('tiny')).files.length, 4);
  });

  it('refuses a listing that contradicts the catalogue', async () => {
    fixture = await Fixture.create({ known: 'sha256' });
    fixture.hub.files.set(WEIGHTS, randomBytes(300_000));
    assert.match(await rejectsWith(fixture.download(), 'download-failed'), /lists another/);
  });
});

describe('before a download', () => {
  let fixture: Fixture;
  afterEach(() => fixture.dispose());

  it('a research-only licence has to be accepted by name', async () => {
    fixture = await Fixture.create({ researchOnly: true });
    for (const acceptedLicence of [undefined, 'mit', 'yes']) {
      const message = await rejectsWith(fixture.download({ acceptedLicence }), 'licence-not-accepted');
      assert.match(message, /research only.*--accept-licence test/);
    }
    assert.equal(fixture.hub.log.length, 0);
    assert.ok(!existsSync(fixture.folder));
    await fixture.download({ acceptedLicence: 'test' });
    const manifest = JSON.parse(await readFile(fixture.path('tiny', 'pixelscribe-model.json'), 'utf8'));
    assert.ok(Date.now() - Date.parse(manifest.licenceAcceptedAt) < 60_000);
  });

  it('the free space is looked at', async () => {
    fixture = await Fixture.create();
    const message = await rejectsWith(fixture.download({ freeBytes: async () => 10_000_000 }), 'disk-full');
    assert.match(message, /67\.4 MB are needed.*10 MB are free/);
    assert.equal(fixture.hub.log.length, 0);
  });

  it('an unknown or bundled model, mix or variant is named', async () => {
    fixture = await Fixture.create();
    assert.match(
      await rejectsWith(fixture.download({ mix: 'best' }), 'model-unknown'),
      /There are: standard/,
    );
    const parts = { decoder: 'q2' };
    assert.match(await rejectsWith(fixture.download({ parts }), 'model-unknown'), /There are: q4/);
  });
});
