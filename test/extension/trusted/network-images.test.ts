/** Images by their address: nothing is fetched unless the user allowed it. */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { closeEverything, notifications, sample } from '../actions';
import { DESCRIBED_MS, findFix, fixTitles, openDocument, quickFix, runFix } from '../alt-text';
import { eventually, review, screenshot, workbench } from '../window';

describe('an image by its address', function () {
  this.timeout(120_000);
  let server: http.Server;
  let address: string;
  let requests = 0;

  before(async () => {
    const picture = await vscode.workspace.fs.readFile(sample('screenshots/export-dialog.png'));
    server = http.createServer((request, response) => {
      requests++;
      if (request.url === '/export.png')
        response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/export.png`;
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await screenshot('network-failed');
    await allow(undefined);
    await closeEverything();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const allow = (value: string | undefined) =>
    vscode.workspace.getConfiguration('pixelscribe.network').update('images', value, true);

  it('is not asked for, and its quick fix leads to the setting', async () => {
    const editor = await openDocument('address-off.md', `![](${address})\n`);
    const fix = await findFix(editor, '![', 'Allow downloading images to describe them…');
    assert.ok(!(await fixTitles(editor, '![')).includes('Generate alt text'));
    await runFix(fix);
    await eventually(async () =>
      assert.match(
        (await workbench.texts('.settings-editor .setting-item-contents')).join(),
        /Network: Images/i,
      ),
    );
    await screenshot('network-setting');
    assert.equal(requests, 0);
  });

  it('is fetched and described where any address is allowed', async () => {
    await allow('any');
    const editor = await openDocument('address-any.md', `![](${address})\n`);
    await quickFix(editor, '![', 'Generate alt text');
    assert.match(editor.document.getText(), /^!\[.*Export.*\]\(http:\/\/127/);
    assert.equal(requests, 1);
  });

  it('on this machine is left out where the internet is allowed', async () => {
    await allow('public');
    const before = requests;
    const editor = await openDocument('address-public.md', `![](${address})\n`);
    await quickFix(editor, '![', 'Generate alt text');
    await eventually(async () => assert.match((await notifications()).join(), /private network/));
    assert.equal(editor.document.getText(), `![](${address})\n`);
    assert.equal(requests, before);
  });

  it('is described in the review, too', async () => {
    await allow('any');
    await openDocument('address-review.md', `![](${address})\n`);
    await vscode.commands.executeCommand('pixelscribe.reviewAltText', sample('address-review.md'));
    await eventually(
      async () => assert.match(await review.value('article.image textarea'), /Export/),
      DESCRIBED_MS,
    );
  });
});
