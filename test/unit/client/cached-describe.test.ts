/** A description is made once for a picture's content, and is that of the picture as it is at the end. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { CachedDescribe } from '../../../src/client/cached-describe';
import { contentHash, ResultCache } from '../../../src/client/result-cache';
import type { DescribeResult } from '../../../src/protocol';

describe('cached descriptions', () => {
  const { token } = new CancellationTokenSource();
  let folder: string;
  let picture: string;
  let calls: number;
  let whileDescribing: () => void;
  let cached: CachedDescribe;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pixelscribe-cached-'));
    picture = join(folder, 'picture.png');
    writeFileSync(picture, 'first');
    calls = 0;
    whileDescribing = () => {};
    const engine = {
      async describe(): Promise<DescribeResult> {
        calls++;
        whileDescribing();
        return {
          altText: `Call ${calls}.`,
          description: '',
          kind: 'photo',
          kindConfidence: 1,
          facts: [],
          text: '',
          lines: [],
          widthPx: 1,
          heightPx: 1,
          model: 'none',
          ms: 1,
        };
      },
    };
    const cache = new ResultCache(join(folder, 'cache'), '1');
    cached = new CachedDescribe(engine, cache, () => join(folder, 'models'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const describePicture = () => cached.describe({ path: picture }, 'batch', token);

  it('come from the cache for the same content, under any name', async () => {
    await describePicture();
    const copy = await cached.describe({ bytes: Buffer.from('first'), name: 'copy.png' }, 'batch', token);
    assert.equal(copy.result.altText, 'Call 1.');
    assert.equal(copy.hash, contentHash(Buffer.from('first')));
    assert.equal(calls, 1);
  });

  it('are others at length', async () => {
    await describePicture();
    const long = () => cached.describe({ path: picture }, 'batch', token, { longDescription: true });
    assert.equal((await long()).result.altText, 'Call 2.');
    assert.equal((await long()).result.altText, 'Call 2.');
    assert.equal((await describePicture()).result.altText, 'Call 1.');
  });

  it('are made again for a picture that changed while it was described', async () => {
    whileDescribing = () => {
      if (calls === 1) writeFileSync(picture, 'second');
    };
    const { result, hash } = await describePicture();
    assert.equal(result.altText, 'Call 2.');
    assert.equal(hash, contentHash(Buffer.from('second')));
    writeFileSync(picture, 'first');
    assert.equal((await describePicture()).result.altText, 'Call 3.', 'the outdated result was kept');
  });

  it('end for a picture that never rests, and are not kept', async () => {
    whileDescribing = () => writeFileSync(picture, String(calls));
    assert.equal((await describePicture()).hash, undefined);
    assert.equal(calls, 3);
  });

  it('are made again when a model is installed', async () => {
    await describePicture();
    mkdirSync(join(folder, 'models', 'fastvlm'), { recursive: true });
    await describePicture();
    assert.equal(calls, 2);
  });
});
