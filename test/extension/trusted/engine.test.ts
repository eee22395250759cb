/** The inference process: nothing runs before the first use, and its death costs the user nothing. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, EXTENSION_ID, enginePids, sample, waitForResult } from '../actions';
import { eventually, panel, workbench } from '../window';

describe('the engine', () => {
  // Its process is found in /proc.
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });
  afterEach(closeEverything);

  it('starts with the first picture', async () => {
    await vscode.commands.executeCommand('pixelscribe.stopEngine');
    await eventually(async () => assert.deepEqual(await enginePids(), []));
    await vscode.commands.executeCommand('pixelscribe.describeImage', sample('photos/cat.jpg'));
    await waitForResult(sample('photos/cat.jpg'));
    assert.equal((await enginePids()).length, 1);
    await workbench.wait('#pixelscribe\\.pixelscribe\\.pixelscribe\\.engine', { state: 'attached' });
  });

  it('is replaced when it is killed during a request, and the result still arrives', async () => {
    const picture = sample('scans/letter.tiff');
    await vscode.commands.executeCommand('pixelscribe.extractText', sample('photos/cat.jpg'));
    await waitForResult(sample('photos/cat.jpg'));
    const [before] = await enginePids();
    assert.ok(before);
    const running = vscode.commands.executeCommand('pixelscribe.extractText', picture);
    await panel.wait('.working:has-text("letter.tiff")');
    process.kill(before, 'SIGKILL');
    await running;
    await waitForResult(picture);
    assert.match((await panel.texts('[role=option]')).join('\n'), /reading room/);
    const [after] = await enginePids();
    assert.ok(after && after !== before, `${before} → ${after}`);
    await vscode.commands.executeCommand(
      'pixelscribe.describeImage',
      sample('screenshots/visitors-chart.png'),
    );
    await waitForResult(sample('screenshots/visitors-chart.png'));
  });

  it('ends a request when its notification is cancelled, and takes the next one', async () => {
    await vscode.commands.executeCommand('pixelscribe.stopEngine');
    const files = ['scans/letter.tiff', 'screenshots/inventory-py.png', 'docs/install-page.webp'].map(sample);
    const running = vscode.commands.executeCommand('pixelscribe.describeImage', files[0], files);
    // Three pictures may be read before the notification is on the screen: the engine waits for it.
    const engine = await eventually(async () => {
      const [pid] = await enginePids();
      assert.ok(pid);
      return pid;
    });
    process.kill(engine, 'SIGSTOP');
    try {
      await vscode.commands.executeCommand('notifications.showList');
      await workbench.click('.notifications-center .monaco-button:has-text("Cancel")');
    } finally {
      process.kill(engine, 'SIGCONT');
    }
    await running;
    const done = await panel.count('[role=tab][aria-label$=", done"]');
    assert.ok(done < files.length, 'nothing was cancelled');
    await closeEverything();
    await vscode.commands.executeCommand('pixelscribe.describeImage', sample('photos/cat.jpg'));
    await waitForResult(sample('photos/cat.jpg'));
  });

  it('reads pictures from a virtual file system', async () => {
    const bytes = await vscode.workspace.fs.readFile(sample('screenshots/export-dialog.png'));
    const uri = vscode.Uri.parse('attic:/boxes/dialog.png');
    const none = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    const stat = (file: vscode.Uri) => ({
      type: file.path.endsWith('.png') ? vscode.FileType.File : vscode.FileType.Directory,
      ctime: 0,
      mtime: 0,
      size: bytes.length,
    });
    const refuse = () => {
      throw vscode.FileSystemError.NoPermissions();
    };
    const registration = vscode.workspace.registerFileSystemProvider('attic', {
      onDidChangeFile: none.event,
      watch: () => none,
      stat,
      readDirectory: () => [],
      readFile: () => bytes,
      createDirectory: refuse,
      writeFile: refuse,
      delete: refuse,
      rename: refuse,
    });
    try {
      await vscode.commands.executeCommand('pixelscribe.extractText', uri);
      await waitForResult(uri);
      assert.match((await panel.texts('[role=option]')).join('\n'), /Export\s?report/);
      await eventually(async () => {
        assert.equal(await panel.evaluate("document.querySelector('.stage img').naturalWidth"), 1040);
      });
    } finally {
      registration.dispose();
    }
  });

  it('lives on the workspace side of a remote window', () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    if (vscode.env.remoteName) assert.equal(extension?.extensionKind, vscode.ExtensionKind.Workspace);
    assert.equal(extension?.isActive, true);
  });
});
