/**
 * Held-out pictures by web programs that made no training picture: Monaco, xterm.js, rustdoc, Semantic UI,
 * water.css, Milligram, 98.css, Tabulator, Plotly, uPlot, nomnoml, state-machine-cat, MathJax,
 * Twemoji and Simple Icons.
 *
 *   npx tsx bench/kind/make-pages.ts OUT [KIND…]
 *
 * Packages are those of models/train-kind/package.json.
 */

import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { monaco, xtermJs } from './pages/code';
import { diagrams, formulas, icons, MACHINES } from './pages/drawings';
import { npmDir, rustDocs, type Shot } from './pages/shot';
import { charts, tables } from './pages/tables';
import { dialogs, webPages } from './pages/web';

const out = process.argv[2] ?? '';
const chosen = process.argv.slice(3);

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

async function main(): Promise<void> {
  // The package is published as an ES module only.
  const smcat = (await import(join(npmDir, 'state-machine-cat/dist/index.mjs'))) as {
    render(text: string, options: object): Promise<string>;
  };
  const drawings = await Promise.all(MACHINES.map((text) => smcat.render(text, { outputType: 'svg' })));
  const sets: Record<string, Shot[]> = {
    code: monaco(),
    terminal: xtermJs(),
    'web-page': webPages(),
    dialog: dialogs(),
    table: tables(),
    chart: charts(),
    diagram: diagrams(drawings),
    formula: formulas(),
    icon: icons(),
  };
  let html = '';
  const server = createServer((request, response) => {
    const url = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (url === '/page')
      return void response.setHeader('content-type', TYPES['.html']!).end(`<!doctype html>${html}`);
    const file = url.startsWith('/npm/')
      ? join(npmDir, normalize(url.slice(5)))
      : url.startsWith('/rust/')
        ? join(rustDocs, normalize(url.slice(6)))
        : '';
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const pages = await Promise.all(
    [1, 2, 1.25].map(async (deviceScaleFactor) =>
      (await browser.newContext({ deviceScaleFactor })).newPage(),
    ),
  );
  for (const [kind, shots] of Object.entries(sets)) {
    if (chosen.length > 0 && !chosen.includes(kind)) continue;
    mkdirSync(join(out, kind), { recursive: true });
    for (const [i, shot] of shots.entries()) {
      const page = pages[i % pages.length]!;
      try {
        html = shot.html ?? '';
        await page.setViewportSize({ width: shot.size[0], height: shot.size[1] });
        await page.goto(`${origin}${shot.url ?? '/page'}`, { waitUntil: 'load' });
        if (shot.ready) await page.waitForFunction(shot.ready, undefined, { timeout: 15000 });
        await page.waitForTimeout(200);
        await (shot.selector ? page.locator(shot.selector) : page).screenshot({
          path: join(out, kind, `${shot.name}.png`),
          timeout: 10000,
        });
      } catch (error) {
        console.error(kind, shot.name, String(error).split('\n')[0]);
      }
    }
    console.log(kind, shots.length);
  }
  await browser.close();
  server.close();
}

void main();
