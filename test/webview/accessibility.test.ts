/** Rules of the accessibility guidelines, checked by axe in every kind of theme, and the tree a screen reader gets. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../vscode/browser';
import { buildPage, PageUnderTest, THEME_KINDS } from './page-under-test';
import { codeEntry, entry, formula, formulaEntry } from './samples';

const doubtful = {
  ...formulaEntry,
  id: 'latex:doubtful.png',
  result: { ...formula, confidence: 0.3 },
  latexDraft: '\\frac{a',
};
const failed = entry('broken/truncated.png', {
  state: 'failed',
  error: { code: 'image-truncated', message: 'truncated.png is cut off.', actions: ['Try Again'] },
});

describe('accessibility of the panel', () => {
  let browser: Browser;
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  before(async () => {
    buildPage();
    browser = await launchBrowser();
  });
  after(() => browser.close());

  /** What axe finds, one line a rule and element. */
  async function violations({ page }: PageUnderTest): Promise<string[]> {
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
  }

  for (const theme of THEME_KINDS) {
    it(`has no violations in ${theme}`, async () => {
      const panel = await PageUnderTest.open(browser, { theme });
      assert.deepEqual(await violations(panel), [], 'empty');
      const shown = [codeEntry.id, failed.id, 'describe:photos/coffee.jpg', formulaEntry.id, doubtful.id];
      for (const selected of shown) {
        await panel.receive({
          type: 'entries',
          entries: [codeEntry, failed, entry('photos/coffee.jpg'), formulaEntry, doubtful],
          selected,
        });
        assert.deepEqual(await violations(panel), [], selected);
      }
      await panel.close();
    });
  }

  it('gives a screen reader names, states and an order', async () => {
    const panel = await PageUnderTest.open(browser);
    await panel.receive({ type: 'entries', entries: [codeEntry, failed], selected: codeEntry.id });
    const tree = await panel.page.locator('body').ariaSnapshot();
    const order = [
      'tablist "Pictures"',
      'tab "inventory-py.png, done" [selected]',
      'tab "truncated.png, failed"',
      'heading "inventory-py.png"',
      'img "Screenshot of a code editor',
      'heading "Alt text"',
      'button "Copy alt text"',
      'textbox "Alt text"',
      'heading "Description"',
      'heading "Text, 9 lines"',
      'listbox "Lines of text in reading order"',
      'option "import sqlite3" [selected]',
      'heading "Measured"',
      'status',
    ];
    let at = 0;
    for (const part of order) {
      const found = tree.indexOf(part, at);
      assert.ok(found >= 0, `${part} is missing or out of order in\n${tree}`);
      at = found;
    }
    await panel.close();
  });

  it('shows where the focus is on every stop of the Tab key', async () => {
    const panel = await PageUnderTest.open(browser);
    await panel.receive({ type: 'entries', entries: [codeEntry, failed], selected: codeEntry.id });
    const stops: string[] = [];
    for (let stop = 0; stop < 20; stop++) {
      await panel.page.keyboard.press('Tab');
      const focus = await panel.page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return undefined;
        const inner = element.shadowRoot?.querySelector('.base') ?? element;
        const outlines = [element, inner].map((shown) => getComputedStyle(shown).outlineStyle);
        return {
          name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '',
          visible: outlines.some((style) => style !== 'none'),
        };
      });
      if (!focus) break;
      assert.ok(focus.visible, `no focus ring on ${focus.name}`);
      stops.push(focus.name);
    }
    assert.equal(stops.length, 15, stops.join(' | '));
    await panel.close();
  });

  it('stays usable at 200 % zoom in a narrow column', async () => {
    const panel = await PageUnderTest.open(browser, {
      viewport: { width: 320, height: 700 },
      deviceScaleFactor: 2,
    });
    await panel.show(codeEntry);
    const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    await panel.close();
  });
});
