/** The review of alt text, as a reader uses it: list, decide, apply, undo; nothing is lost and nothing wrong is written. */
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import * as vscode from 'vscode';
import {
  chooseInExplorerMenu,
  closeEverything,
  enginePids,
  runFromPalette,
  sample,
  waitForResult,
} from '../actions';
import { eventually, press, review, screenshot, type } from '../window';

const ROW = 'article.image';
/** What only a row with a proposal has. */
const DONE = `${ROW} .status .label`;
const TIMEOUT_MS = 120_000;

/** A folder of its own for every test, in the workspace. */
let folder: vscode.Uri;
let folders = 0;

const file = (name: string) => vscode.Uri.joinPath(folder, name);
const write = (name: string, content: string | Uint8Array) =>
  vscode.workspace.fs.writeFile(file(name), typeof content === 'string' ? Buffer.from(content) : content);
const read = async (name: string) =>
  Buffer.from(await vscode.workspace.fs.readFile(file(name))).toString('utf8');
const copy = (from: string, to: string) =>
  vscode.workspace.fs.copy(sample(from), file(to), { overwrite: true });
const open = (...uris: vscode.Uri[]) =>
  vscode.commands.executeCommand('pixelscribe.reviewAltText', uris[0], uris);

/** A picture of one colour; unless it is made larger, describing it takes no time. */
function plainPng(seed: number, size = 24): Uint8Array {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 3, 40 + seed * 3)]);
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: size }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Waits until every row that needs a proposal has one. */
const described = (rows: number) =>
  eventually(async () => {
    assert.equal(await review.count(ROW), rows);
    assert.equal(await review.count(DONE), rows);
  }, TIMEOUT_MS);

const atLeast = (rows: number) =>
  eventually(async () => assert.ok((await review.count(DONE)) >= rows), TIMEOUT_MS);

/** Kills the engine and waits for the fresh one in its place. */
async function killEngine(): Promise<void> {
  const killed = await eventually(async () => {
    const pids = await enginePids();
    assert.notEqual(pids.length, 0, 'no engine is running');
    return pids;
  }, TIMEOUT_MS);
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  await eventually(
    async () => assert.ok((await enginePids()).some((pid) => !killed.includes(pid))),
    TIMEOUT_MS,
  );
}

const apply = async () => {
  await review.click('.bar vscode-button:has-text("Apply")');
  return eventually(async () => {
    const text = (await review.texts('.notice')).join(' ').trim();
    assert.match(text, /written/);
    return text;
  });
};

describe('the review of alt text', function () {
  this.timeout(180_000);
  beforeEach(async () => {
    folder = sample(`review-${++folders}`);
    await vscode.workspace.fs.createDirectory(folder);
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await screenshot(`review-failed-${folders}`);
    await closeEverything();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('is driven by the keyboard, writes on Apply only, and each file is one undo', async () => {
    await copy('screenshots/failing-build.png', 'build.png');
    await copy('screenshots/export-dialog.png', 'export.png');
    const text =
      '# Build\n\nThe build fails with this message:\n\n![](build.png)\n\n## Export\n\nChoose a format:\n\n![](export.png)\n';
    await write('building.md', text);
    await vscode.commands.executeCommand('revealInExplorer', file('building.md'));
    await chooseInExplorerMenu(file('building.md'), 'Review Alt Text');
    await described(2);
    const rows = await review.texts(ROW);
    assert.match(
      rows[0]!,
      /building\.md:5[\s\S]*build\.png[\s\S]*Build[\s\S]*The build fails with this message/,
    );
    await screenshot('review');
    await review.focus(`${ROW}[aria-current=true]`);
    await press('a');
    await eventually(async () => assert.match((await review.texts(`${ROW} .state`))[0]!, /accepted/));
    await press('e');
    await type('The export dialog with PDF chosen.');
    await press('Enter');
    await eventually(async () => assert.match((await review.texts(`${ROW} .state`))[1]!, /accepted/));
    assert.equal(await read('building.md'), text, 'written before Apply');
    await press('Control+Enter');
    await eventually(async () => {
      const written = await read('building.md');
      assert.match(written, /message:\n\n!\[Screenshot .+\]\(build\.png\)\n\n## Export/);
      assert.match(written, /format:\n\n!\[The export dialog with PDF chosen\.\]\(export\.png\)\n$/);
    });
    await eventually(async () =>
      assert.deepEqual(await review.texts(`${ROW} .state`), ['written', 'written']),
    );
    await screenshot('review-applied');
    const document = await vscode.workspace.openTextDocument(file('building.md'));
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
    assert.equal(document.isDirty, false);
    await vscode.commands.executeCommand('undo');
    await eventually(() => assert.equal(document.getText(), text));
  });

  it('reviews a folder, keeps unsaved changes, and leaves alone what a person wrote', async () => {
    await copy('screenshots/failing-build.png', 'build.png');
    await write('.gitignore', 'site/\n');
    await write('site/built.md', '![](../build.png)\n');
    await write('a.md', 'Fine: ![A red build.](build.png)\n\n![image](build.png)\n');
    await write('b.html', '<p>See <img src="build.png"></p>\r\n');
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', true);
    const unsaved = await vscode.workspace.openTextDocument(file('b.html'));
    const editor = await vscode.window.showTextDocument(unsaved);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '<!-- mine -->'));
    await open(folder);
    await described(2);
    await review.click('.filters button:has-text("All images")');
    await eventually(async () => assert.equal(await review.count(ROW), 3));
    // Only the row of the HTML document is accepted; the placeholder stays undecided.
    await review.click(`${ROW}:has-text("b.html") button:has-text("Accept")`);
    const done = await apply();
    assert.match(done, /1 alt texts written/);
    assert.match(unsaved.getText(), /^<!-- mine --><p>See <img src="build\.png" alt="[^"]{10,}"><\/p>\r\n$/);
    assert.equal(unsaved.isDirty, true, 'unsaved changes were saved');
    assert.equal(await read('a.md'), 'Fine: ![A red build.](build.png)\n\n![image](build.png)\n');
    await vscode.window.showTextDocument(unsaved);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.getConfiguration('files').update('autoSave', undefined, true);
  });

  it('finds its images again in a document that changed, and refuses where that is not certain', async () => {
    await write('one.png', plainPng(1));
    await write('two.png', plainPng(2));
    await write('guide.md', 'First:\n\n![](one.png)\n\nSecond:\n\n![](two.png)\n');
    await open(file('guide.md'));
    await described(2);
    await review.click(`${ROW}:has-text("one.png") button:has-text("Accept")`);
    await review.click(`${ROW}:has-text("two.png") button:has-text("Accept")`);
    const now = 'A new beginning.\n\nFirst:\n\n![](one.png)\n\nSecond:\n\n![My own words.](two.png)\n';
    await write('guide.md', now);
    const text = await apply();
    assert.match(text, /1 alt texts written\. 1 not written/);
    const written = await read('guide.md');
    assert.match(
      written,
      /^A new beginning\.\n\nFirst:\n\n!\[.+\]\(one\.png\)\n\nSecond:\n\n!\[My own words\.\]\(two\.png\)\n$/,
    );
  });

  it('makes a new proposal for a picture that changed', async () => {
    await copy('screenshots/failing-build.png', 'picture.png');
    await write('guide.md', '![](picture.png)\n');
    await open(file('guide.md'));
    await described(1);
    const before = await review.value(`${ROW} textarea`);
    await review.click(`${ROW} button:has-text("Accept")`);
    await copy('screenshots/export-dialog.png', 'picture.png');
    await eventually(async () => {
      await review.click('.bar vscode-button:has-text("Apply")', { timeoutMs: 500 }).catch(() => undefined);
      assert.notEqual(await review.value(`${ROW} textarea`), before);
    }, TIMEOUT_MS);
    assert.equal(await read('guide.md'), '![](picture.png)\n');
    assert.deepEqual(await review.texts(`${ROW} .state`), ['not written']);
  });

  it('loses nothing when the engine dies in a batch of 50, and has a second pass at hand', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `${index}.png`);
    // Large enough for an engine to die while it is busy with one of them.
    for (const [index, name] of names.entries()) await write(name, plainPng(index, 600));
    await write('many.md', names.map((name) => `![](${name})\n`).join('\n'));
    await open(file('many.md'));
    await atLeast(3);
    await killEngine();
    // The interrupted picture is the first that the fresh engine describes. The page lags a few rows behind: so
    // many more are there only when that one is done, and the second death hits another.
    await atLeast((await review.count(DONE)) + 15);
    await killEngine();
    await eventually(async () => {
      assert.deepEqual(await review.texts(`${ROW} .refused`), []);
      assert.equal(await review.count(DONE), 50);
    }, TIMEOUT_MS);
    await closeEverything();
    const started = Date.now();
    await open(file('many.md'));
    await described(50);
    const elapsedMs = Date.now() - started;
    assert.ok(elapsedMs < 10_000, `the second pass took ${elapsedMs} ms`);
  });

  it('goes on after a picture that cost the engine its life twice, and asks for a retry', async () => {
    const names = ['0', '1', '2', '3', '4'].map((name) => `${name}.png`);
    for (const [index, name] of names.entries()) await write(name, plainPng(100 + index));
    await write('some.md', names.map((name) => `![](${name})\n`).join('\n'));
    await vscode.commands.executeCommand('pixelscribe.stopEngine');
    await open(file('some.md'));
    // Loading the models takes longer than seeing the process: both deaths hit the first picture.
    await killEngine();
    await killEngine();
    await atLeast(4);
    const refused = await eventually(async () => {
      const texts = await review.texts(`${ROW} .refused`);
      assert.equal(texts.length, 1);
      return texts;
    });
    assert.match(refused[0]!, /The engine was killed/);
    assert.match((await review.texts(`${ROW}:has(.refused)`))[0]!, /0\.png/);
    await review.click(`${ROW}:has(.refused) button:has-text("Try Again")`);
    await described(5);
  });

  it('can be stopped, and goes on where it was', async () => {
    const picture = await vscode.workspace.fs.readFile(sample('screenshots/export-dialog.png'));
    // What follows the end of a PNG is no part of the picture, but makes it another file.
    for (const name of ['0', '1', '2', '3']) {
      await write(`${name}.png`, Buffer.concat([picture, Buffer.from(name)]));
    }
    await write('some.md', ['0', '1', '2', '3'].map((name) => `![](${name}.png)\n`).join('\n'));
    await open(file('some.md'));
    await review.click('.activity button:has-text("Stop")');
    await review.wait('.activity button:has-text("Describe")');
    const before = await review.count(DONE);
    // The engine is free for others, and what they ask for is not followed by more of the review.
    for (const other of ['screenshots/inventory-py.png', 'screenshots/failing-build.png']) {
      await vscode.commands.executeCommand('pixelscribe.describeImage', sample(other));
      await waitForResult(sample(other));
    }
    assert.equal(await review.count(DONE), before);
    await review.click('.activity button:has-text("Describe")');
    await described(4);
  });

  it('says what it cannot read, and tries again', async () => {
    await write('guide.md', '![](missing.png)\n\n![](https://example.org/a.png)\n');
    await open(file('guide.md'));
    const messages = await eventually(async () => {
      const texts = await review.texts(`${ROW} .refused`);
      assert.equal(texts.length, 2);
      return texts;
    });
    assert.match(messages[0]!, /missing\.png was not found/);
    assert.match(messages[1]!, /nothing is fetched/);
    await write('missing.png', plainPng(200));
    await review.click(`${ROW}:has-text("missing.png") button:has-text("Try Again")`);
    await review.wait(`${ROW}:has-text("missing.png") .status .label`);
  });

  it('reports as Markdown and as SARIF', async () => {
    await write('one.png', plainPng(1));
    await write('guide.md', '# Guide\n\n![](one.png)\n');
    await open(file('guide.md'));
    await described(1);
    const { showSaveDialog } = vscode.window;
    const window = vscode.window as { showSaveDialog: typeof showSaveDialog };
    try {
      for (const [button, name] of [
        ['Markdown', 'report.md'],
        ['SARIF', 'report.sarif'],
      ] as const) {
        window.showSaveDialog = async () => file(name);
        await review.click(`.bar vscode-button:has-text("${button}")`);
        await eventually(() => read(name));
      }
    } finally {
      window.showSaveDialog = showSaveDialog;
    }
    assert.match(await read('report.md'), /1 problem in 1 of 1 document[\s\S]*missing-alt-text/);
    const sarif = JSON.parse(await read('report.sarif')) as {
      runs: { results: { ruleId: string; fixes: unknown[] }[] }[];
    };
    assert.equal(sarif.runs[0]?.results[0]?.ruleId, 'missing-alt-text');
    assert.equal(sarif.runs[0]?.results[0]?.fixes.length, 1);
  });

  it('shows the workspace from the palette, in every theme', async () => {
    await runFromPalette('PixelScribe: Review Alt Text in Workspace');
    await eventually(async () => assert.ok((await review.count(ROW)) >= 2), TIMEOUT_MS);
    await eventually(async () => assert.equal(await review.count('.activity progress'), 0), TIMEOUT_MS);
    const configuration = vscode.workspace.getConfiguration('workbench');
    const present = configuration.get('colorTheme');
    for (const [name, theme] of [
      ['light', 'Light Modern'],
      ['high-contrast', 'Default High Contrast'],
      ['dark', 'Dark Modern'],
    ] as const) {
      await configuration.update('colorTheme', theme, true);
      await eventually(
        async () => assert.equal(await review.evaluate('document.body.dataset.vscodeThemeId'), theme),
        60_000,
      );
      await screenshot(`review-${name}`);
    }
    await configuration.update('colorTheme', present, true);
  });
});
