/**
 * Runs the extension's suites in a real VS Code: `tsx test/vscode/run.ts [SUITE…]`. Exit code 0 only if all passed.
 *
 * `PIXELSCRIBE_TEST_GREP` runs only the tests whose title matches.
 */
import { cpSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { type Driver, startDriver } from './driver';
import { repository } from './install';
import { startServer } from './server';
import { buildSuite } from './suite';
import { runInWindow } from './window';

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

async function main(suites: readonly string[]): Promise<void> {
  const driver = await startDriver(path.join(repository, 'out', 'screenshots'));
  const browser = await launchBrowser();
  let failed = 0;
  for (const suite of suites) {
    const started = Date.now();
    const code = await runSuite(suite, browser, driver);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${suite}: ${code === 0 ? 'passed' : `failed with exit code ${code}`} after ${seconds} s`);
    if (code !== 0) failed++;
  }
  await browser.close();
  driver.stop();
  process.exitCode = failed === 0 ? 0 : 1;
}

async function runSuite(suite: string, browser: Browser, driver: Driver): Promise<number> {
  const tests = await buildSuite(suite);
  const workspace = mkdtempSync(path.join(tmpdir(), 'pixelscribe-workspace-'));
  cpSync(path.join(repository, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
  const log = createWriteStream(path.join(repository, 'out', 'test', 'extension', `${suite}.log`));
  const server = await startServer({ env: driver.env });
  try {
    const run = runInWindow(browser, {
      port: server.port,
      workspace,
      extension: repository,
      tests,
      timeoutMs: 300_000,
      onPage: driver.attach,
      onLog: (line) => log.write(`${line}\n`),
    });
    return await Promise.race([run, server.died]);
  } finally {
    await server.stop();
    log.end();
    rmSync(workspace, { recursive: true, force: true });
  }
}
