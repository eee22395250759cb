import assert from 'node:assert/strict';
import { Queue } from '../../../src/engine/queue';

describe('Queue', () => {
  const never = new AbortController().signal;
  const deferred = () => {
    let finish!: () => void;
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    return { done, finish };
  };

  it('runs one job at a time, in the order they came', async () => {
    const queue = new Queue();
    const seen: string[] = [];
    const job = (name: string) => async () => {
      seen.push(`${name} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      return name;
    };
    const answers = await Promise.all(['a', 'b', 'c'].map((n) => queue.add('interactive', never, job(n))));
    assert.deepEqual(answers, ['a', 'b', 'c']);
    assert.deepEqual(seen, ['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  });

  it('does interactive work before batch work that waits', async () => {
    const queue = new Queue();
    const order: string[] = [];
    const first = deferred();
    const jobs = [
      queue.add('batch', never, () => first.done),
      queue.add('batch', never, async () => void order.push('batch 1')),
      queue.add('batch', never, async () => void order.push('batch 2')),
      queue.add('interactive', never, async () => void order.push('interactive 1')),
      queue.add('interactive', never, async () => void order.push('interactive 2')),
    ];
    first.finish();
    await Promise.all(jobs);
    assert.deepEqual(order, ['interactive 1', 'interactive 2', 'batch 1', 'batch 2']);
  });

  it('forgets a job that is cancelled while it waits', async () => {
    const queue = new Queue();
    const first = deferred();
    const controller = new AbortController();
    const running = queue.add('interactive', never, () => first.done);
    let ran = false;
    const cancelled = queue.add('interactive', controller.signal, async () => {
      ran = true;
    });
    const reason = new Error('changed my mind');
    controller.abort(reason);
    await assert.rejects(cancelled, reason);
    assert.equal(queue.length, 0);
    first.finish();
    await running;
    assert.equal(ran, false);
  });

  it('goes on after a job that fails', async () => {
    const queue = new Queue();
    const failing = queue.add('interactive', never, async () => {
      throw new Error('no');
    });
    const next = queue.add('interactive', never, async () => 7);
    await assert.rejects(failing, /no/);
    assert.equal(await next, 7);
  });
});
