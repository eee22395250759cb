/** Models in a real VS Code: the list, consent, download through the editor's proxy, verification, removal. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { HubServer, ProxyServer } from '../../unit/models/hub-server';
import { clickInNotification, closeEverything, notifications } from '../actions';
import { eventually, press, screenshot, workbench } from '../window';

const ROW = '.quick-input-widget .monaco-list-row';
const SMOLVLM = 'smolvlm-256m';
const WEIGHTS = 'onnx/decoder_model_merged_q4.onnx';

interface Question {
  readonly message: string;
  readonly detail: string;
}

describe('models', () => {
  const window = vscode.window as { -readonly [K in keyof typeof vscode.window]: (typeof vscode.window)[K] };
  const { showWarningMessage, showInformationMessage, showErrorMessage } = vscode.window;
  let folder: string;
  let hub: HubServer;
  let proxy: ProxyServer | undefined;
  let questions: Question[];
  let closing: string[];

  /** Modal dialogs do not open in test runs: answers the question whose button has these words. */
  function answer(button: string | undefined): void {
    window.showWarningMessage = async (message: string, ...rest: unknown[]) => {
      const [{ detail = '' }, ...buttons] = rest as [vscode.MessageOptions, ...string[]];
      questions.push({ message, detail });
      return buttons.find((label) => label === button) as never;
    };
  }

  const set = (key: string, value: unknown) =>
    vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);

  before(async () => {
    const extension = vscode.extensions.getExtension('pixelscribe.pixelscribe');
    assert.ok(extension);
    await extension.activate();
    const catalogue = JSON.parse(
      await readFile(path.join(extension.extensionPath, 'models', 'catalogue.json'), 'utf8'),
    );
    const smolvlm = catalogue.models.find(({ id }: { id: string }) => id === SMOLVLM);
    hub = await new HubServer(smolvlm.source.repo, smolvlm.source.revision).start();
    const parts: { path: string }[] = Object.values(smolvlm.parts).flatMap((variants) =>
      Object.values(variants as Record<string, { path: string }>),
    );
    for (const { path: file } of [...smolvlm.files, ...parts]) {
      hub.files.set(file, randomBytes(file === WEIGHTS ? 400_000 : 3000));
    }
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pixelscribe-models-'));
    questions = [];
    closing = [];
    hub.log.length = 0;
    const remember = async (message: string) => {
      closing.push(message);
      return undefined as never;
    };
    window.showInformationMessage = remember;
    window.showErrorMessage = remember;
    await set('pixelscribe.models.folder', folder);
    await set('pixelscribe.models.mirror', hub.url);
  });
  afterEach(async () => {
    Object.assign(window, { showWarningMessage, showInformationMessage, showErrorMessage });
    hub.pauseMs = 0;
    hub.faults.clear();
    await set('pixelscribe.models.folder', undefined);
    await set('pixelscribe.models.mirror', undefined);
    await set('http.proxy', undefined);
    await proxy?.stop();
    proxy = undefined;
    await rm(folder, { recursive: true, force: true });
  });
  after(() => hub.stop());

  const install = (id: string) => vscode.commands.executeCommand('pixelscribe.models.install', id);
  /** Opens the list and one model's actions, and chooses one. */
  async function act(title: string, action: string): Promise<void> {
    const done = vscode.commands.executeCommand('pixelscribe.models.manage');
    await workbench.click(`${ROW}:has-text("${title}")`);
    await workbench.click(`${ROW}:has-text("${action}")`);
    await done;
  }

  it('lists what ships, what can be downloaded, its size and its terms', async () => {
    const done = vscode.commands.executeCommand('pixelscribe.models.manage');
    await workbench.wait(`${ROW}:has-text("FastVLM")`);
    const rows = (await workbench.texts(ROW)).map((row) => row.replaceAll(/\s+/g, ' ')).join('\n');
    assert.match(rows, /FastVLM 0\.5B ?about 8\d\d MB, research only/);
    assert.match(rows, /SmolVLM 256M ?about 1\d\d MB, cannot be run yet, Apache License 2\.0/);
    assert.match(rows, /Import from Folder/);
    await screenshot('models-list');
    await press('Escape');
    await done;
  });

  it('downloads nothing of FastVLM without consent to the research licence', async () => {
    answer(undefined);
    const done = install('fastvlm-0.5b');
    await workbench.click(`${ROW}:has-text("Standard")`);
    await done;
    assert.equal(questions.length, 1);
    const [{ message, detail }] = questions as [Question];
    assert.match(message, /Download FastVLM 0\.5B \(about 854 MB\)\?/);
    assert.match(detail, /2\.2 GB of memory.*research purposes only.*commercial use.*LICENSE_MODEL/is);
    assert.deepEqual(hub.log, []);
    assert.ok(!existsSync(path.join(folder, 'fastvlm-0.5b')));
  });

  it('downloads, shows progress, verifies, mends and removes', async () => {
    answer('Download');
    hub.pauseMs = 60;
    hub.fault(WEIGHTS, { kind: 'cut', after: 200_000 });
    const done = install(SMOLVLM);
    await eventually(async () => {
      assert.match((await notifications()).join(), /Installing SmolVLM 256M.*\d+ % of \d+ kB/);
    });
    await screenshot('models-progress');
    await done;
    assert.deepEqual(closing, ['SmolVLM 256M is installed.']);
    assert.match(questions[0]?.detail ?? '', /cannot run this model yet/);
    assert.ok(hub.requestsFor(WEIGHTS)[1]?.range, 'the cut download went on');
    const weights = path.join(folder, SMOLVLM, WEIGHTS);
    assert.ok((await readFile(weights)).equals(hub.files.get(WEIGHTS)!));

    closing = [];
    await act('SmolVLM', 'Verify');
    assert.deepEqual(closing, ['SmolVLM 256M is in good order.']);
    await writeFile(weights, randomBytes(400_000));
    closing = [];
    await act('SmolVLM', 'Verify');
    assert.deepEqual(closing, [`SmolVLM 256M is damaged: ${WEIGHTS}.`]);
    hub.log.length = 0;
    await act('SmolVLM', 'Repair');
    assert.ok((await readFile(weights)).equals(hub.files.get(WEIGHTS)!));
    assert.deepEqual(
      hub.log.map(({ path: file }) => file).filter((file) => !file.startsWith('/api/')),
      [WEIGHTS],
    );
    closing = [];
    await act('SmolVLM', 'Remove');
    assert.match(closing.join(), /SmolVLM 256M is removed: 42\d kB freed/);
    assert.ok(!existsSync(weights));
  });

  it('cancels from the notification, and keeps what has arrived', async () => {
    answer('Download');
    hub.pauseMs = 200;
    const done = install(SMOLVLM);
    await eventually(() => assert.ok(existsSync(path.join(folder, '.partial', SMOLVLM, `${WEIGHTS}.part`))));
    await clickInNotification('Cancel');
    await done;
    assert.deepEqual(closing, []);
    assert.ok(existsSync(path.join(folder, '.partial', SMOLVLM, `${WEIGHTS}.part`)));
    assert.ok(!existsSync(path.join(folder, SMOLVLM)));
  });

  it('says what to do when the hub refuses', async () => {
    answer('Download');
    hub.fault('config.json', { kind: 'status', status: 403 });
    await install(SMOLVLM);
    assert.match(closing.join(), /refuses to hand out SmolVLM 256M \(403\).*import the model from a folder/);
  });

  it('goes through the proxy of the editor’s settings', async () => {
    answer('Download');
    proxy = await new ProxyServer().start();
    await set('http.proxy', proxy.url);
    // Loopback never goes through a proxy; this name exists only there.
    await set('pixelscribe.models.mirror', `http://models.test:${hub.port}`);
    await install(SMOLVLM);
    assert.deepEqual(closing, ['SmolVLM 256M is installed.']);
    assert.ok(proxy.requests.length > 0);
  });

  it('leads from offline work to FastVLM in a walkthrough', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAuxiliaryBar');
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'pixelscribe.pixelscribe#start');
    const step = '.getting-started-step';
    await workbench.wait(step);
    assert.equal(await workbench.count(step), 4);
    for (const [index, title] of [
      'Describe a picture',
      'Take the text',
      'Install FastVLM',
      'Proxy',
    ].entries()) {
      await workbench.click(`${step}:has-text("${title}")`);
      await eventually(async () => {
        assert.match((await workbench.texts(`${step}.expanded`)).join(), new RegExp(title));
      });
      await screenshot(`walkthrough-${index + 1}`);
    }
    await closeEverything();
  });
});
