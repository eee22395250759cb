import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveAllowed } from '../../../src/agent-tools/path-policy';

describe('resolveAllowed', () => {
  let root: string;
  let outside: string;
  before(async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'pixelscribe-')));
    root = join(folder, 'workspace');
    outside = join(folder, 'secret.png');
    await mkdir(join(root, 'docs'), { recursive: true });
    await writeFile(join(root, 'docs', 'a.png'), 'a');
    await writeFile(outside, 'b');
    await symlink(outside, join(root, 'link.png'));
  });
  const policy = (allowOutside = false) => ({ roots: [root], allowOutside });

  it('takes files of the workspace, absolute or relative to its first folder', async () => {
    const expected = join(root, 'docs', 'a.png');
    assert.equal(await resolveAllowed(expected, policy()), expected);
    assert.equal(await resolveAllowed('docs/a.png', policy()), expected);
  });

  it('refuses files outside, however they are reached', async () => {
    for (const path of [outside, '../secret.png', join(root, '..', 'secret.png'), join(root, 'link.png')]) {
      await assert.rejects(resolveAllowed(path, policy()), { code: 'file-unreadable', message: /outside/ });
    }
  });

  it('takes them when the user allowed it', async () => {
    assert.equal(await resolveAllowed(outside, policy(true)), outside);
  });

  it('does not take a folder beside the root for the root', async () => {
    await mkdir(`${root}-other`, { recursive: true });
    await writeFile(join(`${root}-other`, 'a.png'), 'a');
    await assert.rejects(resolveAllowed(join(`${root}-other`, 'a.png'), policy()), {
      code: 'file-unreadable',
    });
  });

  it('tells the model to pass an existing file', async () => {
    await assert.rejects(resolveAllowed('gone.png', policy()), {
      code: 'file-not-found',
      message: /absolute path/,
    });
  });
});
