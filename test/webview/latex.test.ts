/** A formula in the panel: compared with its picture, edited, chosen from, copied, inserted, pasted. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type PageUnderTest, textOf, usePages } from './page-under-test';
import { codeEntry, described, formula, formulaEntry } from './samples';

const PICTURE = path.resolve(__dirname, '../fixtures/workspace/formulas/boundary-value.png');

describe('a formula in the panel', () => {
  const pages = usePages();
  let panel: PageUnderTest;
  beforeEach(async () => {
    panel = await pages.open();
  });

  const drawn = () => panel.find('.formula annotation').textContent();

  it('is drawn below its picture, in the fonts of KaTeX', async () => {
    await panel.show(formulaEntry);
    assert.equal(await drawn(), formula.latex);
    const [picture, drawing] = await Promise.all([
      panel.find('figure').boundingBox(),
      panel.find('.formula').boundingBox(),
    ]);
    assert.ok(picture && drawing && picture.y + picture.height <= drawing.y);
    await panel.page.evaluate(() => document.fonts.ready);
    assert.ok(
      await panel.page.evaluate(() =>
        [...document.fonts].some(({ family, status }) => /KaTeX/.test(family) && status === 'loaded'),
      ),
    );
  });

  it('is drawn anew while one types, and a slip is said calmly', async () => {
    await panel.show(formulaEntry);
    const source = panel.role('textbox', { name: 'LaTeX source' });
    await source.fill('x^{2}');
    assert.equal(await drawn(), 'x^{2}');
    assert.deepEqual(await panel.sent('edit'), {
      type: 'edit',
      id: formulaEntry.id,
      drafts: { latexDraft: 'x^{2}' },
    });
    await source.fill('x^{2');
    assert.match(await textOf(panel.find('.problem')), /^Does not parse yet: Expected '}'/);
    assert.equal(await drawn(), 'x^{2}', 'what was drawn last stays');
    assert.equal(await panel.find('.drawing.stale').count(), 1);
    await source.fill('x^{2}');
    assert.equal(await textOf(panel.find('.problem')), '');
    assert.equal(await panel.find('.drawing.stale').count(), 0);
    await panel.role('button', { name: 'Back to the reading' }).click();
    assert.equal(await source.inputValue(), formula.latex);
  });

  it('says how sure it is, and asks to compare where it is not', async () => {
    await panel.show(formulaEntry);
    assert.match(await textOf(panel.find('#latex')), /82 % sure that all of it is right/);
    await panel.show({ ...formulaEntry, result: { ...formula, confidence: 0.31 } });
    assert.match(
      await textOf(panel.role('note')),
      /Only 31 % sure\. Compare it with the picture before you insert it\./,
    );
    const doubt = (await panel.find('.doubt').boundingBox())!;
    const field = (await panel.find('#latex-source').boundingBox())!;
    assert.ok(doubt.y < field.y);
  });

  it('marks uncertain tokens, says so to a screen reader, and selects them in the source', async () => {
    await panel.show(formulaEntry);
    assert.equal(
      await textOf(panel.find('.doubts')).then((shown) => shown.replaceAll(' ', '')),
      formula.latex.replaceAll(' ', ''),
    );
    await panel.role('button', { name: '1, uncertain, 61 percent' }).waitFor();
    await panel.role('button', { name: '\\alpha, uncertain, 43 percent' }).click();
    const selected = await panel.page.evaluate(() => {
      const field = document.activeElement as HTMLTextAreaElement;
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });
    assert.equal(selected, '\\alpha');
  });

  it('offers other readings, by pointer and keyboard', async () => {
    await panel.show(formulaEntry);
    const readings = panel.role('group', { name: 'Readings' }).getByRole('radio');
    assert.equal(await readings.count(), 4);
    assert.ok(await readings.nth(0).isChecked());
    await readings.nth(0).focus();
    await panel.press('ArrowDown');
    const second = formula.alternatives[0]!.latex;
    assert.equal(await panel.find('#latex-source').inputValue(), second);
    assert.equal(await drawn(), second);
    await readings.nth(3).check();
    assert.equal(await panel.find('#latex-source').inputValue(), formula.alternatives[2]!.latex);
  });

  it('is copied in three notations and inserted, as it was edited', async () => {
    await panel.show(formulaEntry);
    await panel.find('#latex-source').fill('a+b');
    await panel.role('button', { name: 'Copy LaTeX' }).click();
    assert.deepEqual(await panel.sent('copy'), { type: 'copy', text: 'a+b' });
    await panel.role('button', { name: 'Copy as MathML' }).click();
    assert.deepEqual(await panel.sent('copyLatex'), { type: 'copyLatex', latex: 'a+b', notation: 'mathml' });
    await panel.role('button', { name: 'Insert LaTeX at the cursor' }).click();
    assert.deepEqual(await panel.sent('insertLatex'), { type: 'insertLatex', latex: 'a+b', choose: false });
    await panel.role('button', { name: 'Retry' }).click();
    assert.deepEqual(await panel.sent('run'), { type: 'run', id: formulaEntry.id, task: 'latex' });
  });

  it('is announced', async () => {
    await panel.show({ ...formulaEntry, state: 'working', result: undefined });
    assert.match(await textOf(panel.find('.working')), /Reading the formula in expansion\.png/);
    await panel.show(formulaEntry);
    assert.equal(
      await textOf(panel.role('status')),
      'The formula in expansion.png is read, 82 percent sure.',
    );
  });

  it('is offered where a description found one', async () => {
    await panel.show({ ...codeEntry, result: { ...described, kind: 'formula' } });
    await panel.find('#formula-offer').getByRole('button', { name: 'Formula to LaTeX' }).click();
    assert.deepEqual(await panel.sent('run'), { type: 'run', id: codeEntry.id, task: 'latex' });
    await panel.show(codeEntry);
    assert.equal(await panel.find('#formula-offer').count(), 0);
  });

  describe('a picture without a file', () => {
    /** Fires an event with the picture as a person's paste or drop would. */
    const give = (selector: string, event: 'paste' | 'drop') =>
      panel.page.evaluate(
        ([target, type, base64]) => {
          const bytes = Uint8Array.from(atob(base64!), (char) => char.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], 'slide.png', { type: 'image/png' }));
          const options = { bubbles: true, cancelable: true };
          document
            .querySelector(target!)!
            .dispatchEvent(
              type === 'paste'
                ? new ClipboardEvent('paste', { ...options, clipboardData: transfer })
                : new DragEvent('drop', { ...options, dataTransfer: transfer }),
            );
        },
        [selector, event, readFileSync(PICTURE).toString('base64')],
      );
    /** Bytes do not survive the way to the test: their number does. */
    const received = () =>
      panel.page
        .waitForFunction(() => {
          const { sent } = (window as unknown as { host: { sent: { type: string; bytes: Uint8Array }[] } })
            .host;
          const found = sent.find(({ type }) => type === 'runOnBytes');
          return found && { ...found, bytes: found.bytes.length };
        })
        .then((handle) => handle.jsonValue());
    const length = readFileSync(PICTURE).length;

    it('is pasted', async () => {
      await give('.paste', 'paste');
      const expected = { type: 'runOnBytes', name: 'slide.png', bytes: length, task: 'latex' };
      assert.deepEqual(await received(), expected);
    });

    it('is dropped, for another purpose too', async () => {
      await panel.show(codeEntry);
      const purpose = panel.role('combobox', { name: 'What to do with it' });
      assert.equal(await purpose.inputValue(), 'describe');
      await purpose.selectOption('extract-text');
      await give('#drop', 'drop');
      assert.deepEqual(await received(), {
        type: 'runOnBytes',
        name: 'slide.png',
        bytes: length,
        task: 'extract-text',
      });
    });

    it('that is none is turned away', async () => {
      await panel.role('textbox', { name: 'Paste a picture here' }).focus();
      await panel.page.keyboard.insertText('words');
      assert.equal(await panel.role('textbox', { name: 'Paste a picture here' }).inputValue(), '');
      await panel.page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', 'words');
        document
          .querySelector('.paste')!
          .dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData }));
      });
      assert.match(await textOf(panel.role('alert')), /There is no picture in it/);
    });
  });
});
