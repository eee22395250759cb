/**
 * `npx tsx test/vscode/screenshots.ts`: the pictures of the README, taken from the real VS Code on the sample
 * workspace. Needs a build.
 */
import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { repository } from './install';
import { removeFolder, temporaryFolder } from './processes';
import { startServer } from './server';
import { windowAddress } from './window';

const media = path.join(repository, 'media');
const TIMEOUT_MS = 60_000;

async function main(): Promise<void> {
  for (const [theme, name] of [
    ['Dark Modern', 'dark'],
    ['Light Modern', 'light'],
  ] as const) {
    await inTheme(theme, name);
  }
}

async function inTheme(theme: string, name: string): Promise<void> {
  const workspace = path.join(temporaryFolder('screenshots'), 'workspace');
  cpSync(path.join(repository, 'test', 'fixtures', 'workspace'), workspace, { recursive: true });
  const settings = {
    'workbench.colorTheme': theme,
    'window.zoomLevel': -0.5,
    'editor.minimap.enabled': false,
  };
  const server = await startServer({ linked: [repository], development: false, settings });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.goto(windowAddress({ port: server.port, workspace }));
    await open(page, 'notes.md');
    await page.locator('.monaco-list-row[aria-label^="screenshots"]').click();
    if (name === 'dark') {
      await menu(page, 'visitors-chart.png');
      const box = await page.locator('.context-view .monaco-menu').boundingBox();
      const height = Math.min(900, (box?.y ?? 0) + (box?.height ?? 900) + 12);
      await page.screenshot({
        path: path.join(media, 'explorer-menu.png'),
        clip: { x: 0, y: 36, width: 620, height: height - 36 },
      });
      await page.keyboard.press('Escape');
    }
    await choose(page, 'inventory-py.png', 'Describe Image');
    const panel = await panelFrame(page);
    await panel.locator('#measured').waitFor();
    await page.locator('.notifications-toasts .notification-toast').first().waitFor({ state: 'detached' });
    // Over the box of a line in the middle of the picture.
    await panel.locator('.stage').hover({ position: { x: 120, y: 67 } });
    await page.waitForTimeout(500);
    await page.screenshot({ path: path.join(media, `panel-${name}.png`) });
  } finally {
    await browser.close();
    await server.stop();
    removeFolder(path.dirname(workspace));
  }
}

async function open(page: Page, file: string): Promise<void> {
  await page.locator(`.monaco-list-row[aria-label^="${file}"]`).dblclick();
  await page.locator(`.tab[aria-label^="${file}"]`).waitFor();
}

/** Items of extensions come late the first time: the menu is opened until they are there. */
async function menu(page: Page, file: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    await page.locator(`.monaco-list-row[aria-label^="${file}"]`).click({ button: 'right' });
    try {
      await page.locator('.context-view .action-label:text-is("Describe Image")').waitFor({ timeout: 5000 });
      await page.waitForTimeout(400);
      return;
    } catch (error) {
      if (attempt === 9) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

async function choose(page: Page, file: string, label: string): Promise<void> {
  await menu(page, file);
  await page.locator(`.context-view .action-item:has(.action-label:text-is("${label}"))`).click();
}

async function panelFrame(page: Page): Promise<Frame> {
  for (let waitedMs = 0; waitedMs < TIMEOUT_MS; waitedMs += 200) {
    for (const frame of page.frames()) {
      if (
        (await frame
          .locator('[data-pixelscribe-panel]')
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    }
    await page.waitForTimeout(200);
  }
  throw new Error('The panel did not open.');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
