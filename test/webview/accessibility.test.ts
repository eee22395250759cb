/** Rules of the accessibility guidelines, checked by axe in every kind of theme, and the tree a screen reader gets. */
import assert from 'node:assert/strict';
import { THEME_KINDS, usePages } from './page-under-test';
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
  const pages = usePages();

  for (const theme of THEME_KINDS) {
    it(`has no violations in ${theme}`, async () => {
      const panel = await pages.open({ theme });
      assert.deepEqual(await panel.violations(), [], 'empty');
      const shown = [codeEntry.id, failed.id, 'describe:photos/coffee.jpg', formulaEntry.id, doubtful.id];
      for (const selected of shown) {
        await panel.receive({
          type: 'entries',
          entries: [codeEntry, failed, entry('photos/coffee.jpg'), formulaEntry, doubtful],
          selected,
        });
        assert.deepEqual(await panel.violations(), [], selected);
      }
    });
  }

  it('gives a screen reader names, states and an order', async () => {
    const panel = await pages.open();
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
  });

  it('shows where the focus is on every stop of the Tab key', async () => {
    const panel = await pages.open();
    await panel.receive({ type: 'entries', entries: [codeEntry, failed], selected: codeEntry.id });
    const stops: string[] = [];
    for (let stop = 0; stop < 20; stop++) {
      await panel.press('Tab');
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
  });

  it('stays usable at 200 % zoom in a narrow column', async () => {
    const panel = await pages.open({
      viewport: { width: 320, height: 700 },
      deviceScaleFactor: 2,
    });
    await panel.show(codeEntry);
    const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  });
});
