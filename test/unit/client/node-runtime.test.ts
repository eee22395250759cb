import assert from 'node:assert/strict';
import { chmod, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chooseNode } from '../../../src/client/node-runtime';

describe('chooseNode', () => {
  const node = process.execPath;

  it('takes the configured Node when it runs', async () => {
    assert.equal((await chooseNode(node)).execPath, node);
  });

  it('refuses a configured program that is no Node, naming the setting', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pixelscribe-'));
    const broken = join(folder, 'node');
    await writeFile(broken, '#!/bin/sh\nexit 1\n');
    await chmod(broken, 0o755);
    await assert.rejects(chooseNode(broken), {
      code: 'engine-start-failed',
      message: /pixelscribe\.engine\.nodePath/,
    });
  });

  it('uses the host’s own binary where that is a plain Node', async () => {
    const runtime = await chooseNode(undefined, { execPath: '/host/node', electron: undefined, path: '' });
    assert.deepEqual([runtime.execPath, runtime.env], ['/host/node', {}]);
  });

  it('prefers a Node on the PATH to Electron, passing over what does not run', async () => {
    const [empty, good] = [
      await mkdtemp(join(tmpdir(), 'pixelscribe-')),
      await mkdtemp(join(tmpdir(), 'pixelscribe-')),
    ];
    await writeFile(join(empty, 'node'), 'not a program');
    await symlink(node, join(good, 'node'));
    const host = { execPath: '/code', electron: '37.0.0', path: ['', empty, good].join(delimiter) };
    assert.equal((await chooseNode(undefined, host)).execPath, join(good, 'node'));
  });

  it('falls back to Electron as Node', async () => {
    const runtime = await chooseNode(undefined, { execPath: '/code', electron: '37.0.0', path: '/nowhere' });
    assert.equal(runtime.execPath, '/code');
    assert.equal(runtime.env.ELECTRON_RUN_AS_NODE, '1');
  });
});
