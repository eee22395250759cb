import assert from 'node:assert/strict';
import { asPanelState } from '../../../src/panel/entries';
import { panelHtml } from '../../../src/panel/html';
import { asHostMessage, asPageMessage } from '../../../src/panel/messages';
import { fill, panelStrings } from '../../../src/panel/strings';
import { codeEntry, entry } from '../../webview/samples';

describe('messages of the panel', () => {
  it('lets every well-formed message through', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'select', id: 'a' },
      { type: 'action', id: 'a', index: 0 },
      { type: 'edit', id: 'a', drafts: { altTextDraft: '' } },
      { type: 'insert', text: 'x' },
    ]) {
      assert.equal(asPageMessage(message), message);
    }
    for (const message of [
      { type: 'entries', entries: [codeEntry, entry('a.png')], selected: codeEntry.id },
      { type: 'entry', entry: codeEntry },
      { type: 'notice', level: 'info', text: 'Copied.' },
    ]) {
      assert.equal(asHostMessage(message), message);
    }
  });

  it('drops what is not one', () => {
    for (const message of [
      undefined,
      'ready',
      {},
      { type: 'select' },
      { type: 'action', id: 'a', index: 0.5 },
      { type: 'action', id: 'a', command: 'rm' },
      { type: 'copy', text: 1 },
      { type: 'edit', id: 'a', drafts: { source: 'file:///elsewhere.png' } },
    ]) {
      assert.equal(asPageMessage(message), undefined);
    }
    const { result } = codeEntry;
    for (const broken of [
      { ...codeEntry, result: undefined },
      { ...codeEntry, state: 'failed' },
      { ...codeEntry, state: 'great' },
      { ...codeEntry, result: { ...result, kind: 'painting' } },
      { ...codeEntry, result: { ...result, widthPx: Number.NaN } },
      { ...codeEntry, task: 'latex' },
      { ...codeEntry, latexDraft: 1 },
      { ...codeEntry, result: { ...result, lines: [{ text: 'x', confidence: 1, polygon: [] }] } },
    ]) {
      assert.equal(asHostMessage({ type: 'entry', entry: broken }), undefined);
    }
  });

  it('restores the entries of a state that are whole', () => {
    assert.deepEqual(asPanelState({ version: 1, entries: [codeEntry, { id: 'half' }], selected: 'x' }), {
      version: 1,
      entries: [codeEntry],
      selected: 'x',
    });
    for (const state of [undefined, null, 'x', { version: 2, entries: [codeEntry] }, { version: 1 }]) {
      assert.deepEqual(asPanelState(state), { version: 1, entries: [] });
    }
  });
});

describe("the panel's page", () => {
  const html = panelHtml({
    page: 'panel',
    title: 'Results',
    nonce: 'abc',
    cspSource: 'https://csp.test',
    scriptUri: 'https://csp.test/panel.js?"><script>',
    styleUri: 'https://csp.test/panel.css',
    language: 'de',
    strings: panelStrings({ t: (message) => `<${message}>` }),
  });

  it('allows nothing by default and no inline script or style', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /script-src 'nonce-abc';/);
    assert.doesNotMatch(policy, /unsafe/);
  });

  it('escapes what comes from outside', () => {
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /lang="de"/);
    assert.match(html, /data-strings="\{&quot;pictures&quot;/);
  });

  it('fills placeholders', () => {
    assert.equal(fill('{0} of {1}, {0}', 1, 'two'), '1 of two, 1');
    assert.equal(fill('{2}', 1), '{2}');
  });
});
