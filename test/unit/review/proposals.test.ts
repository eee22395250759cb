/** Proposals arrive one by one, can be stopped, and a failure costs only its own row. */
import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { PixelScribeError } from '../../../src/errors';
import { ProposalQueue, type Propose } from '../../../src/review/proposals';
import type { Proposal, Rows } from '../../../src/review/rows';
import { rowFor, rowsOf } from './support';

const images = (count: number) => Array.from({ length: count }, (_, n) => `![](${n}.png)`).join('\n\n');
const proposal = (alt: string): Proposal => ({ alt, decorative: false, confidence: 0.8 });

describe('proposals of a review', () => {
  const targets: string[] = [];
  beforeEach(() => {
    targets.length = 0;
  });

  function queueOver(rows: Rows, propose: Propose) {
    let idle = () => {};
    const queue: ProposalQueue = new ProposalQueue(
      rows,
      (row, priority, token) => {
        targets.push(`${row.image.reference.target.value} ${priority}`);
        return propose(row, priority, token);
      },
      () => {
        if (!queue.running) idle();
      },
    );
    const done = () =>
      new Promise<void>((resolve) => {
        idle = resolve;
        if (!queue.running) resolve();
      });
    return { queue, done };
  }
  const kinds = (rows: Rows) => rows.all().map((row) => row.proposal.kind);

  it('come in document order as batch work', async () => {
    const rows = await rowsOf(images(3));
    const { queue, done } = queueOver(rows, async ({ id }) => proposal(`Alt of ${id}.`));
    queue.start();
    await done();
    assert.deepEqual(targets, ['0.png batch', '1.png batch', '2.png batch']);
    assert.deepEqual(kinds(rows), ['done', 'done', 'done']);
  });

  it('come first where the user asks, as interactive work', async () => {
    const rows = await rowsOf(images(4));
    const { queue, done } = queueOver(rows, async (row) => {
      if (row.image.reference.target.value === '0.png') queue.ask(rowFor(rows, '3.png').id);
      return proposal('Alt.');
    });
    queue.start();
    await done();
    assert.deepEqual(targets, ['0.png batch', '3.png interactive', '1.png batch', '2.png batch']);
  });

  it('fail for their own row only, and can be tried again', async () => {
    const rows = await rowsOf(images(3));
    let isThere = false;
    const { queue, done } = queueOver(rows, async ({ image }) => {
      if (image.reference.target.value === '1.png' && !isThere) {
        throw new PixelScribeError('file-not-found', '1.png was not found.');
      }
      return proposal('Alt.');
    });
    queue.start();
    await done();
    assert.deepEqual(kinds(rows), ['done', 'failed', 'done']);
    isThere = true;
    queue.again(rows.all().filter((row) => row.proposal.kind === 'failed'));
    await done();
    assert.deepEqual(kinds(rows), ['done', 'done', 'done']);
  });

  it('survive an engine that dies on one picture, and wait when it does not come back', async () => {
    const rows = await rowsOf(images(6));
    const deadly = new Set(['1.png', '3.png', '4.png']);
    const { queue, done } = queueOver(rows, async ({ image }) => {
      if (deadly.has(image.reference.target.value)) {
        throw new PixelScribeError('engine-stopped', 'The engine ended.');
      }
      return proposal('Alt.');
    });
    queue.start();
    await done();
    assert.deepEqual(kinds(rows), ['done', 'failed', 'done', 'failed', 'failed', 'waiting']);
    deadly.clear();
    queue.again(rows.all().filter((row) => row.proposal.kind === 'failed'));
    await done();
    assert.deepEqual(new Set(kinds(rows)), new Set(['done']));
  });

  it('stop at once and go on later; what arrives after the stop is dropped', async () => {
    const rows = await rowsOf(images(2));
    let finish = () => {};
    let token = new CancellationTokenSource().token;
    const { queue, done } = queueOver(rows, async (_row, _priority, given) => {
      token = given;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return proposal('Late.');
    });
    queue.start();
    queue.stop();
    assert.equal(token.isCancellationRequested, true);
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(kinds(rows), ['waiting', 'waiting']);
    queue.start();
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    finish();
    await done();
    assert.deepEqual(kinds(rows), ['done', 'done']);
  });
});
