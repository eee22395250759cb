/**
 * `npm run test:electron`: the same suites in a desktop VS Code, which @vscode/test-electron downloads. Playwright
 * drives its window over the DevTools protocol.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTests } from '@vscode/test-electron';
import { type Browser, chromium } from 'playwright-core';
import { type Driver, startDriver } from './driver';
import { repository } from './install';
import { removeFolder, temporaryFolder } from './processes';
import { quietSettings } from './server';
import { buildSuite } from './suite';

async function main(suites: readonly string[]): Promise<void> {
  const driver = await startDriver(path.join(repository, 'out', 'screenshots'));
  let failed = 0;
  for (const suite of suites) {
    const passed = await runSuite(suite, driver).then(
      () => true,
      (error: unknown) => {
        console.error(error);
        return false;
      },
    );
    console.log(`${suite}: ${passed ? 'passed' : 'failed'}`);
    if (!passed) failed++;
  }
  driver.stop();
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Rejects when a test failed. */
async function runSuite(suite: string, driver: Driver): Promise<void> {
  const folder = temporaryFolder('electron');
  const workspace = path.join(folder, 'workspace');
  const profile = path.join(folder, 'profile');
  cpSync(path.join(repository, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
  mkdirSync(path.join(profile, 'User'), { recursive: true });
  writeFileSync(path.join(profile, 'User', 'settings.json'), JSON.stringify(quietSettings));
  const port = await freePort();
  const stop = new AbortController();
  try {
    const tests = runTests({
      version: process.env.VSCODE_VERSION ?? 'stable',
      extensionDevelopmentPath: repository,
      extensionTestsPath: await buildSuite(suite),
      extensionTestsEnv: { ...driver.env },
      launchArgs: [
        workspace,
        `--user-data-dir=${profile}`,
        `--extensions-dir=${path.join(folder, 'extensions')}`,
        `--remote-debugging-port=${port}`,
        '--disable-workspace-trust',
        '--skip-welcome',
        '--skip-release-notes',
      ],
    });
    void attach(port, driver, stop.signal);
    await tests;
  } finally {
    stop.abort();
    removeFolder(folder);
  }
}

/** Hands the window to the driver as soon as it is there. */
async function attach(port: number, driver: Driver, signal: AbortSignal): Promise<void> {
  let browser: Browser | undefined;
  while (!signal.aborted) {
    browser ??= await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => undefined);
    const page = browser
      ?.contexts()
      .flatMap((context) => context.pages())
      .find((candidate) => candidate.url().includes('workbench'));
    if (page) return driver.attach(page);
    await sleep(300);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
