/** Opens a VS Code window in the browser, on a folder, with a test suite if one is given. */
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface WindowOptions {
  readonly port: number;
  readonly workspace: string;
  /** Extension under development: the folder with its package.json. */
  readonly extension?: string;
  /** Module with `run()`; needs `extension`. */
  readonly tests?: string;
}

/** The page's address; a `payload` is honoured only under `--enable-smoke-test-driver`. */
export function windowAddress({ port, workspace, extension, tests }: WindowOptions): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
  const query = new URLSearchParams({ folder: path.resolve(workspace) });
  if (!extension) return `http://127.0.0.1:${port}/?${query}`;
  const payload: [string, string][] = [
    ['skipWelcome', 'true'],
    ['extensionDevelopmentPath', remote(extension)],
  ];
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}

/** A browser profile: windows of the same one share what VS Code stores there. */
export async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return context;
}

/**
 * Runs the suite in a window.
 *
 * @returns the exit code the extension host reported: 0 is a pass
 * @throws when the page answers with an error, crashes or does not come to an end in time
 */
export async function runInWindow(
  context: BrowserContext,
  options: WindowOptions & {
    readonly timeoutMs: number;
    readonly onPage?: (page: Page) => void;
    /** Messages of the workbench and of the extension host's console. */
    readonly onLog: (line: string) => void;
  },
): Promise<number> {
  const page = await context.newPage();
  try {
    let finish: (code: number) => void = () => {};
    let fail: (error: Error) => void = () => {};
    const outcome = new Promise<number>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    outcome.catch(() => {});
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      options.onLog(`${type}: ${args.map(String).join(' ')}`);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
    page.on('pageerror', (error) => options.onLog(`page error: ${error.message}`));
    page.on('crash', () => fail(new Error('The page crashed.')));
    const timer = setTimeout(
      () => fail(new Error(`The suite did not end within ${options.timeoutMs / 1000} s.`)),
      options.timeoutMs,
    );
    options.onPage?.(page);
    try {
      const response = await page.goto(windowAddress(options), { waitUntil: 'commit' });
      if (!response?.ok()) {
        throw new Error(`VS Code answered ${response?.status()}: ${(await response?.text())?.slice(0, 500)}`);
      }
      return await outcome;
    } finally {
      clearTimeout(timer);
    }
  } finally {
    await page.close({ runBeforeUnload: false });
  }
}
