/**
 * Lets a test inside the extension host use the window it runs in: a loopback server that passes clicks, keys and
 * questions on to playwright. The requests are those of `test/extension/window.ts`.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Locator, Page } from 'playwright-core';
import type { Command, Surface } from '../extension/window';

export interface Driver {
  /** What the extension host needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  attach(page: Page): void;
  stop(): void;
}

/** A selector that only the webview in question has. */
const MARKERS: Readonly<Record<Exclude<Surface, 'workbench'>, string>> = {
  panel: '[data-pixelscribe-panel]',
  review: '[data-pixelscribe-review]',
  imagePreview: 'body.container.image, body.container.loading',
};

const DEFAULT_TIMEOUT_MS = 15_000;

export async function startDriver(screenshots: string): Promise<Driver> {
  const token = randomUUID();
  let page: Page | undefined;
  /** On a desktop the extension host may be faster than the connection to its window. */
  const window = async (): Promise<Page> => {
    for (let waitedMs = 0; !page && waitedMs < DEFAULT_TIMEOUT_MS; waitedMs += 100) await sleep(100);
    if (!page) throw new Error('there is no window to drive');
    return page;
  };
  const server = createServer((request, response) => {
    void (async () => {
      try {
        if (request.headers.authorization !== token) throw new Error('wrong token');
        const command = JSON.parse(await body(request)) as Command;
        if (command.do === 'report') console.log(command.line);
        const result = command.do === 'report' || (await perform(await window(), command, screenshots));
        response.end(JSON.stringify({ result: result ?? null }));
      } catch (error) {
        response.statusCode = 500;
        response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { PIXELSCRIBE_TEST_DRIVER: `http://127.0.0.1:${port}`, PIXELSCRIBE_TEST_DRIVER_TOKEN: token },
    attach: (window) => {
      page = window;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function perform(
  page: Page,
  command: Exclude<Command, { do: 'report' }>,
  screenshots: string,
): Promise<unknown> {
  const timeout = command.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  switch (command.do) {
    case 'press':
      return page.keyboard.press(command.keys);
    case 'type':
      return page.keyboard.type(command.text, { delay: 5 });
    case 'screenshot': {
      mkdirSync(screenshots, { recursive: true });
      const file = path.join(screenshots, `${command.name}.png`);
      await page.screenshot({ path: file, ...(command.clip ? { clip: command.clip } : {}) });
      return file;
    }
    case 'resize':
      return page.setViewportSize({ width: command.widthPx, height: command.heightPx });
  }
  const frame = await surface(page, command.on, timeout);
  if (command.do === 'evaluate') return frame.evaluate(command.expression);
  const target = frame.locator(command.selector);
  switch (command.do) {
    case 'click':
      return target.first().click({ button: command.button, modifiers: command.modifiers, timeout });
    case 'hover':
      // At its beginning: the middle of a long line may be scrolled out of sight.
      return target.first().hover({ timeout, position: { x: 6, y: 6 } });
    case 'focus':
      return target.first().focus({ timeout });
    case 'fill':
      return target.first().fill(command.text, { timeout });
    case 'wait':
      return target.first().waitFor({ state: command.state ?? 'visible', timeout });
    case 'count':
      return target.count();
    case 'texts':
      return target.allTextContents();
    case 'value':
      return target.first().inputValue({ timeout });
    case 'attribute':
      return target.first().getAttribute(command.name, { timeout });
    case 'drag':
      return drag(page, await middle(target, timeout), await middle(frame.locator(command.to), timeout));
    case 'dropFiles':
      return dropFiles(page, await middle(target, timeout), command.files);
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
}

async function middle(target: Locator, timeout: number): Promise<Place> {
  await target.first().waitFor({ timeout });
  const box = await target.first().boundingBox({ timeout });
  if (!box) throw new Error('the element is not shown');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: Place, to: Place): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 12, from.y + 4, { steps: 4 });
  await page.keyboard.down('Shift');
  try {
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.move(to.x + 1, to.y + 1, { steps: 2 });
    await page.mouse.up();
  } finally {
    await page.keyboard.up('Shift');
  }
}

/** Bits of the DevTools protocol. */
const SHIFT = 8;
const COPY = 1;

async function dropFiles(page: Page, { x, y }: Place, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: COPY };
  try {
    for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x, y, data, modifiers: SHIFT });
    }
  } finally {
    await session.detach();
  }
}

/** The frame of the workbench, or the inner frame of the webview with the marker; waits for it to appear. */
async function surface(page: Page, name: Surface, timeoutMs: number): Promise<Frame> {
  if (name === 'workbench') return page.mainFrame();
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const found = await frame
        .locator(MARKERS[name])
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`the window shows no ${name} after ${timeoutMs} ms`);
}
