/** A 4K screenshot with thousands of lines of text, and a review of a thousand images, stay fluid. */
import assert from 'node:assert/strict';
import { usePages } from './page-under-test';
import { entry, manyLines, reviewRow } from './samples';

const LINES = 5000;

describe(`a 4K picture with ${LINES} lines of text`, () => {
  const pages = usePages();
  const picture = (lines: number) =>
    entry('screenshots/inventory-py.png', { task: 'extract-text', state: 'done', result: manyLines(lines) });

  it('is shown with work in proportion to its lines, whatever the machine', async () => {
    const workOf = async (lines: number) => {
      const fresh = await pages.open();
      const workMs = await fresh.workMs(() => fresh.show(picture(lines)));
      assert.equal(await fresh.find('[role=option]').count(), lines);
      return workMs;
    };
    const few = LINES / 10;
    await workOf(few);
    const [fewMs, allMs] = [await workOf(few), await workOf(LINES)];
    console.log(`      ${Math.round(fewMs)} ms for ${few} lines, ${Math.round(allMs)} ms for all`);
    assert.ok(allMs < 10 * fewMs, `${allMs} ms, ${fewMs} ms for a tenth`);
  });

  it('follows the pointer among all of them with little more work than among a tenth', async () => {
    const workOfMove = async (lines: number) => {
      const fresh = await pages.open();
      await fresh.show(picture(lines));
      const area = (await fresh.find('.stage').boundingBox())!;
      const moves = 100;
      const workMs = await fresh.workMs(async () => {
        for (let move = 0; move < moves; move++) {
          const x = area.x + (area.width * (move + 0.3)) / moves;
          await fresh.page.mouse.move(x, area.y + (area.height * ((move * 37) % 100)) / 100);
        }
      });
      assert.equal(await fresh.find('.lines .lit').count(), 1);
      return workMs / moves;
    };
    const [fewMs, allMs] = [await workOfMove(LINES / 10), await workOfMove(LINES)];
    console.log(`      ${fewMs.toFixed(2)} ms a move, ${allMs.toFixed(2)} ms among all`);
    assert.ok(allMs < 5 * fewMs, `${allMs} ms a move, ${fewMs} ms among a tenth`);
  });
});

describe('a review of a thousand images', () => {
  const pages = usePages();

  it('takes key strokes with less than a tenth of a second of work', async () => {
    const view = await pages.open({ view: 'review' });
    const rows = Array.from({ length: 1000 }, (_, index) => reviewRow(`picture-${index}`));
    const progress = { scanning: false, describing: false, applying: false, documents: 2 };
    await view.receive({ type: 'rows', rows, progress });
    await view.find('textarea').first().focus();
    const strokes = 10;
    const workMs = await view.workMs(() => view.page.keyboard.type('x'.repeat(strokes)));
    const perStrokeMs = workMs / strokes;
    console.log(`      ${perStrokeMs.toFixed(1)} ms a key stroke`);
    assert.match(await view.find('textarea').first().inputValue(), /x{10}/);
    assert.ok(perStrokeMs < 100, `${perStrokeMs} ms a key stroke`);
  });
});
