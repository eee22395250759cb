/**
 * How long a pasted picture takes until its markup is in the document, and on the screen, in a real VS Code:
 *
 *     npm run bench:paste                            # 20 pastes a case; PIXELSCRIBE_BENCH_PASTES sets another number
 *
 * Prints one line of JSON a case. The time begins with the key in the page; its clock and the extension host's are the
 * same machine's. Every picture is drawn anew, so that nothing is known about it, but for the case that says otherwise.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, EXTENSION_ID } from '../../test/extension/actions';
import { DESCRIBED_MS, openDocument } from '../../test/extension/alt-text';
import { ask, eventually, press, screenshot, workbench } from '../../test/extension/window';

const PASTES = Number(process.env.PIXELSCRIBE_BENCH_PASTES ?? 20);
const PLACEHOLDER = 'Describing image…';

/** A dialog with some text, of the size of a small screenshot, on the clipboard. */
const copyDrawing = (seed: number) =>
  workbench.evaluate(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 600 });
    const context = canvas.getContext('2d');
    context.fillStyle = '#f3f3f3';
    context.fillRect(0, 0, 900, 600);
    context.fillStyle = '#222';
    context.font = '22px sans-serif';
    for (let line = 0; line < 12; line++) context.fillText('Report ${seed}, line ' + line + ' of the table', 40, 60 + line * 42);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  })()`);

/** Notes in the page when the key goes down and when the markup is drawn; both as milliseconds since 1970. */
const watchPage = () =>
  workbench.evaluate(`(() => {
    window.pixelscribeBench?.stop();
    const watch = { key: 0, drawn: 0 };
    const onKey = (event) => { if (event.code === 'KeyV' && watch.key === 0) watch.key = performance.timeOrigin + performance.now(); };
    const observer = new MutationObserver(() => {
      const text = document.querySelector('.editor-instance .view-lines')?.textContent ?? '';
      if (watch.drawn === 0 && text.includes('![')) watch.drawn = performance.timeOrigin + performance.now();
    });
    addEventListener('keydown', onKey, true);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    watch.stop = () => { removeEventListener('keydown', onKey, true); observer.disconnect(); };
    window.pixelscribeBench = watch;
  })()`);

interface Times {
  readonly textMs: number;
  readonly screenMs: number;
}

async function paste(name: string): Promise<Times> {
  const { document } = await openDocument(name, '\n');
  // The first document of a language activates the extension; until then the editor pastes text alone.
  await eventually(() => assert.ok(vscode.extensions.getExtension(EXTENSION_ID)!.isActive));
  // A window that has just opened may still hold the focus elsewhere.
  await eventually(async () =>
    assert.ok(await workbench.evaluate("document.activeElement?.closest('.editor-instance') !== null")),
  );
  let changedAt = 0;
  const listener = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && changedAt === 0 && document.getText().includes('![')) {
      changedAt = performance.timeOrigin + performance.now();
    }
  });
  try {
    await watchPage();
    await press('ControlOrMeta+V');
    const page = await eventually(async () => {
      const { key, drawn } = await workbench.evaluate<{ key: number; drawn: number }>(
        '({ key: pixelscribeBench.key, drawn: pixelscribeBench.drawn })',
      );
      assert.ok(
        key > 0 && drawn > 0 && changedAt > 0,
        JSON.stringify({ key, drawn, changedAt, text: document.getText() }),
      );
      return { key, drawn };
    }, DESCRIBED_MS);
    return { textMs: changedAt - page.key, screenMs: page.drawn - page.key };
  } finally {
    listener.dispose();
  }
}

const filled = (text: () => string) =>
  eventually(() => assert.doesNotMatch(text(), new RegExp(`${PLACEHOLDER}|^\\s*$`)), DESCRIBED_MS);

async function report(what: string, times: readonly Times[]): Promise<void> {
  const of = (pick: (one: Times) => number) => {
    const sorted = times.map(pick).sort((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
    return { median: at(0.5), p95: at(0.95), max: at(1) };
  };
  const late = times.filter(({ textMs }) => textMs > 300).length;
  const result = {
    what,
    pastes: times.length,
    textMs: of((one) => one.textMs),
    screenMs: of((one) => one.screenMs),
  };
  await ask({ do: 'report', line: JSON.stringify({ ...result, over300Ms: late }) });
}

describe('paste', function () {
  this.timeout(PASTES * 120_000);
  let drawings = 0;
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await screenshot('bench-failed');
    await closeEverything();
  });

  const run = async (what: string, before: () => Promise<unknown>) => {
    const times: Times[] = [];
    for (let n = 0; n < PASTES; n++) {
      await before();
      times.push(await paste(`paste-${n}.md`));
      await filled(() => vscode.window.activeTextEditor?.document.getText() ?? '');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await report(what, times);
  };

  it('of pictures that are new', async () => {
    // The first paste loads the parsers and starts the engine.
    await copyDrawing(++drawings);
    const first = await paste('paste-first.md');
    await filled(() => vscode.window.activeTextEditor?.document.getText() ?? '');
    await report('first paste in a window', [first]);
    await run('new picture', () => copyDrawing(++drawings));
  });

  it('of a picture that was described before', async () => {
    await run('known picture', async () => copyDrawing(1));
  });
});
