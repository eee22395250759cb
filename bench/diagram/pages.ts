/** Pages of Chromium to draw on, and the folder that keeps what was drawn. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';

export const CACHE =
  process.env.PIXELSCRIBE_BENCH_CACHE ?? path.join(import.meta.dirname, 'results', 'cache');
const HERE = import.meta.dirname;

/** A page with one pixel a point. */
export async function openPage(): Promise<{ page: Page; close: () => Promise<void> }> {
  mkdirSync(CACHE, { recursive: true });
  const bundle = path.join(CACHE, 'page.bundle.js');
  if (!existsSync(bundle))
    await build({
      entryPoints: [path.join(HERE, 'page.js')],
      bundle: true,
      format: 'iife',
      outfile: bundle,
      minify: true,
      external: ['fs', 'path'],
      logLevel: 'error',
    });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
  const page = await browser.newPage();
  await page.addInitScript('globalThis.__name = (f) => f;');
  await page.setContent('<!doctype html><body style="margin:0"><div id="stage"></div></body>');
  await page.evaluate('globalThis.__name = (f) => f;');
  await page.addScriptTag({ path: bundle });
  return { page, close: () => browser.close() };
}

/** Pages with one and with two pixels a point. */
export async function openPages(): Promise<{ pages: Page[]; close: () => Promise<void> }> {
  const one = await openPage();
  const browser = one.page.context().browser();
  const context = await browser?.newContext({ deviceScaleFactor: 2 });
  if (!context) throw new Error('Chromium did not open a second context.');
  const page = await context.newPage();
  await page.setContent('<!doctype html><body style="margin:0"><div id="stage"></div></body>');
  await page.evaluate('globalThis.__name = (f) => f;');
  await page.addScriptTag({ path: path.join(CACHE, 'page.bundle.js') });
  return { pages: [one.page, page], close: one.close };
}
