import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash, ResultCache } from '../../../src/client/result-cache';

describe('ResultCache', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pixelscribe-'));
  });
  const hash = contentHash(Buffer.from('picture'));

  it('finds a result by task and content, in another window too', async () => {
    await new ResultCache(folder, '1').set('describe', hash, { altText: 'A cat.' });
    const other = new ResultCache(folder, '1');
    assert.deepEqual(await other.get('describe', hash), { altText: 'A cat.' });
    assert.equal(await other.get('text', hash), undefined);
    assert.equal(await other.get('describe', contentHash(Buffer.from('another'))), undefined);
  });

  it('does not find results of another version', async () => {
    await new ResultCache(folder, '1').set('describe', hash, 1);
    assert.equal(await new ResultCache(folder, '2').get('describe', hash), undefined);
  });

  it('drops the least recently used', async () => {
    const cache = new ResultCache(folder, '1', 3);
    for (const name of ['a', 'b', 'c']) await cache.set('describe', name, name);
    for (const file of await readdir(folder)) await utimes(join(folder, file), 1, 1);
    assert.equal(await cache.get('describe', 'a'), 'a');
    for (const name of ['d', 'e', 'f']) await cache.set('describe', name, name);
    assert.ok((await readdir(folder)).length <= 4);
    assert.equal(await cache.get('describe', 'b'), undefined);
    assert.equal(await cache.get('describe', 'f'), 'f');
  });

  it('takes damage for a miss', async () => {
    const cache = new ResultCache(folder, '1');
    await cache.set('describe', hash, { altText: 'A cat.' });
    const [file] = await readdir(folder);
    await writeFile(join(folder, file!), '{"altText":');
    assert.equal(await cache.get('describe', hash), undefined);
  });

  it('does not fail where nothing can be written', async () => {
    const file = join(folder, 'a file, not a folder');
    await writeFile(file, '');
    await chmod(folder, 0o555);
    const cache = new ResultCache(file, '1');
    await cache.set('describe', hash, 1);
    assert.equal(await cache.get('describe', hash), undefined);
  });
});
