/** A 4K screenshot with thousands of lines of text, and a review of a thousand images, stay fluid. */
import assert from 'node:assert/strict';
import { type PageUnderTest, usePages } from './page-under-test';
import { entry, manyLines, reviewRow } from './samples';

const LINES = 5000;

describe(`a 4K picture with ${LINES} lines of text`, () => {
  const pages = usePages();
  let panel: PageUnderTest;
  beforeEach(async () => {
    panel = await pages.open();
  });
  const picture = entry('screenshots/inventory-py.png', {
    task: 'extract-text',
    state: 'done',
    result: manyLines(LINES),
  });

  it('is shown with less than a second of work', async () => {
    const workMs = await panel.workMs(() => panel.show(picture));
    console.log(`      ${Math.round(workMs)} ms`);
    assert.equal(await panel.find('[role=option]').count(), LINES);
    assert.ok(workMs < 1000, `${workMs} ms`);
  });

  it('follows the pointer with less than a frame of work a move', async () => {
    await panel.show(picture);
    const area = (await panel.find('.stage').boundingBox())!;
    const moves = 100;
    const workMs = await panel.workMs(async () => {
      for (let move = 0; move < moves; move++) {
        const x = area.x + (area.width * (move + 0.3)) / moves;
        await panel.page.mouse.move(x, area.y + (area.height * ((move * 37) % 100)) / 100);
      }
    });
    const perMoveMs = workMs / moves;
    console.log(`      ${perMoveMs.toFixed(2)} ms a move`);
    assert.ok(perMoveMs < 16, `${perMoveMs} ms a move`);
    assert.equal(await panel.find('.lines .lit').count(), 1);
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
