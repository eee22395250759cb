/** The command line as a user runs it: the built file in a process of its own. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const ROOT = join(__dirname, '..', '..');
const CLI = join(ROOT, 'dist/cli.js');
const TERMINAL = join(ROOT, 'test/fixtures/pictures/terminal-npm-error.png');

async function pixelscribe(args: string[], stdin?: string) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  if (stdin) createReadStream(stdin).pipe(child.stdin);
  else child.stdin.end();
  const read = async (stream: NodeJS.ReadableStream) => {
    let text = '';
    for await (const chunk of stream) text += chunk;
    return text;
  };
  const [stdout, stderr, code] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { stdout, stderr, code };
}

describe('pixelscribe', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pixelscribe-'));
  });

  it('text prints the text in reading order', async () => {
    const { stdout, stderr, code } = await pixelscribe(['text', TERMINAL]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree/);
  });

  it('lint reads documents of every kind, notebooks too', async () => {
    const cell = { cell_type: 'markdown', metadata: {}, source: ['![](a.png)'] };
    const notebook = join(folder, 'cells.ipynb');
    await writeFile(
      notebook,
      JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    const files = Object.entries({
      'a.md': '![](a.png)',
      'a.mdx': '![](a.png)',
      'a.html': '<img src="a.png">',
      'a.tsx': 'const a = <img src="a.png" />;',
      'a.vue': '<template><img src="a.png"></template>',
      'a.svelte': '<img src="a.png">',
      'a.adoc': 'image::a.png[]',
      'a.rst': '.. image:: a.png',
      'a.typ': '#image("a.png")',
      'a.tex': '\\includegraphics{a.png}',
      'a.org': '[[file:a.png]]',
    });
    for (const [name, text] of files) await writeFile(join(folder, name), `${text}\n`);
    const paths = [notebook, ...files.map(([name]) => join(folder, name))];
    const { stdout, stderr, code } = await pixelscribe(['lint', ...paths]);
    assert.deepEqual([stderr, code], ['12 problems in 12 documents.\n', 1]);
    for (const path of paths) assert.ok(stdout.includes(basename(path)), `${path} is missing in ${stdout}`);
  });

  it('describe --json prints one object a line for each file', async () => {
    const { stdout, code } = await pixelscribe(['describe', '--json', TERMINAL, TERMINAL]);
    assert.equal(code, 0);
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(results.length, 2);
    const [result] = results;
    assert.deepEqual(
      [result.file, result.kind, result.widthPx, result.heightPx],
      [TERMINAL, 'terminal', 640, 272],
    );
    assert.match(result.altText, /ERESOLVE.*\.$/);
    assert.ok(result.altText.length >= 40 && result.altText.length <= 150, result.altText);
    assert.ok(result.description.length > result.altText.length);
    assert.ok(result.lines.length >= 9);
    for (const { text, confidence, polygon } of result.lines) {
      assert.equal(typeof text, 'string');
      assert.ok(confidence > 0 && confidence <= 1);
      assert.equal(polygon.length, 4);
    }
    assert.ok(result.ms > 0 && typeof result.model === 'string');
  });

  it('- reads the picture from standard input', async () => {
    const { stdout, code } = await pixelscribe(['text', '-'], TERMINAL);
    assert.equal(code, 0);
    assert.match(stdout, /ERESOLVE/);
  });

  it('reads the other files when one fails, reports it with a code, and exits with 1', async () => {
    const cut = join(folder, 'cut.png');
    await writeFile(cut, (await readFile(TERMINAL)).subarray(0, 9000));
    const missing = join(folder, 'missing.png');
    const { stdout, stderr, code } = await pixelscribe(['text', '--json', cut, missing, TERMINAL]);
    assert.equal(code, 1);
    assert.equal(stdout.trimEnd().split('\n').length, 1);
    assert.match(stderr, /image-truncated: .*cut\.png/);
    assert.match(stderr, /file-not-found: .*missing\.png/);
  });

  for (const args of [[], ['paint'], ['text'], ['text', '--colour', 'a.png']]) {
    it(`explains its use after “pixelscribe ${args.join(' ')}” and exits with 2`, async () => {
      const { stderr, stdout, code } = await pixelscribe(args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /usage:/);
    });
  }

  it('mcp offers the tools and keeps to its root', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const args = [CLI, 'mcp', '--root', join(ROOT, 'test/fixtures/pictures')];
    await client.connect(new StdioClientTransport({ command: process.execPath, args }));
    try {
      const { tools } = await client.listTools();
      assert.deepEqual(
        tools.map(({ name }) => name),
        ['describe_image', 'extract_image_text', 'read_diagram_image', 'image_to_latex'],
      );
      const call = async (name: string, path: string) => {
        const result = await client.callTool({ name, arguments: { path } });
        return { isError: result.isError ?? false, text: (result.content as [{ text: string }])[0].text };
      };
      const read = await call('extract_image_text', TERMINAL);
      assert.equal(read.isError, false);
      assert.match(read.text, /ERESOLVE unable to resolve/);
      const none = await call('image_to_latex', TERMINAL);
      assert.equal(none.isError, true);
      assert.match(none.text, /No formula was found in the image.*extract_image_text/);
      const refused = await call('describe_image', join(ROOT, 'media/icon.png'));
      assert.equal(refused.isError, true);
      assert.match(refused.text, /outside of the workspace/);
    } finally {
      await client.close();
    }
  });
});
