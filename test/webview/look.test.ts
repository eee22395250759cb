/** What the page looks like in every kind of theme, and that it breaks no rule of its policy. */
import { THEME_KINDS, usePages } from './page-under-test';
import { codeEntry, entry, formula, formulaEntry } from './samples';

describe('the panel in every theme', () => {
  const pages = usePages();

  for (const theme of THEME_KINDS) {
    it(theme, async () => {
      const panel = await pages.open({ theme });
      await panel.screenshot(`${theme}-empty`);
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
      await panel.find('[role=option]').nth(2).focus();
      await panel.screenshot(`${theme}`);
      await panel.role('tab', { name: /truncated/ }).click();
      await panel.screenshot(`${theme}-failed`);
      await panel.role('tab', { name: /coffee/ }).click();
      await panel.screenshot(`${theme}-working`);
      await panel.show(formulaEntry);
      await panel.page.evaluate(() => document.fonts.ready);
      await panel.screenshot(`${theme}-formula`);
      await panel.show({
        ...formulaEntry,
        result: { ...formula, confidence: 0.34 },
        latexDraft: '\\frac{dR}{dx',
      });
      await panel.screenshot(`${theme}-formula-doubt`);
    });
  }
});
