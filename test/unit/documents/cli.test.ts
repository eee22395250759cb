import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import * as fix from '../../../src/cli/fix';
import * as lint from '../../../src/cli/lint';
import { PixelScribeError } from '../../../src/errors';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('pixelscribe lint and fix', function () {
  this.timeout(20_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pixelscribe-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
  }
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

  async function capture(command: (io: Parameters<typeof lint.run>[1]) => Promise<number>): Promise<Run> {
    let out = '';
    let err = '';
    const io = {
      stdin: Readable.from([]),
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
    };
    const code = await command(io);
    return { code, out, err };
  }
  const runLint = (...argv: string[]) => capture((io) => lint.run(argv, io, { cwd: folder }));

  /** Describes a picture by what its file says; `!` fails, `?` is unsure. */
  const described: string[] = [];
  const describePicture: fix.Describe = async (source) => {
    const content =
      'path' in source ? readFileSync(source.path, 'utf8') : Buffer.from(source.bytes).toString('utf8');
    described.push(content);
    if (content === '!') throw new PixelScribeError('not-an-image', 'It is not an image.');
    return { altText: content, confidence: content.endsWith('?') ? 0.2 : 0.9 };
  };
  const runFix = (...argv: string[]) => {
    described.length = 0;
    return capture((io) => fix.run(argv, io, { cwd: folder, describe: describePicture }));
  };

  describe('lint', () => {
    it('names file, line, column, level and rule, and fails', async () => {
      write({ 'docs/a.md': '# A\n\nText ![](b.png)\n', 'b.html': '<img src="b.png" alt="A door">' });
      const { code, out, err } = await runLint('.');
      assert.equal(code, 1);
      assert.equal(
        out,
        'docs/a.md:3:6: warning: The image “b.png” has no alt text. Describe it, or mark it as decorative. (missing-alt-text)\n',
      );
      assert.equal(err, '1 problem in 2 documents.\n');
    });

    it('is content with good documents', async () => {
      write({ 'a.md': '![A door](a.png)' });
      assert.deepEqual(await runLint('.'), { code: 0, out: '', err: 'No problems in 1 document.\n' });
    });

    it('fails on lesser problems with --check only', async () => {
      write({ 'a.md': '![Image of a door](a.png)' });
      assert.equal((await runLint('.')).code, 0);
      assert.equal((await runLint('--check', '.')).code, 1);
    });

    it('leaves out what .gitignore names, and node_modules', async () => {
      const bad = '![](a.png)';
      write({
        '.git/HEAD': '',
        '.gitignore': 'build/\n*.gen.md\n!keep.gen.md\n',
        'build/a.md': bad,
        'x.gen.md': bad,
        'keep.gen.md': bad,
        'node_modules/p/readme.md': bad,
        'sub/.gitignore': '/local.md\n',
        'sub/local.md': bad,
        'sub/deep/local.md': bad,
      });
      const files = async (...argv: string[]) =>
        (await runLint(...argv)).out
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(':')[0]);
      assert.deepEqual(await files('.'), ['keep.gen.md', 'sub/deep/local.md']);
      assert.deepEqual(await files('sub'), ['sub/deep/local.md']);
      assert.deepEqual(
        await files('build/a.md', 'build/a.md'),
        ['build/a.md'],
        'a file that is named is checked, once',
      );
    });

    it('turns rules off and sets the length', async () => {
      write({ 'a.md': '![](a.png) ![A long text](b.png)' });
      assert.equal((await runLint('--disable', 'missing-alt-text', '.')).out, '');
      assert.match((await runLint('--max-length', '5', '.')).out, /long-alt-text/);
    });

    it('reports as JSON', async () => {
      write({ 'a.md': '![](a.png)' });
      const report = JSON.parse((await runLint('--json', '.')).out) as {
        documents: number;
        problems: Record<string, unknown>[];
      };
      assert.equal(report.documents, 1);
      assert.deepEqual(report.problems[0], {
        file: 'a.md',
        code: 'missing-alt-text',
        severity: 'warning',
        message: 'The image “a.png” has no alt text. Describe it, or mark it as decorative.',
        start: { line: 1, column: 1 },
        end: { line: 1, column: 11 },
        image: 'a.png',
        alt: '',
      });
    });

    it('reports as SARIF', async () => {
      write({ 'my docs/a.md': 'Text\n![image](a.png)' });
      const log = JSON.parse((await runLint('--sarif', '.')).out) as {
        version: string;
        runs: {
          tool: { driver: { rules: { id: string }[] } };
          results: { ruleId: string; ruleIndex: number; level: string; locations: unknown[] }[];
        }[];
      };
      assert.equal(log.version, '2.1.0');
      const [result] = log.runs[0]!.results;
      assert.equal(log.runs[0]!.tool.driver.rules[result!.ruleIndex]!.id, 'placeholder-alt-text');
      assert.deepEqual([result!.ruleId, result!.level], ['placeholder-alt-text', 'warning']);
      assert.deepEqual(result!.locations, [
        {
          physicalLocation: {
            artifactLocation: { uri: 'my%20docs/a.md' },
            region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 8 },
          },
        },
      ]);
    });

    it('reports as Markdown', async () => {
      write({ 'a.md': '![](a.png)' });
      const { out } = await runLint('--markdown', '.');
      assert.match(
        out,
        /^# Alt text\n\n1 problem in 1 of 1 document\.\n\n## a\.md\n\n\| Line \| Image \| Problem \|\n/,
      );
      assert.match(out, /\| 1 \| `a\.png` \| \[missing-alt-text\]\(https:\/\/www\.w3\.org\//);
    });

    it('goes on past documents that it cannot read', async () => {
      write({ 'a.md': Uint8Array.of(0xff, 0xfe, 0x21, 0), 'b.md': '![A door](b.png)', 'c.xyz': 'text' });
      const { code, err } = await runLint('.', 'c.xyz');
      assert.equal(code, 1);
      assert.match(err, /a\.md is not UTF-8/);
      assert.match(err, /c\.xyz is in no language that is known/);
      assert.match(err, /No problems in 1 document/);
    });

    it('explains itself', async () => {
      const { code, out } = await runLint('--help');
      assert.equal(code, 0);
      assert.match(out, /usage: pixelscribe lint/);
      assert.match((await runFix('--help')).out, /usage: pixelscribe fix/);
    });

    it('says what is wrong with a command line', async () => {
      for (const argv of [
        [],
        ['--nope', '.'],
        ['--json', '--sarif', '.'],
        ['--disable', 'x', '.'],
        ['--max-length', 'x', '.'],
      ]) {
        const { code, err } = await runLint(...argv);
        assert.equal(code, 2, argv.join(' '));
        assert.match(err, /usage: pixelscribe lint/);
      }
      const missing = await runLint('nowhere');
      assert.deepEqual(
        [missing.code, missing.err],
        [1, 'pixelscribe lint: nowhere does not exist. Check the path.\n'],
      );
    });
  });

  describe('fix', () => {
    it('writes alt text where there is none, and nothing else', async () => {
      const document = '\ufeff# A\r\n\r\nText ![](<my a.png>) ![Mine](b.png) ![image](b.png)\r\n';
      write({ 'a.md': document, 'my a.png': 'Login dialog', 'b.png': 'Other' });
      const { code, out, err } = await runFix('.');
      assert.equal(code, 0);
      assert.equal(read('a.md'), document.replace('![]', '![Login dialog]'));
      assert.match(out, /→ Login dialog \(90 %\)/);
      assert.equal(err, '1 alt text written in 1 document.\n');
    });

    it('also replaces placeholders and file names when asked to', async () => {
      write({
        'a.md': '![image](a.png) ![b.png](b.png) ![Mine](a.png)',
        'a.png': 'First',
        'b.png': 'Second',
      });
      await runFix('--improve', '.');
      assert.equal(read('a.md'), '![First](a.png) ![Second](b.png) ![Mine](a.png)');
    });

    it('writes nothing with --check, and fails when there is something to do', async () => {
      write({ 'a.md': '![](a.png)', 'a.png': 'Door' });
      const { code, err } = await runFix('--check', '.');
      assert.deepEqual([code, read('a.md')], [1, '![](a.png)']);
      assert.match(err, /1 alt text to write/);
      write({ 'a.md': '![A door](a.png)' });
      assert.equal((await runFix('--check', '.')).code, 0);
    });

    it('puts the edits into the SARIF report', async () => {
      write({ 'a.html': '<img src="a.png">', 'a.png': 'A “door”' });
      const log = JSON.parse((await runFix('--check', '--sarif', '.')).out) as {
        runs: { results: { fixes: unknown[] }[] }[];
      };
      assert.deepEqual(log.runs[0]!.results[0]!.fixes, [
        {
          description: { text: 'Alt text: A “door”' },
          artifactChanges: [
            {
              artifactLocation: { uri: 'a.html' },
              replacements: [
                {
                  deletedRegion: { startLine: 1, startColumn: 17, endLine: 1, endColumn: 17 },
                  insertedContent: { text: ' alt="A “door”"' },
                },
              ],
            },
          ],
        },
      ]);
    });

    it('leaves out what it is not sure of', async () => {
      write({ 'a.md': '![](a.png)', 'a.png': 'A door?' });
      const { code, err } = await runFix('.');
      assert.deepEqual([code, read('a.md')], [0, '![](a.png)']);
      assert.match(err, /1 left out as too unsure/);
      await runFix('--min-confidence', '0.1', '.');
      assert.equal(read('a.md'), '![A door?](a.png)');
    });

    it('goes on past pictures that fail, and says so', async () => {
      write({
        'a.md': '![](no.png) ![](bad.png) ![](https://x.org/a.png) ![](a.png)',
        'bad.png': '!',
        'a.png': 'Door',
      });
      const { code, err } = await runFix('.');
      assert.equal(code, 1);
      assert.equal(read('a.md'), '![](no.png) ![](bad.png) ![](https://x.org/a.png) ![Door](a.png)');
      assert.match(err, /no\.png was not found/);
      assert.match(err, /a\.md: It is not an image\./);
      assert.match(err, /https:\/\/x\.org\/a\.png is on the network/);
      assert.match(err, /1 alt text written in 1 document, 3 failed\./);
    });

    it('describes the same picture once', async () => {
      write({
        'a.md': '![](a.png)\n\n![](copy.png)',
        'b.md': '![](a.png)',
        'a.png': 'Door',
        'copy.png': 'Door',
      });
      await runFix('.');
      assert.deepEqual(described, ['Door']);
      assert.equal(read('b.md'), '![Door](a.png)');
    });

    it('takes pictures from data addresses and notebooks', async () => {
      const data = Buffer.from('Embedded').toString('base64');
      const cell = {
        cell_type: 'markdown',
        attachments: { 'a.png': { 'image/png': data } },
        source: ['![](attachment:a.png)'],
      };
      write({
        'a.html': `<img src="data:image/png;base64,${data}">`,
        'b.ipynb': JSON.stringify({ cells: [cell] }),
      });
      await runFix('.');
      assert.match(read('a.html'), / alt="Embedded">$/);
      const notebook = JSON.parse(read('b.ipynb')) as { cells: { source: string[] }[] };
      assert.deepEqual(notebook.cells[0]!.source, ['![Embedded](attachment:a.png)']);
    });

    it('finds pictures in the project’s served folders', async () => {
      write({ '.git/HEAD': '', 'docs/a.md': '![](/img/a.png)', 'static/img/a.png': 'Door' });
      await runFix('docs');
      assert.equal(read('docs/a.md'), '![Door](/img/a.png)');
    });

    it('leaves a document alone that changes meanwhile', async () => {
      write({ 'a.md': '![](a.png)', 'a.png': 'Door' });
      const slow: fix.Describe = async () => {
        write({ 'a.md': 'Changed. ![](a.png)' });
        return { altText: 'Door', confidence: 1 };
      };
      const { code, err } = await capture((io) => fix.run(['.'], io, { cwd: folder, describe: slow }));
      assert.deepEqual([code, read('a.md')], [1, 'Changed. ![](a.png)']);
      assert.match(err, /changed while its images were described/);
    });

    it('keeps what is done when it is interrupted', async () => {
      write({ 'a.md': '![](a.png)', 'b.md': '![](b.png)', 'a.png': 'A', 'b.png': 'B' });
      const controller = new AbortController();
      const interrupted: fix.Describe = async (source, signal) => {
        if ('path' in source && source.path.endsWith('b.png'))
          controller.abort(new PixelScribeError('cancelled', 'Cancelled.'));
        signal.throwIfAborted();
        return { altText: 'First', confidence: 1 };
      };
      const options = { cwd: folder, describe: interrupted, signal: controller.signal };
      const { code, err } = await capture((io) => fix.run(['.'], io, options));
      assert.equal(code, 1);
      assert.deepEqual([read('a.md'), read('b.md')], ['![First](a.png)', '![](b.png)']);
      assert.match(err, /Cancelled\./);
    });

    it('keeps links to files as links', async () => {
      write({ 'real/a.md': '![](../a.png)', 'a.png': 'Door' });
      symlinkSync(path.join(folder, 'real/a.md'), path.join(folder, 'link.md'));
      write({ 'a.png': 'Door' });
      await runFix('real/a.md');
      assert.equal(read('link.md'), '![Door](../a.png)');
    });
  });
});
