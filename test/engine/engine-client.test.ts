/** The real inference process, driven the way the extension drives it. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { EngineClient, type EngineState } from '../../src/client/engine-client';
import { chooseNode } from '../../src/client/node-runtime';
import { RestartPolicy } from '../../src/client/restart-policy';
import type { LogParams } from '../../src/protocol';

const ROOT = join(__dirname, '..', '..');
const PICTURE = { path: join(ROOT, 'test/fixtures/pictures/terminal-npm-error.png') };
const never = () => new CancellationTokenSource().token;
const interactive = { source: PICTURE, priority: 'interactive' } as const;

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    assert.ok(waited < 20_000, `waited too long until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('EngineClient', () => {
  let engine: EngineClient;
  let states: EngineState[];
  let log: LogParams[];
  const start = (options: { idleMs?: number; cancelGraceMs?: number; restarts?: RestartPolicy } = {}) => {
    states = [];
    log = [];
    engine = new EngineClient({
      engineFile: join(ROOT, 'dist/engine.js'),
      models: () => ({ bundled: join(ROOT, 'models'), installed: join(ROOT, 'out/no-models') }),
      chooseNode: () => chooseNode(undefined),
      log: (entry) => log.push(entry),
      onState: (state) => states.push(state),
      ...options,
    });
    return engine;
  };
  const working = () =>
    until(() => states.at(-1)?.kind === 'working' && engine.pid !== undefined, 'it works');
  afterEach(() => engine.dispose());

  it('starts with the first request, answers, and says what it does', async () => {
    start();
    assert.equal(engine.pid, undefined);
    assert.equal(await engine.status(), undefined);
    const { text, model, widthPx } = await engine.extractText(interactive, never());
    assert.match(text, /ERESOLVE unable to resolve dependency tree/);
    assert.match(model, /PP-OCR/);
    assert.equal(widthPx, 640);
    const status = await engine.status();
    assert.equal(status?.pid, engine.pid);
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ['starting', 'working', 'ready'],
    );
  });

  it('gives a preview of a picture no browser shows', async () => {
    const source = { path: join(ROOT, 'test/fixtures/workspace/scans/letter.tiff') };
    const preview = await start().preview({ source, priority: 'interactive' }, never());
    assert.equal(Buffer.from(preview).toString('latin1', 8, 12), 'WEBP');
    await assert.rejects(
      engine.preview({ source: { path: 'nowhere.tiff' }, priority: 'interactive' }, never()),
      { code: 'file-not-found' },
    );
  });

  it('takes bytes as well as paths', async () => {
    const { readFile } = await import('node:fs/promises');
    const bytes = new Uint8Array(await readFile(PICTURE.path));
    const result = await start().extractText(
      { source: { bytes, name: 'clipboard' }, priority: 'interactive' },
      never(),
    );
    assert.match(result.text, /ERESOLVE/);
  });

  it('passes on what is wrong with a picture', async () => {
    start();
    const source = { bytes: Buffer.from('no picture'), name: 'notes.png' };
    await assert.rejects(engine.describe({ source, priority: 'interactive' }, never()), {
      name: 'PixelScribeError',
      code: 'not-an-image',
      message: /notes\.png/,
    });
  });

  it('gives the result though the engine is killed during the request', async () => {
    start();
    const request = engine.extractText(interactive, never());
    await working();
    const first = engine.pid!;
    process.kill(first, 'SIGKILL');
    assert.match((await request).text, /ERESOLVE/);
    assert.notEqual(engine.pid, first);
    assert.ok(log.some(({ message }) => /Trying once more/.test(message)));
  });

  it('says what happened when the engine dies twice, and works again for the next request', async () => {
    start({ restarts: new RestartPolicy(5, 180_000, [0]) });
    const request = engine.extractText(interactive, never());
    // Observed at once, so that its rejection is never unhandled.
    const outcome = assert.rejects(request, { code: 'engine-stopped', message: /killed/ });
    await working();
    const first = engine.pid!;
    process.kill(first, 'SIGKILL');
    await until(
      () => engine.pid !== undefined && engine.pid !== first && states.at(-1)?.kind === 'working',
      'it works again',
    );
    process.kill(engine.pid!, 'SIGKILL');
    await outcome;
    assert.match((await engine.extractText(interactive, never())).text, /ERESOLVE/);
  });

  it('gives up after too many crashes, and starts again when told to', async () => {
    start({ restarts: new RestartPolicy(1) });
    const request = engine.extractText(interactive, never());
    const outcome = assert.rejects(request, { code: 'engine-stopped', message: /status item/ });
    await working();
    process.kill(engine.pid!, 'SIGKILL');
    await outcome;
    assert.equal(states.at(-1)?.kind, 'broken');
    await engine.restart();
    assert.equal(states.at(-1)?.kind, 'ready');
    assert.match((await engine.extractText(interactive, never())).text, /ERESOLVE/);
  });

  it('stops a request that is cancelled', async () => {
    start();
    const source = new CancellationTokenSource();
    const request = engine.extractText(interactive, source.token);
    const outcome = assert.rejects(request, { code: 'cancelled' });
    await working();
    source.cancel();
    await outcome;
    assert.match((await engine.extractText(interactive, never())).text, /ERESOLVE/);
  });

  it('ends a request when it is stopped on purpose, and starts again for the next', async () => {
    start();
    const outcome = assert.rejects(engine.extractText(interactive, never()), { code: 'engine-stopped' });
    await working();
    const pid = engine.pid!;
    engine.stop();
    await outcome;
    await until(() => !alive(pid), 'the process is gone');
    assert.match((await engine.extractText(interactive, never())).text, /ERESOLVE/);
  });

  it('leaves no process behind when it is disposed of while it starts', async () => {
    const pids: number[] = [];
    start();
    const outcome = assert.rejects(engine.extractText(interactive, never()), { code: 'engine-stopped' });
    engine.dispose();
    await outcome;
    for (const { message } of log) {
      const pid = /engine (\d+) started/.exec(message)?.[1];
      if (pid) pids.push(Number(pid));
    }
    assert.deepEqual(pids, []);
  });

  it('frees the memory when it is idle', async () => {
    start({ idleMs: 100 });
    await engine.extractText(interactive, never());
    const pid = engine.pid!;
    await until(() => !alive(pid), 'the process is gone');
    assert.equal(states.at(-1)?.kind, 'stopped');
  });

  it('ends when the host that started it is killed', async () => {
    start();
    const host = fork(join(__dirname, 'support/host.cjs'), [
      join(ROOT, 'dist/engine.js'),
      join(ROOT, 'models'),
    ]);
    const [pid] = (await once(host, 'message')) as [number];
    assert.equal(alive(pid), true);
    host.kill('SIGKILL');
    await until(() => !alive(pid), 'the engine is gone');
  });
});
