import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { importFolder, inspectFolder } from '../../../src/engine/models/import-folder';
import { withLock } from '../../../src/engine/models/lock';
import { CONFIG, Fixture, rejectsWith, WEIGHTS } from './fixture';
import { sha256 } from './hub-server';

describe('the store of models', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.create();
  });
  afterEach(() => fixture.dispose());

  it('names what to do about a missing model, and does not need its folder', async () => {
    const store = await fixture.store();
    assert.equal(await store.installed('tiny'), undefined);
    const message = await rejectsWith(store.require('tiny'), 'model-missing');
    assert.equal(
      message,
      'Tiny is not installed. Install it with “PixelScribe: Manage Models” or `pixelscribe models download tiny`.',
    );
    assert.ok(!existsSync(fixture.folder));
  });

  it('shows bundled models, and tells when one is broken', async () => {
    const store = await fixture.store();
    const model = await store.require('shipped');
    assert.deepEqual([model.files, model.bytes], [['model.onnx'], 7]);
    await rejectsWith(store.remove('shipped'), 'model-unknown');
    await rm(join(fixture.bundledDir, 'shipped', 'model.onnx'));
    assert.match(await rejectsWith(store.require('shipped'), 'model-damaged'), /Reinstall PixelScribe/);
  });

  it('checks bundled files against the hashes of the build', async () => {
    const bundledHashesFile = join(fixture.root, 'bundled-models.json');
    const file = { path: 'model.onnx', bytes: 7, sha256: sha256(Buffer.from('weights')) };
    await writeFile(bundledHashesFile, JSON.stringify({ shipped: [file] }));
    const store = await fixture.store();
    Object.assign(store.options, { bundledHashesFile });
    assert.deepEqual(await store.verify('shipped'), []);
    await writeFile(join(fixture.bundledDir, 'shipped', 'model.onnx'), 'Weights');
    assert.deepEqual(await store.verify('shipped'), [{ path: 'model.onnx', problem: 'wrong-contents' }]);
  });

  it('finds missing, short and changed files', async () => {
    await fixture.download();
    const store = await fixture.store();
    await rm(fixture.path('tiny', CONFIG));
    await truncate(fixture.path('tiny', WEIGHTS), 5);
    const vision = 'onnx/vision_encoder_q4f16.onnx';
    await writeFile(fixture.path('tiny', vision), Buffer.alloc(20_000));
    const status = await store.status('tiny');
    assert.ok(status.state === 'damaged');
    assert.equal(status.problems.length, 2, 'a look at the sizes');
    assert.deepEqual(await store.verify('tiny'), [
      { path: CONFIG, problem: 'missing' },
      { path: WEIGHTS, problem: 'wrong-size' },
      { path: vision, problem: 'wrong-contents' },
    ]);
    const later = await (await fixture.store()).status('tiny');
    assert.ok(later.state === 'damaged');
    assert.equal(later.problems.length, 3, 'what a verification found is remembered');
  });

  it('removes partial downloads too', async () => {
    for (let n = 0; n < 9; n++) fixture.hub.fault(WEIGHTS, { kind: 'cut', after: 0 });
    await rejectsWith(fixture.download(), 'download-failed');
    const store = await fixture.store();
    assert.ok((await store.remove('tiny')) > 20_000);
    assert.deepEqual(await readdir(fixture.folder), ['.partial']);
    assert.deepEqual(await readdir(fixture.path('.partial')), []);
  });

  it('a folder that cannot be written to is named', async () => {
    await writeFile(fixture.folder, 'a file in its place');
    assert.match(await rejectsWith(fixture.download(), 'folder-not-writable'), /pixelscribe\.models\.folder/);
  });
});

describe('importing from a folder', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.create();
  });
  afterEach(() => fixture.dispose());

  it('recognises a clone of the repository and needs no network', async () => {
    const folder = await fixture.clone('clone');
    await writeFile(join(folder, 'README.md'), 'not part of the model');
    const store = await fixture.store();
    const model = await importFolder(store, folder);
    assert.equal(model.id, 'tiny');
    assert.deepEqual([...model.files].sort(), [...fixture.contents.keys()].sort());
    assert.deepEqual(await store.verify('tiny'), []);
    assert.ok(existsSync(join(folder, WEIGHTS)), 'the folder stays as it was');
    assert.equal(fixture.hub.log.length, 0);
    assert.deepEqual(await readdir(fixture.path('.partial')), []);
  });

  it('takes the folder of another installation', async () => {
    await fixture.download();
    const other = fixture.path('tiny');
    const store = await fixture.store();
    Object.assign(store.options, { folder: join(fixture.root, 'elsewhere') });
    assert.equal((await importFolder(store, other)).dir, join(fixture.root, 'elsewhere', 'tiny'));
    assert.deepEqual(await store.verify('tiny'), []);
  });

  it('refuses a file that is not the published one, and installs nothing', async () => {
    const folder = await fixture.clone('clone');
    await writeFile(join(folder, WEIGHTS), Buffer.alloc(300_000));
    const store = await fixture.store();
    const message = await rejectsWith(importFolder(store, folder), 'model-damaged');
    assert.match(message, /decoder_model_merged_q4\.onnx is not the published file/);
    assert.deepEqual(await readdir(fixture.path('.partial')), []);
    assert.equal(await store.installed('tiny'), undefined);
  });

  it('takes a converted model under a name of its own, with the licence of its kind', async () => {
    await fixture.dispose();
    fixture = await Fixture.create({ researchOnly: true });
    const folder = await fixture.clone('My FastVLM 7B');
    const files = [...fixture.contents].map(([path, content]) => {
      return { path, bytes: content.length, sha256: sha256(content) };
    });
    // Without the decoder it is not the catalogued model.
    await rm(join(folder, WEIGHTS));
    const written = files.filter(({ path }) => path !== WEIGHTS);
    const manifest = { format: 1, model_type: 'tiny_type', files: written };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const store = await fixture.store();
    assert.equal((await inspectFolder(store, folder, undefined)).licence, 'test');
    await rejectsWith(importFolder(store, folder), 'licence-not-accepted');
    const model = await importFolder(store, folder, { acceptedLicence: 'test' });
    assert.equal(model.id, 'my-fastvlm-7b');
    assert.equal((await importFolder(store, folder, { acceptedLicence: 'test', id: 'mine' })).id, 'mine');
    assert.deepEqual(
      (await store.list()).map(({ id, status }) => [id, status.state]),
      [
        ['shipped', 'bundled'],
        ['tiny', 'missing'],
        ['mine', 'installed'],
        ['my-fastvlm-7b', 'installed'],
      ],
    );
    await rejectsWith(importFolder(store, folder, { acceptedLicence: 'test', id: '../x' }), 'model-unknown');
    await rejectsWith(
      importFolder(store, folder, { acceptedLicence: 'test', id: 'shipped' }),
      'model-unknown',
    );
  });

  it('does not follow paths out of the folder', async () => {
    const folder = join(fixture.root, 'evil');
    const store = await fixture.store();
    await fixture.clone('evil');
    await rm(join(folder, WEIGHTS));
    const hash = 'a'.repeat(64);
    for (const path of ['../secret', '/etc/passwd', 'onnx/../../x', 'C:\\x', 'a//b', '.']) {
      const manifest = { format: 1, files: [{ path, bytes: 1, sha256: hash }] };
      await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
      await rejectsWith(importFolder(store, folder), 'model-missing');
    }
  });

  it('tells what it looks for', async () => {
    const store = await fixture.store();
    await rejectsWith(importFolder(store, join(fixture.root, 'nowhere')), 'file-not-found');
    assert.match(await rejectsWith(importFolder(store, fixture.root), 'model-missing'), /config\.json/);
  });
});

describe('the lock', () => {
  let fixture: Fixture;
  let file: string;
  beforeEach(async () => {
    fixture = await Fixture.create();
    file = join(fixture.root, 'lock');
  });
  afterEach(() => fixture.dispose());

  it('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const enter = () =>
      withLock(
        file,
        async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 20));
          inside--;
        },
        { pollMs: 5 },
      );
    await Promise.all(Array.from({ length: 8 }, enter));
    assert.equal(most, 1);
    assert.ok(!existsSync(file));
  });

  it('passes a lock whose process is gone, also when several notice at once', async () => {
    const gone = { pid: 2 ** 22 + 1, host: hostname(), token: 'old' };
    await writeFile(file, JSON.stringify(gone));
    let inside = 0;
    const enter = () =>
      withLock(
        file,
        async () => {
          assert.equal(++inside, 1);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside--;
        },
        { pollMs: 2 },
      );
    await Promise.all(Array.from({ length: 8 }, enter));
  });

  it('waits for another machine until it is silent for long', async () => {
    await writeFile(file, JSON.stringify({ pid: 1, host: 'another-machine', token: 'x' }));
    let waited = 0;
    const start = Date.now();
    await withLock(file, async () => {}, { staleMs: 300, pollMs: 20, onWait: () => waited++ });
    assert.ok(Date.now() - start >= 250);
    assert.equal(waited, 1);
    await writeFile(file, 'cut off in the mid');
    const old = new Date(Date.now() - 10_000);
    await utimes(file, old, old);
    await withLock(file, async () => {}, { staleMs: 300 });
  });

  it('keeps a lock fresh that is held for long, and can be left while waiting', async () => {
    const controller = new AbortController();
    const options = { staleMs: 1000, pollMs: 20 };
    await withLock(
      file,
      async () => {
        const second = withLock(file, async () => 'in', { ...options, signal: controller.signal });
        setTimeout(() => controller.abort(), 2500);
        await assert.rejects(second, { name: 'AbortError' });
      },
      options,
    );
  }).timeout(10_000);

  it('tells its holder when another process took over', async () => {
    await withLock(
      file,
      async (signal) => {
        await writeFile(file, JSON.stringify({ pid: process.pid, host: hostname(), token: 'other' }));
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      { staleMs: 40 },
    );
    assert.ok(existsSync(file), 'the other one keeps its lock');
  });
});
