/** What the page looks like in every kind of theme, and that it breaks no rule of its policy. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../vscode/browser';
import { buildPage, PageUnderTest, screenshotFolder, THEME_KINDS } from './page-under-test';
import { codeEntry, entry, formula, formulaEntry } from './samples';

describe('the panel in every theme', () => {
  let browser: Browser;
  before(async () => {
    buildPage();
    mkdirSync(screenshotFolder, { recursive: true });
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of THEME_KINDS) {
    it(theme, async () => {
      const panel = await PageUnderTest.open(browser, { theme });
      await panel.page.screenshot({ path: path.join(screenshotFolder, `${theme}-empty.png`) });
      await panel.receive({
        type: 'entries',
        entries: [
          codeEntry,
          entry('photos/coffee.jpg'),
          entry('broken/truncated.png', {
            state: 'failed',
            error: {
              code: 'image-truncated',
              message: 'truncated.png ends in the middle: save or download it again.',
              actions: ['Try Again', 'Show Log'],
            },
          }),
        ],
        selected: codeEntry.id,
      });
      await panel.page.locator('[role=option]').nth(2).focus();
      await panel.page.screenshot({ path: path.join(screenshotFolder, `${theme}.png`) });
      await panel.page.getByRole('tab', { name: /truncated/ }).click();
      await panel.page.screenshot({ path: path.join(screenshotFolder, `${theme}-failed.png`) });
      await panel.page.getByRole('tab', { name: /coffee/ }).click();
      await panel.page.screenshot({ path: path.join(screenshotFolder, `${theme}-working.png`) });
      await panel.show(formulaEntry);
      await panel.page.evaluate(() => document.fonts.ready);
      await panel.page.screenshot({ path: path.join(screenshotFolder, `${theme}-formula.png`) });
      await panel.show({
        ...formulaEntry,
        result: { ...formula, confidence: 0.34 },
        latexDraft: '\\frac{dR}{dx',
      });
      await panel.page.screenshot({ path: path.join(screenshotFolder, `${theme}-formula-doubt.png`) });
      assert.deepEqual(panel.complaints, []);
      await panel.close();
    });
  }
});
