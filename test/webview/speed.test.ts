/** A 4K screenshot with thousands of lines of text stays fluid. */
import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { type PageUnderTest, usePages } from './page-under-test';
import { entry, manyLines } from './samples';

const LINES = 5000;

describe(`a 4K picture with ${LINES} lines of text`, () => {
  const pages = usePages();
  let panel: PageUnderTest;
  let session: CDPSession;
  beforeEach(async () => {
    panel = await pages.open();
    session = await panel.page.context().newCDPSession(panel.page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  });
  const picture = entry('screenshots/inventory-py.png', {
    task: 'extract-text',
    state: 'done',
    result: manyLines(LINES),
  });

  /** Milliseconds of processor time the page's main thread took so far, whatever else the machine does. */
  async function busyMs(): Promise<number> {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  }

  it('is shown with less than a second of work', async () => {
    const before = await busyMs();
    await panel.show(picture);
    const workMs = (await busyMs()) - before;
    console.log(`      ${Math.round(workMs)} ms`);
    assert.equal(await panel.find('[role=option]').count(), LINES);
    assert.ok(workMs < 1000, `${workMs} ms`);
  });

  it('follows the pointer with less than a frame of work a move', async () => {
    await panel.show(picture);
    const area = (await panel.find('.stage').boundingBox())!;
    const moves = 100;
    const before = await busyMs();
    for (let move = 0; move < moves; move++) {
      const x = area.x + (area.width * (move + 0.3)) / moves;
      await panel.page.mouse.move(x, area.y + (area.height * ((move * 37) % 100)) / 100);
    }
    const perMoveMs = ((await busyMs()) - before) / moves;
    console.log(`      ${perMoveMs.toFixed(2)} ms a move`);
    assert.ok(perMoveMs < 16, `${perMoveMs} ms a move`);
    assert.equal(await panel.find('.lines .lit').count(), 1);
  });
});
