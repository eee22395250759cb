/**
 * The built page in Chromium, with VS Code's theme variables and style sheet around it. Only the host behind
 * `acquireVsCodeApi` is made up: it records what the page sends and passes on what a test sends.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { EntryView } from '../../src/panel/entries';
import { panelHtml } from '../../src/panel/html';
import type { HostMessage, PageMessage } from '../../src/panel/messages';
import { panelStrings } from '../../src/panel/strings';
import type * as review from '../../src/review/messages';
import { reviewStrings } from '../../src/review/strings';
import { launchBrowser } from '../vscode/browser';
import themes from './themes.json';

export type ThemeKind = keyof typeof themes;
export const THEME_KINDS = Object.keys(themes) as ThemeKind[];

const repository = path.resolve(__dirname, '..', '..');
const built = path.join(repository, 'out', 'test', 'webview');
const ORIGIN = 'https://panel.test';
const NONCE = 'a-nonce';

const screenshotFolder = path.join(repository, 'out', 'screenshots', 'webview');

let isBuilt = false;

/** Builds the page from the sources as they are; once for all suites of a run. */
function buildPage(): void {
  if (isBuilt) return;
  const build = spawnSync(process.execPath, ['scripts/build.mjs', `--panel=${built}`], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (build.status !== 0) throw new Error(`${build.stdout}${build.stderr}`);
  isBuilt = true;
}

/**
 * Sets up the suite that calls it: a browser for all of its tests. What a test opens is closed after it, and the test
 * fails if the page or its policy complained.
 */
export function usePages(): { open(options?: PageOptions): Promise<PageUnderTest> } {
  let browser: Browser;
  let opened: PageUnderTest[] = [];
  before(async () => {
    buildPage();
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    const pages = opened;
    opened = [];
    for (const page of pages) await page.close();
    for (const { complaints } of pages) assert.deepEqual(complaints, []);
  });
  return {
    async open(options) {
      const page = await PageUnderTest.open(browser, options);
      opened.push(page);
      return page;
    },
  };
}

/** Written as text: what the loader adds to functions does not exist in the page. */
const FAKE_HOST = `
  window.host = { sent: [], state: SAVED ?? undefined };
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.host.sent.push(message),
    getState: () => window.host.state,
    setState: (state) => { window.host.state = state; },
  });
`;

type View = 'panel' | 'review';
type AnyHostMessage = HostMessage | review.HostMessage;
type AnyPageMessage = PageMessage | review.PageMessage;
type PageOptions = BrowserContextOptions & {
  readonly view?: View;
  readonly theme?: ThemeKind;
  /** What an earlier page saved. */
  readonly state?: unknown;
};

interface FakeHost {
  sent: AnyPageMessage[];
  state: unknown;
}

export class PageUnderTest {
  private constructor(
    readonly page: Page,
    /** What the page and the policy complained about; a test that expects some takes them out. */
    readonly complaints: string[],
  ) {}

  static async open(
    browser: Browser,
    { view = 'panel', theme = 'dark', state, ...options }: PageOptions = {},
  ): Promise<PageUnderTest> {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, ...options });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.route(`${ORIGIN}/**`, (route) =>
      serve(new URL(route.request().url()).pathname, route, html(view, theme)),
    );
    await page.addInitScript(FAKE_HOST.replace('SAVED', JSON.stringify(state ?? null)));
    await page.goto(`${ORIGIN}/`);
    const opened = new PageUnderTest(page, complaints);
    await opened.sent('ready');
    return opened;
  }

  async receive(message: AnyHostMessage): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
    // The message's task and the rendering after it.
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    );
  }

  show(entry: EntryView): Promise<void> {
    return this.receive({ type: 'entry', entry, selected: entry.id });
  }

  /** The latest message of a type that was not asked for yet; waits until there is one. */
  async sent<Type extends AnyPageMessage['type']>(
    type: Type,
  ): Promise<Extract<AnyPageMessage, { type: Type }>> {
    const found = await this.page.waitForFunction((wanted) => {
      const { host } = window as unknown as { host: FakeHost };
      const latest = host.sent.findLast((message) => message.type === wanted);
      host.sent = host.sent.filter((message) => message.type !== wanted);
      return latest;
    }, type);
    return (await found.jsonValue()) as Extract<AnyPageMessage, { type: Type }>;
  }

  /** What the page saved, once it has saved `text`. */
  async savedState(text: string): Promise<unknown> {
    const state = await this.page.waitForFunction((part) => {
      const { host } = window as unknown as { host: FakeHost };
      return JSON.stringify(host.state)?.includes(part) && host.state;
    }, text);
    return state.jsonValue();
  }

  find(selector: string): Locator {
    return this.page.locator(selector);
  }

  role(...args: Parameters<Page['getByRole']>): Locator {
    return this.page.getByRole(...args);
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys);
  }

  /** The text of the element with the focus. */
  focused(): Promise<string | null | undefined> {
    return this.page.evaluate(() => document.activeElement?.textContent);
  }

  /** Violations of the accessibility guidelines as axe finds them, one line a rule and element. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = (await this.page.evaluate('axe.run()')) as AxeResults;
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
  }

  /** Milliseconds of processor time the page's main thread takes for `work`, whatever else the machine does. */
  async workMs(work: () => Promise<unknown>): Promise<number> {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busyMs = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    };
    const before = await busyMs();
    await work();
    const took = (await busyMs()) - before;
    await session.detach();
    return took;
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshotFolder, { recursive: true });
    await this.page.screenshot({ path: path.join(screenshotFolder, `${name}.png`) });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** As one line. */
export async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent())?.replace(/\s+/g, ' ').trim() ?? '';
}

type Route = Parameters<Parameters<Page['route']>[1]>[0];

async function serve(pathname: string, route: Route, body: string): Promise<void> {
  if (pathname === '/') return route.fulfill({ contentType: 'text/html', body });
  const file = pathname.startsWith('/workspace/')
    ? path.join(repository, 'test', 'fixtures', decodeURIComponent(pathname))
    : path.join(built, pathname);
  if (!existsSync(file)) return route.fulfill({ status: 404 });
  return route.fulfill({ path: file });
}

/** VS Code puts its variables and style sheet into the page before the page's own. */
function html(view: View, theme: ThemeKind): string {
  const { bodyClass, themeId, variables, defaultStyles } = themes[theme];
  const l10n = { t: (message: string) => message };
  const page = panelHtml({
    page: view,
    title: 'PixelScribe',
    nonce: NONCE,
    cspSource: ORIGIN,
    scriptUri: `${ORIGIN}/${view}.js`,
    styleUri: `${ORIGIN}/${view}.css`,
    language: 'en',
    strings: view === 'panel' ? panelStrings(l10n) : reviewStrings(l10n),
  });
  const escaped = variables.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return page
    .replace('<html ', `<html style="${escaped}" `)
    .replace('<head>', `<head><style id="_defaultStyles">${defaultStyles}</style>`)
    .replace('<body>', `<body class="${bodyClass}" data-vscode-theme-id="${themeId}">`);
}

/** The variables of VS Code that a file of ours could not do without. */
export function themeVariables(theme: ThemeKind): string {
  return themes[theme].variables;
}

export function readBuilt(name: string): string {
  return readFileSync(path.join(built, name), 'utf8');
}
