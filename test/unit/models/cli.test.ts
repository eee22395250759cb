import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { run } from '../../../src/cli/models';
import { progressText } from '../../../src/cli/progress-line';
import { CONFIG, Fixture } from './fixture';
import { sha256 } from './hub-server';

describe('pixelscribe models', () => {
  let fixture: Fixture;
  afterEach(() => fixture.dispose());

  /** Runs the command with what a user at a terminal would type, or without a terminal. */
  async function models(argv: readonly string[], typed?: string) {
    let stdout = '';
    let stderr = '';
    const stdin = new PassThrough();
    if (typed !== undefined) Object.assign(stdin, { isTTY: true }).end(typed);
    const io = {
      stdin,
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
    };
    const env = { PIXELSCRIBE_MODELS_DIR: fixture.folder };
    const { signal } = new AbortController();
    const code = await run(argv, io, { bundledDir: fixture.bundledDir, env, signal });
    return { code, stdout, stderr };
  }

  it('lists, downloads, verifies, mends and removes', async () => {
    fixture = await Fixture.create();
    const downloaded = await models(['download', 'tiny']);
    assert.equal(downloaded.code, 0, downloaded.stderr);
    assert.match(downloaded.stderr, /Tiny: 341 kB, into .*store\nLicence: Test Licence\n {2}Be kind\./);
    const listed = JSON.parse((await models(['list', '--json'])).stdout);
    assert.deepEqual(
      listed.map(({ id, state }: { id: string; state: string }) => [id, state]),
      [
        ['shipped', 'bundled'],
        ['tiny', 'installed'],
      ],
    );
    assert.match((await models(['list'])).stdout, /tiny\n {2}Tiny: installed, 341 kB\n {2}Tests\./);
    const broken = Buffer.from(fixture.contents.get(CONFIG)!);
    broken[7]! ^= 1;
    await writeFile(fixture.path('tiny', CONFIG), broken);
    const verified = await models(['verify']);
    assert.equal(verified.code, 1);
    assert.match(
      verified.stdout,
      /shipped: ok\ntiny: damaged\n {2}config\.json: wrong-contents\n.*download tiny/,
    );
    assert.equal((await models(['download', 'tiny'])).code, 0);
    assert.equal(sha256(await readFile(fixture.path('tiny', CONFIG))), sha256(fixture.contents.get(CONFIG)!));
    assert.equal((await models(['verify', 'tiny'])).code, 0);
    assert.match((await models(['remove', 'tiny'])).stdout, /Tiny is removed: 34\d kB freed/);
    assert.ok(!existsSync(fixture.path('tiny')));
    assert.match((await models(['remove', 'tiny'])).stderr, /model-missing: Tiny is not installed/);
  });

  it('asks for consent to a research licence: at the terminal, or by name', async () => {
    fixture = await Fixture.create({ researchOnly: true });
    for (const typed of ['n\n', '\n', '', 'yess\n']) {
      const refused = await models(['download', 'tiny'], typed);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /Do you accept this licence\? \[y\/N\] .*licence-not-accepted/s);
    }
    const silent = await models(['download', 'tiny']);
    assert.match(silent.stderr, /licence-not-accepted: .*--accept-licence test/);
    assert.equal(fixture.hub.log.length, 0);
    assert.equal((await models(['download', 'tiny'], 'y\n')).code, 0);
    assert.equal((await models(['download', 'tiny', '--accept-licence', 'test'])).code, 0);
  });

  it('imports a folder', async () => {
    fixture = await Fixture.create({ researchOnly: true });
    const folder = await fixture.clone('clone');
    assert.equal((await models(['import', folder])).code, 1);
    const imported = await models(['import', folder, '--accept-licence', 'test']);
    assert.match(imported.stdout, /Tiny is installed in /);
    assert.equal(fixture.hub.log.length, 0);
  });

  it('explains a wrong command line', async () => {
    fixture = await Fixture.create();
    for (const [argv, message] of [
      [[], /no command was named/],
      [['fetch'], /there is no command models fetch/],
      [['constructor'], /there is no command models constructor/],
      [['download'], /models download needs a name/],
      [['download', 'a', 'b'], /takes one name, not 2/],
      [['list', '--fast'], /--fast/],
    ] as const) {
      const { code, stderr } = await models(argv);
      assert.equal(code, 2, argv.join(' '));
      assert.match(stderr, message);
      assert.match(stderr, /usage:/);
    }
    const unknown = await models(['download', 'gpt']);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /model-unknown: .*called gpt\. Known models: shipped, tiny/);
    assert.match((await models(['download', 'shipped'])).stderr, /ships with PixelScribe/);
    assert.equal((await models(['--help'])).code, 0);
  });

  it('shows bytes, speed and time left', async () => {
    fixture = await Fixture.create();
    const progress = {
      file: 'x',
      doneBytes: 354e6,
      totalBytes: 842e6,
      bytesPerSecond: 5.1e6,
      secondsLeft: 96,
    };
    assert.equal(
      progressText({ phase: 'downloading', ...progress }),
      'downloading 42 % of 842 MB, 5.1 MB/s, 1 min 36 s left',
    );
  });
});
