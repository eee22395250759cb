/**
 * Renders training pictures of every kind but photos (see photos.py) with Chromium.
 *
 *   npx tsx models/train-kind/render/main.ts COUNT [KIND…]
 *
 * Files that exist are kept, so a stopped run goes on where it was.
 */
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { type Page as BrowserPage, chromium } from 'playwright-core';
import { npmDir, workDir } from '../paths';
import { chartPage } from './chart';
import { codePage } from './code';
import { diagramPage } from './diagram';
import { dialogPage } from './dialog';
import { documentPage } from './document';
import { formulaPage } from './formula';
import { iconPage } from './icon';
import { createRng, type Generator, pick } from './random';
import { tablePage } from './table';
import { terminalPage } from './terminal';
import { webPage } from './web-page';

const GENERATORS: Record<string, Generator> = {
  code: codePage,
  terminal: terminalPage,
  'web-page': webPage,
  dialog: dialogPage,
  table: tablePage,
  chart: chartPage,
  diagram: diagramPage,
  formula: formulaPage,
  document: documentPage,
  icon: iconPage,
};
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

let html = '';
const server = createServer((request, response) => {
  const url = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (url === '/page') return void response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  const file = url.startsWith('/npm/')
    ? join(npmDir, normalize(url.slice(5)))
    : url.startsWith('/file/')
      ? url.slice(5)
      : '';
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
});

async function picture(
  page: BrowserPage,
  port: number,
  file: string,
  shot: ReturnType<Generator>,
): Promise<void> {
  html = shot.html.includes('<meta charset') ? shot.html : `${shot.html}`;
  await page.setViewportSize({ width: shot.widthPx, height: shot.heightPx });
  await page.goto(`http://127.0.0.1:${port}/page`, { waitUntil: 'load' });
  if (shot.ready) await page.waitForFunction(shot.ready, undefined, { timeout: 8000 });
  const target = shot.selector ? page.locator(shot.selector) : page;
  await target.screenshot({ path: file, timeout: 8000 });
}

const count = Number(process.argv[2] ?? 200);
const kinds = process.argv.length > 3 ? process.argv.slice(3) : Object.keys(GENERATORS);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const port = (server.address() as { port: number }).port;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const pages = await Promise.all(
  [1, 1, 1.5, 2].map(async (deviceScaleFactor) =>
    (await browser.newContext({ deviceScaleFactor })).newPage(),
  ),
);

// All kinds advance together, so that a run stopped early is still balanced.
for (let index = 0; index < count; index++) {
  for (const kind of kinds) {
    const rng = createRng(index * 1009 + [...kind].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7));
    try {
      const shot = GENERATORS[kind]!(rng, index);
      const dir = join(workDir, 'pictures/train', kind);
      mkdirSync(dir, { recursive: true });
      const file = join(dir, `${shot.source}_${String(index).padStart(4, '0')}.png`);
      if (!existsSync(file)) await picture(pick(rng, pages), port, file, shot);
    } catch (error) {
      console.error(kind, index, String(error).split('\n')[0]);
    }
  }
  if (index % 20 === 0) console.log(new Date().toISOString(), index);
}
await browser.close();
server.close();
