/** The panel as a reader uses it: pointer, keyboard, screen reader. */
import assert from 'node:assert/strict';
import { type PageUnderTest, textOf, usePages } from './page-under-test';
import { codeEntry, described, entry } from './samples';

describe('the panel', () => {
  const pages = usePages();
  let panel: PageUnderTest;
  beforeEach(async () => {
    panel = await pages.open();
  });

  it('says what to do while there is no picture', async () => {
    await panel.role('heading', { name: 'No picture yet' }).waitFor();
    assert.match(await textOf(panel.find('main')), /Right-click a picture in the Explorer/);
  });

  describe('results', () => {
    it('arrive one by one', async () => {
      const second = entry('photos/coffee.jpg');
      await panel.receive({
        type: 'entry',
        entry: { ...codeEntry, state: 'working', result: undefined },
        selected: codeEntry.id,
      });
      await panel.receive({ type: 'entry', entry: second, selected: codeEntry.id });
      assert.match(await textOf(panel.find('.working')), /Describing inventory-py\.png/);
      for (const name of ['inventory-py.png, working', 'coffee.jpg, working']) {
        await panel.role('tab', { name }).waitFor();
      }
      await panel.receive({ type: 'entry', entry: codeEntry, selected: codeEntry.id });
      assert.equal(await panel.find('.working').count(), 0);
      assert.equal(await panel.find('textarea').inputValue(), described.altText);
      await panel.role('tab', { name: 'coffee.jpg, working' }).click();
      assert.deepEqual(await panel.sent('select'), { type: 'select', id: second.id });
      assert.match(await textOf(panel.find('.working')), /coffee\.jpg/);
    });

    it('are announced without taking the focus', async () => {
      const status = panel.role('status');
      await panel.show({ ...codeEntry, state: 'working', result: undefined });
      await panel.show(codeEntry);
      assert.equal(await textOf(status), 'inventory-py.png is described.');
      assert.equal(await panel.page.evaluate(() => document.activeElement === document.body), true);
    });

    it('show what was measured', async () => {
      await panel.show(codeEntry);
      const rows = (await panel.find('#measured dl div').allInnerTexts()).map((row) =>
        row.replaceAll('\n', ' '),
      );
      assert.deepEqual(rows, [
        'Kind Code editor (97 % sure)',
        'Language Python',
        'Size 900 × 560 px, landscape',
        'Theme dark',
        'Text confidence 95 % on average, 62 % at the lowest',
        'Model PP-OCRv6 small',
        'Time 812 ms',
      ]);
    });

    it('of a text extraction have no alt text', async () => {
      const { altText: _, description, kind, kindConfidence, facts, ...plain } = described;
      await panel.show({ ...codeEntry, task: 'extract-text', result: plain });
      assert.deepEqual(await panel.find('.cards h2').allInnerTexts(), ['Text, 9 lines', 'Measured']);
      assert.match(await textOf(panel.find('#measured')), /Size ?900 × 560 px/);
      assert.ok(description && kind && kindConfidence && facts);
    });

    it('without text say so', async () => {
      await panel.show({ ...codeEntry, result: { ...described, lines: [], text: '' } });
      assert.match(await textOf(panel.find('#text')), /No text was found/);
      assert.equal(await panel.find('#text vscode-button').count(), 0);
    });

    it('cannot smuggle markup in', async () => {
      const name = '<img src=x onerror=alert(1)>.png';
      const line = { ...described.lines[0]!, text: '<b onclick=alert(1)>bold</b>' };
      await panel.show({
        ...codeEntry,
        name,
        result: { ...described, description: name, text: line.text, lines: [line] },
      });
      assert.equal(await panel.find('img').count(), 1);
      assert.equal(await panel.find('#text b').count(), 0);
      assert.equal(await textOf(panel.find('h1')), name);
    });
  });

  it('copies and inserts the whole text as it stands', async () => {
    await panel.show(codeEntry);
    await panel.role('button', { name: 'Insert text' }).press('Enter');
    assert.deepEqual(await panel.sent('insert'), { type: 'insert', text: described.text });
    await panel.role('button', { name: 'Copy description' }).press(' ');
    assert.deepEqual(await panel.sent('copy'), { type: 'copy', text: described.description });
  });

  it('offers the next step after a failure, and never names its command', async () => {
    const failed = entry('broken/truncated.png', {
      state: 'failed',
      error: {
        code: 'image-truncated',
        message: 'truncated.png is cut off.',
        actions: ['Try Again', 'Show Log'],
      },
    });
    await panel.show(failed);
    assert.match(await textOf(panel.find('.failure')), /truncated\.png is cut off\. image-truncated/);
    assert.match(await textOf(panel.role('status')), /truncated\.png failed: truncated\.png is cut off/);
    await panel.role('button', { name: 'Show Log' }).click();
    assert.deepEqual(await panel.sent('action'), { type: 'action', id: failed.id, index: 1 });
  });

  it('shows notices, warnings until something else happens', async () => {
    await panel.receive({ type: 'notice', level: 'warning', text: 'No editor to insert into.' });
    assert.equal(await textOf(panel.role('alert')), 'No editor to insert into.');
    await panel.receive({ type: 'notice', level: 'info', text: 'Copied.' });
    assert.equal(await textOf(panel.role('alert')), '');
    assert.equal(await textOf(panel.role('status')), 'Copied.');
    await panel.page.waitForFunction(() => document.querySelector('[role=status]')?.textContent === '');
  });

  it('walks through the pictures with arrow keys, removes with Delete, opens the file', async () => {
    const others = [entry('photos/coffee.jpg'), entry('photos/cat.jpg')];
    await panel.receive({ type: 'entries', entries: [codeEntry, ...others], selected: codeEntry.id });
    await panel.role('tab', { selected: true }).focus();
    await panel.press('ArrowLeft');
    assert.equal(await panel.role('tab', { selected: true }).getAttribute('title'), 'photos/cat.jpg');
    await panel.press('ArrowRight');
    assert.equal(
      await panel.page.evaluate(() => document.activeElement?.getAttribute('title')),
      codeEntry.path,
    );
    await panel.press('Delete');
    assert.deepEqual(await panel.sent('remove'), { type: 'remove', id: codeEntry.id });
    await panel.role('button', { name: 'inventory-py.png', exact: true }).click();
    assert.deepEqual(await panel.sent('open'), { type: 'open', id: codeEntry.id });
  });

  it('shows the boxes alone where the browser cannot show the picture', async () => {
    const tiff = entry('scans/letter.tiff', {
      state: 'done',
      result: { ...described, widthPx: 1240, heightPx: 1754 },
    });
    await panel.page.route('**/letter.tiff*', (route) =>
      route.fulfill({ contentType: 'image/tiff', body: 'II*' }),
    );
    await panel.show(tiff);
    await panel.find('.no-preview').waitFor();
    const stage = (await panel.find('.stage').boundingBox())!;
    assert.ok(Math.abs(stage.height / stage.width - 1754 / 1240) < 0.01);
    await panel.find('[role=option]').first().focus();
    assert.notEqual(await panel.find('.stage .lit').getAttribute('points'), '');
    // A preview in another format takes the note's place, with its description.
    assert.deepEqual(await panel.sent('preview'), { type: 'preview', id: tiff.id });
    const dataUri = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="62" height="88"/>')}`;
    await panel.receive({ type: 'preview', id: tiff.id, dataUri });
    await panel.find('.stage img').waitFor();
    assert.equal(await panel.find('.no-preview').count(), 0);
    assert.equal(await panel.find('.stage img').getAttribute('alt'), described.altText);
    const shown = (await panel.find('.stage').boundingBox())!;
    assert.ok(Math.abs(shown.height / shown.width - 1754 / 1240) < 0.01);
  });

  it('takes a preview that comes before the picture has failed', async () => {
    const tiff = entry('scans/letter.tiff', { state: 'done', result: described });
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await panel.page.route('**/letter.tiff*', async (route) => {
      await released;
      await route.fulfill({ contentType: 'image/tiff', body: 'II*' });
    });
    await panel.show(tiff);
    const dataUri = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="62" height="88"/>';
    await panel.receive({ type: 'preview', id: tiff.id, dataUri });
    await panel.find('.stage img[src^="data:"]').waitFor();
    const failed = panel.page.waitForEvent('requestfinished');
    release();
    await failed;
    assert.equal(await panel.find('.no-preview').count(), 0);
    assert.equal(await panel.find('.stage img').count(), 1);
  });

  it('ignores messages it does not know', async () => {
    await panel.page.evaluate(() => window.postMessage({ type: 'entry', entry: { id: 1 } }, '*'));
    await panel.page.evaluate(() => window.postMessage('hello', '*'));
    await panel.show(codeEntry);
    assert.equal(await panel.find('textarea').inputValue(), described.altText);
  });

  it('keeps its entries in the state, the newest when they are too many', async () => {
    await panel.show(codeEntry);
    await panel.find('textarea').fill('Mine.');
    await panel.savedState('Mine.');
    const long = { ...described, text: 'x'.repeat(700_000), lines: [] };
    const entries = ['photos/cat.jpg', 'photos/coffee.jpg'].map((file) =>
      entry(file, { state: 'done', result: long }),
    );
    await panel.receive({ type: 'entries', entries, selected: entries[0]!.id });
    const state = (await panel.savedState('coffee.jpg')) as { entries: { name: string }[] };
    assert.deepEqual(
      state.entries.map(({ name }) => name),
      ['coffee.jpg'],
    );
  });
});
