/** The harness itself: a failure is never taken for a pass, and nothing is left behind. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { removeFolder, temporaryFolder } from './processes';
import { type RunningServer, startServer } from './server';
import { newContext, runInWindow } from './window';

describe('the harness', () => {
  let browser: Browser;
  let server: RunningServer;
  let folder: string;
  before(async () => {
    browser = await launchBrowser();
    server = await startServer();
    folder = temporaryFolder('harness');
  });
  after(async () => {
    await browser.close();
    await server.stop();
    removeFolder(folder);
  });

  /** The exit code of a suite with this body. */
  async function run(body: string, timeoutMs = 90_000): Promise<number> {
    const tests = path.join(folder, 'suite.js');
    writeFileSync(tests, body);
    const context = await newContext(browser);
    try {
      return await runInWindow(context, {
        port: server.port,
        workspace: folder,
        extension: path.join(__dirname, 'no-extension'),
        tests,
        timeoutMs,
        onLog: () => {},
      });
    } finally {
      await context.close();
    }
  }

  it('passes a suite that passes', async () => {
    assert.equal(await run('exports.run = async () => { require("vscode").window.activeTextEditor; };'), 0);
  });

  it('fails a suite that rejects', async () => {
    assert.equal(await run('exports.run = async () => { throw new Error("1 of 2 tests failed"); };'), 1);
  });

  it('fails a suite that cannot be loaded', async () => {
    assert.notEqual(await run('require("./missing");'), 0);
  });

  it('gives up on a suite that never ends', async () => {
    await assert.rejects(
      run('exports.run = () => new Promise(() => {});', 15_000),
      /did not end within 15 s/,
    );
  });

  it('fails at once when the server dies, and leaves no profile behind', async () => {
    const other = await startServer();
    const { profile } = other;
    assert.ok(existsSync(profile));
    await other.stop();
    assert.equal(existsSync(profile), false);
    const context = await newContext(browser);
    const started = Date.now();
    await assert.rejects(
      runInWindow(context, { port: other.port, workspace: folder, timeoutMs: 60_000, onLog: () => {} }),
      /ERR_CONNECTION_REFUSED/,
    );
    assert.ok(Date.now() - started < 10_000);
    await context.close();
  });
});
