/**
 * Runs the extension's suites in a real VS Code: `tsx test/vscode/run.ts SUITE…`. Exit code 0 only if all passed.
 *
 * `PIXELSCRIBE_TEST_GREP` runs only the tests whose title matches. The window's log is left beside the built
 * tests, in `out/test/extension/`.
 */
import { cpSync, createWriteStream, existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { type Driver, startDriver } from './driver';
import { repository } from './install';
import { removeFolder, temporaryFolder } from './processes';
import { type ServerOptions, startServer } from './server';
import { buildSuite } from './suite';
import { newContext, runInWindow } from './window';

interface Suite {
  /** Folders of `test/extension/`, each run in a window of its own, one after the other in the same profile. */
  readonly windows: readonly string[];
  readonly server?: ServerOptions;
  /** The extension under development; the repository unless said otherwise. */
  readonly extension?: string;
}

const vsix = path.join(repository, 'pixelscribe-linux-x64.vsix');

const SUITES: Readonly<Record<string, Suite>> = {
  trusted: { windows: ['trusted'] },
  restricted: { windows: ['restricted'], server: { trusted: false } },
  reload: { windows: ['reload-before', 'reload-after'] },
  installed: {
    windows: ['installed'],
    server: { vsix: [vsix] },
    extension: path.join(repository, 'test', 'vscode', 'no-extension'),
  },
  'capture-themes': { windows: ['capture-themes'] },
  'bench/paste': { windows: ['bench/paste'] },
};

const WINDOW_TIMEOUT_MS = 900_000;

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

async function main(names: readonly string[]): Promise<void> {
  if (names.length === 0) throw new Error(`Name a suite: ${Object.keys(SUITES).join(', ')}.`);
  const driver = await startDriver(path.join(repository, 'out', 'screenshots'));
  const browser = await launchBrowser();
  let failed = 0;
  for (const name of names) {
    const suite = SUITES[name];
    if (!suite) throw new Error(`There is no suite "${name}", only ${Object.keys(SUITES).join(', ')}.`);
    const started = Date.now();
    const code = await runSuite(suite, browser, driver);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${name}: ${code === 0 ? 'passed' : `failed with exit code ${code}`} after ${seconds} s`);
    if (code !== 0) failed++;
  }
  await browser.close();
  driver.stop();
  process.exitCode = failed === 0 ? 0 : 1;
}

/** @returns the first exit code that is not 0 */
async function runSuite(suite: Suite, browser: Browser, driver: Driver): Promise<number> {
  if (suite.server?.vsix && !existsSync(vsix))
    throw new Error('No package to install: run "npm run package" first.');
  const workspace = temporaryFolder('workspace');
  cpSync(path.join(repository, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
  const server = await startServer({ ...suite.server, env: driver.env });
  const context = await newContext(browser);
  try {
    for (const folder of suite.windows) {
      const code = await Promise.race([runFolder(folder), server.died]);
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    await context.close();
    await server.stop();
    removeFolder(workspace);
  }

  async function runFolder(folder: string): Promise<number> {
    const tests = await buildSuite(folder);
    const log = createWriteStream(path.join(repository, 'out', 'test', 'extension', `${folder}.log`));
    try {
      return await runInWindow(context, {
        port: server.port,
        workspace,
        extension: suite.extension ?? repository,
        tests,
        timeoutMs: WINDOW_TIMEOUT_MS,
        onPage: driver.attach,
        onLog: (line) => log.write(`${line}\n`),
      });
    } finally {
      log.end();
    }
  }
}
