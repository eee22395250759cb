/** An entry of the panel in Chromium: its lines, their boxes and its alt text. */
import assert from 'node:assert/strict';
import { type PageUnderTest, textOf, usePages } from './page-under-test';
import { codeEntry, described } from './samples';

describe('an entry of the panel', () => {
  const pages = usePages();
  let panel: PageUnderTest;
  beforeEach(async () => {
    panel = await pages.open();
  });

  describe('the text and its boxes', () => {
    beforeEach(() => panel.show(codeEntry));

    /** Corners of the lit box, in pixels of the picture. */
    const litBox = () => panel.find('.stage .lit').getAttribute('points');
    const pointsOf = (line: number) =>
      described.lines[line]!.polygon.map(({ x, y }) => `${x},${y}`).join(' ');

    it('keep indentation', async () => {
      const rows = await panel
        .find('.row')
        .evaluateAll((elements) => elements.map(({ textContent }) => textContent));
      assert.deepEqual(
        rows.map((row) => row?.replace('\n', '')),
        described.text.split('\n'),
      );
    });

    it('light up together, from the list', async () => {
      await panel.find('[role=option]').nth(3).hover();
      assert.equal(await litBox(), pointsOf(3));
      await panel.find('h1').hover();
      assert.equal(await litBox(), '');
      await panel.find('[role=option]').nth(5).focus();
      assert.equal(await litBox(), pointsOf(5));
    });

    it('light up together, from the picture, and a click moves the focus to the line', async () => {
      await panel.find('.stage img').evaluate((image: HTMLImageElement) => image.decode());
      const stage = (await panel.find('.stage').boundingBox())!;
      const scale = stage.width / described.widthPx;
      const [corner] = described.lines[2]!.polygon;
      await panel.page.mouse.move(stage.x + (corner.x + 20) * scale, stage.y + (corner.y + 10) * scale);
      assert.equal(await textOf(panel.find('.lines .lit')), described.lines[2]!.text);
      assert.equal(await litBox(), pointsOf(2));
      await panel.page.mouse.down();
      await panel.page.mouse.up();
      assert.equal(await panel.focused(), described.lines[2]!.text);
      await panel.page.mouse.move(stage.x + 2, stage.y + 2);
      assert.equal(await panel.find('.lines .lit').count(), 0);
    });

    it('bring the lit box into view at actual size', async () => {
      await panel.page.setViewportSize({ width: 420, height: 500 });
      await panel.role('button', { name: 'Actual size' }).click();
      await panel.find('[role=option]').last().focus();
      await panel.find('[role=option]').nth(6).focus();
      const box = (await panel.find('.stage .lit').boundingBox())!;
      const frame = (await panel.find('.picture').boundingBox())!;
      assert.ok(box.x >= frame.x - 1 && box.x < frame.x + frame.width, `${box.x} outside ${frame.x}`);
      assert.ok(box.y >= frame.y - 1 && box.y + box.height <= frame.y + frame.height + 1);
    });

    it('are one stop of the Tab key, with arrow keys inside', async () => {
      await panel.find('[role=option]').first().focus();
      for (const [key, line] of [
        ['ArrowDown', 1],
        ['End', 8],
        ['ArrowDown', 8],
        ['ArrowUp', 7],
        ['Home', 0],
        ['ArrowUp', 0],
        ['PageDown', 8],
      ] as const) {
        await panel.press(key);
        assert.equal(await panel.focused(), described.lines[line]!.text, key);
      }
      await panel.press('ArrowUp');
      await panel.press('Shift+Tab');
      await panel.press('Tab');
      assert.equal(await panel.focused(), described.lines[7]!.text);
      assert.equal(await panel.find('[role=option][tabindex="0"]').count(), 1);
    });

    it('stay in sight together in a narrow column', async () => {
      await panel.page.setViewportSize({ width: 420, height: 700 });
      await panel.find('[role=option]').last().focus();
      await panel.page.mouse.move(0, 0);
      const box = (await panel.find('.stage .lit').boundingBox())!;
      assert.ok(box.y >= 0 && box.y + box.height < 350, `the lit box is at ${box.y}`);
    });

    it('insert a line with Enter and copy it with Ctrl+C', async () => {
      await panel.find('[role=option]').nth(4).focus();
      await panel.press('Enter');
      assert.deepEqual(await panel.sent('insert'), { type: 'insert', text: described.lines[4]!.text });
      await panel.press('Control+c');
      assert.deepEqual(await panel.sent('copy'), { type: 'copy', text: described.lines[4]!.text });
    });

    it('tell a screen reader which lines are uncertain', async () => {
      await panel.role('option', { name: '), uncertain, 62 percent' }).waitFor();
      assert.equal(await panel.find('.uncertain').count(), 1);
    });
  });

  describe('the alt text', () => {
    beforeEach(() => panel.show(codeEntry));

    it('is counted and advised on while it is typed', async () => {
      const advice = () => panel.find('#alt-text-advice li').allInnerTexts();
      assert.deepEqual(await advice(), ['40 to 150 characters, ends with a period, says what it shows.']);
      await panel.find('textarea').fill('Image of code');
      assert.equal(await textOf(panel.find('#alt-text-count')), '13 characters');
      assert.equal((await advice()).length, 3);
      assert.match((await advice())[0]!, /Leave out “Image of”/);
      assert.equal(await panel.find('#alt-text-advice').getAttribute('aria-live'), 'polite');
    });

    it('goes to the extension, to Copy and Insert and to the picture as edited', async () => {
      const mine = 'Code that opens the inventory database and restocks one item.';
      await panel.find('textarea').fill(mine);
      assert.deepEqual(await panel.sent('edit'), {
        type: 'edit',
        id: codeEntry.id,
        drafts: { altTextDraft: mine },
      });
      await panel.role('button', { name: 'Copy alt text' }).click();
      assert.deepEqual(await panel.sent('copy'), { type: 'copy', text: mine });
      await panel.role('button', { name: 'Insert alt text' }).click();
      assert.deepEqual(await panel.sent('insert'), { type: 'insert', text: mine });
      assert.equal(await panel.find('.stage img').getAttribute('alt'), mine);
    });

    it('goes back to the draft on request', async () => {
      await panel.find('textarea').fill('Nothing much.');
      await panel.role('button', { name: 'Back to the draft' }).click();
      assert.equal(await panel.find('textarea').inputValue(), described.altText);
      assert.equal(await panel.role('button', { name: 'Back to the draft' }).count(), 0);
    });
  });
});
