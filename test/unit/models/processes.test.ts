/** Whole processes: two at once, killed ones, proxies from the environment, a full disk. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fixture, rejectsWith, WEIGHTS } from './fixture';
import { HubServer, ProxyServer } from './hub-server';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(
  fixture: Fixture,
  args: readonly string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const script = join(__dirname, 'cli-process.ts');
  const child = spawn(process.execPath, ['--import=tsx', script, fixture.bundledDir, ...args], {
    env: { ...process.env, NO_PROXY: '', PIXELSCRIBE_MODELS_DIR: fixture.folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

async function until(condition: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    assert.ok(Date.now() < end, 'waited too long');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the models command as a process', function () {
  this.timeout(60_000);
  let fixture: Fixture;
  let proxy: ProxyServer | undefined;
  beforeEach(async () => {
    fixture = await Fixture.create();
  });
  afterEach(async () => {
    await fixture.dispose();
    await proxy?.stop();
    proxy = undefined;
  });

  it('two at once: one fetches, the other waits and finds it done', async () => {
    fixture.hub.pauseMs = 60;
    const both = [0, 1].map(() => start(fixture, ['download', 'tiny']).ended);
    const [one, two] = await Promise.all(both);
    assert.deepEqual([one?.code, two?.code], [0, 0], `${one?.stderr}${two?.stderr}`);
    for (const path of fixture.contents.keys()) {
      assert.equal(fixture.hub.requestsFor(path).length, 1, `${path} is fetched once`);
    }
    assert.match(`${one?.stderr}${two?.stderr}`, /another window or process/);
    assert.deepEqual(await (await fixture.store()).verify('tiny'), []);
  });

  it('goes on where a killed process stopped, past the lock it left', async () => {
    fixture.hub.pauseMs = 40;
    const part = fixture.path('.partial', 'tiny', `${WEIGHTS}.part`);
    const killed = start(fixture, ['download', 'tiny']);
    await until(async () => ((await stat(part).catch(() => undefined))?.size ?? 0) > 50_000);
    killed.child.kill('SIGKILL');
    await killed.ended;
    assert.ok(existsSync(fixture.path('.tiny.lock')));
    const kept = (await stat(part)).size;
    fixture.hub.pauseMs = 0;
    const { code, stderr } = await start(fixture, ['download', 'tiny']).ended;
    assert.equal(code, 0, stderr);
    assert.equal(fixture.hub.requestsFor(WEIGHTS).at(-1)?.range, `bytes=${kept}-`);
  });

  it('stops on Ctrl+C and says how to go on', async () => {
    fixture.hub.pauseMs = 100;
    const { child, ended } = start(fixture, ['download', 'tiny']);
    await until(() => existsSync(fixture.path('.partial', 'tiny', `${WEIGHTS}.part`)));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    assert.equal(code, 1);
    assert.match(stderr, /cancelled: .*kept/);
    assert.ok(!existsSync(fixture.path('.tiny.lock')));
  });

  it('takes the proxy from the environment', async () => {
    proxy = await new ProxyServer('ann:secret').start();
    const mirror = `http://models.test:${fixture.hub.port}`;
    const args = ['download', 'tiny', '--mirror', mirror];
    const { code, stderr } = await start(fixture, args, { HTTP_PROXY: proxy.url, http_proxy: '' }).ended;
    assert.equal(code, 0, stderr);
    assert.equal(proxy.requests.length, fixture.contents.size);
    assert.ok(proxy.requests.every((request) => request.startsWith(`GET ${mirror}/someone/tiny/`)));
  });

  it('leaves the proxy out where NO_PROXY says so', async () => {
    proxy = await new ProxyServer().start();
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' };
    const { code, stderr } = await start(fixture, ['download', 'tiny'], env).ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(proxy.requests, []);
  });

  it('names the proxy that wants a password', async () => {
    proxy = await new ProxyServer('ann:secret').start();
    const HTTP_PROXY = proxy.url.replace('ann:secret@', '');
    const { code, stderr } = await start(fixture, ['download', 'tiny'], { HTTP_PROXY }).ended;
    assert.equal(code, 1);
    assert.match(stderr, /download-failed: The proxy asks for a user name/);
  });

  it('tunnels HTTPS through the proxy, and trusts no unknown certificate', async function () {
    const folder = await mkdtemp(join(tmpdir(), 'pixelscribe-tls-'));
    try {
      try {
        execFileSync(
          'openssl',
          `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=models.test -addext subjectAltName=DNS:models.test -keyout ${folder}/key.pem -out ${folder}/cert.pem`.split(
            ' ',
          ),
          { stdio: 'pipe' },
        );
      } catch {
        this.skip();
      }
      const tls = { key: await readFile(`${folder}/key.pem`), cert: await readFile(`${folder}/cert.pem`) };
      const hub = await new HubServer(fixture.hub.repo, fixture.hub.revision, (handler) =>
        https.createServer(tls, handler),
      ).start();
      for (const [path, content] of fixture.contents) hub.files.set(path, content);
      proxy = await new ProxyServer().start();
      const args = ['download', 'tiny', '--mirror', `https://models.test:${hub.port}`];
      const env = { HTTPS_PROXY: proxy.url, https_proxy: '' };
      const refused = await start(fixture, args, env).ended;
      assert.match(refused.stderr, /certificate of models\.test.* not trusted.*NODE_EXTRA_CA_CERTS/);
      const trusted = await start(fixture, args, { ...env, NODE_EXTRA_CA_CERTS: `${folder}/cert.pem` }).ended;
      const tunnel = `CONNECT models.test:${hub.port}`;
      await hub.stop();
      assert.equal(trusted.code, 0, trusted.stderr);
      assert.ok(proxy.requests.every((request) => request === tunnel));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('keeps what fits on a full disk, and goes on when there is room', async function () {
    if (process.platform !== 'linux') this.skip();
    await mkdir(fixture.folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', fixture.folder], { stdio: 'pipe' });
    } catch {
      this.skip(); // Mounting needs privileges.
    }
    try {
      const freeBytes = async () => Number.MAX_SAFE_INTEGER;
      const message = await rejectsWith(fixture.download({ freeBytes }), 'disk-full');
      assert.match(message, /is full\. .*kept.*Free some space/);
      const kept = (await stat(fixture.path('.partial', 'tiny', `${WEIGHTS}.part`))).size;
      assert.ok(kept > 50_000, String(kept));
      execFileSync('mount', ['-o', 'remount,size=2m', fixture.folder]);
      await fixture.download({ freeBytes });
      assert.equal(fixture.hub.requestsFor(WEIGHTS).at(-1)?.range, `bytes=${kept}-`);
      assert.deepEqual(await (await fixture.store()).verify('tiny'), []);
    } finally {
      execFileSync('umount', [fixture.folder]);
    }
  });
});
