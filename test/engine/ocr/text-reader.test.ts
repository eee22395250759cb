import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeImage } from '../../../src/engine/image/decode';
import type { Raster } from '../../../src/engine/image/raster';
import { TextReader } from '../../../src/engine/ocr';
import type { PixelScribeError } from '../../../src/errors';

const root = join(__dirname, '..', '..', '..');
const picture = (name: string): string => join(__dirname, 'pictures', name);

const CODE = `import { readFile } from 'node:fs/promises';

export async function countWords(path) {
    const text = await readFile(path, 'utf8');
    const counts = new Map();
    for (const word of text.split(/\\s+/)) {
        if (word.length > 2) {
            counts.set(word, (counts.get(word) ?? 0) + 1);
        }
    }
    return counts;
}`;

/** Character errors a reading may have: a fixture has a few hundred characters. */
function assertAlmost(actual: string, expected: string, allowed: number): void {
  const row = Array.from({ length: expected.length + 1 }, (_, j) => j);
  for (let i = 1; i <= actual.length; i++) {
    let corner = row[0]!;
    row[0] = i;
    for (let j = 1; j <= expected.length; j++) {
      const replaced = corner + (actual[i - 1] === expected[j - 1] ? 0 : 1);
      corner = row[j]!;
      row[j] = Math.min(replaced, row[j]! + 1, row[j - 1]! + 1);
    }
  }
  const errors = row.at(-1)!;
  assert.ok(errors <= allowed, `${errors} character errors, ${allowed} allowed:\n${actual}`);
}

function blank(widthPx: number, heightPx: number, level = 255): Raster {
  return { data: new Uint8Array(widthPx * heightPx * 3).fill(level), widthPx, heightPx };
}

/** The picture in the middle of a larger one of its corner's colour. */
function onCanvas(small: Raster, widthPx: number, heightPx: number): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < data.length; i++) data[i] = small.data[i % 3]!;
  const left = Math.floor((widthPx - small.widthPx) / 2);
  const top = Math.floor((heightPx - small.heightPx) / 2);
  for (let y = 0; y < small.heightPx; y++) {
    const row = small.data.subarray(y * small.widthPx * 3, (y + 1) * small.widthPx * 3);
    data.set(row, ((top + y) * widthPx + left) * 3);
  }
  return { data, widthPx, heightPx };
}

describe('text extraction', function () {
  this.timeout(120_000);
  const reader = new TextReader(join(root, 'models'));
  after(() => reader.dispose());
  const read = async (name: string) => reader.read(await decodeImage({ path: picture(name) }));

  it('reads dark code with its indentation and blank lines', async () => {
    const { text, lines } = await read('code-dark.png');
    assertAlmost(text, CODE, 4);
    assert.ok(lines.every(({ fixedPitch }) => fixedPitch));
  });

  it('keeps the columns of a terminal listing', async () => {
    const { text } = await read('terminal-light.png');
    assertAlmost(
      text,
      [
        'user@host:~/app$ ls -l src',
        'total 24',
        '-rw-r--r--  1 user staff   1834 Nov 12 09:41 client.ts',
        '-rw-r--r--  1 user staff  20417 Nov  3 17:05 protocol.ts',
        'drwxr-xr-x  4 user staff    128 Oct 28 11:20 panel',
        'user@host:~/app$ npm test',
        '  312 passing (4s)',
      ].join('\n'),
      4,
    );
  });

  it('reads two columns one after the other', async () => {
    const { text } = await read('columns.png');
    const flat = text.replace(/\s+/g, ' ');
    assert.match(flat, /^The harbour was quiet in the early morning\. Two boats/);
    assert.match(flat, /until the nets had been unloaded\. In the market the first stalls were opening\./);
    assert.match(flat, /The clock on the town hall struck seven\.$/);
  });

  it('reads a table row by row', async () => {
    const { lines } = await read('table.png');
    assert.deepEqual(
      lines.map(({ text }) => text.split(/\s{2,}/)),
      [
        ['Package', 'Version', 'Licence'],
        ['esbuild', '0.25.1', 'MIT'],
        ['mocha', '11.8.0', 'MIT'],
        ['sharp', '0.34.5', 'Apache-2.0'],
      ],
    );
  });

  it('reads small text of a user interface', async () => {
    const { text } = await read('small-ui-2x.png');
    assert.match(text, /File\s+Edit\s+Selection\s+View/);
    assert.match(text, /Restart to update settings\?/);
  });

  it('says where each line is, and how sure it is', async () => {
    const { lines } = await read('code-dark.png');
    const first = lines[0]!;
    const [topLeft, , bottomRight] = first.polygon;
    assert.ok(Math.abs(topLeft.x - 14) < 6 && Math.abs(topLeft.y - 14) < 8, JSON.stringify(first.polygon));
    assert.ok(bottomRight.y - topLeft.y > 12 && bottomRight.y - topLeft.y < 30);
    assert.ok(first.confidence > 0.9 && first.confidence <= 1);
    assert.ok(first.words.some(({ text }) => text === 'import'));
  });

  for (const degrees of [90, 180, 270] as const) {
    it(`reads text turned by ${degrees} degrees, with boxes in the turned picture`, async () => {
      const upright = await sharp(picture('code-dark.png'))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const bytes = await sharp(picture('code-dark.png')).rotate(degrees).png().toBuffer();
      const raster = await decodeImage({ bytes, name: 'turned' });
      const { text, lines, orientation } = await reader.read(raster);
      assertAlmost(text, CODE, 8);
      assert.equal(orientation, 360 - degrees);
      const [first] = lines[0]!.polygon;
      const expected = { 90: [upright.info.height - 14, 14], 180: [606, 246], 270: [14, 606] }[degrees];
      assert.ok(Math.hypot(first.x - expected[0]!, first.y - expected[1]!) < 12, JSON.stringify(first));
    });
  }

  it('reads text that slopes by three degrees', async () => {
    const bytes = await sharp(picture('columns.png')).rotate(3, { background: '#fff' }).png().toBuffer();
    const { text, skewDegrees } = await reader.read(await decodeImage({ bytes, name: 'sloping' }));
    assert.ok(Math.abs(skewDegrees - 3) < 0.6, `measured ${skewDegrees}`);
    assert.match(text.replace(/\s+/g, ' '), /The harbour was quiet in the early morning/);
  });

  it('finds no lines where there is no text', async () => {
    for (const raster of [
      blank(1, 1),
      blank(640, 480),
      blank(640, 480, 0),
      blank(20_000, 10),
      blank(10, 20_000),
    ]) {
      const { text, lines } = await reader.read(raster);
      assert.deepEqual([text, lines.length], ['', 0], `${raster.widthPx}×${raster.heightPx}`);
    }
  });

  it('stops when asked to', async () => {
    const raster = await decodeImage({ path: picture('code-dark.png') });
    const controller = new AbortController();
    const reading = reader.read(raster, controller.signal, () => controller.abort());
    await assert.rejects(reading, { name: 'AbortError' });
    assertAlmost((await reader.read(raster)).text, CODE, 4);
  });

  it('tells how far it has come, never backwards', async () => {
    const seen: number[] = [];
    await reader.read(await decodeImage({ path: picture('code-dark.png') }), undefined, (done) =>
      seen.push(done),
    );
    assert.ok(seen.length > 1);
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    assert.ok(seen.every((done) => done > 0 && done <= 1));
  });

  it('reads a large page side by side, and loses nothing when those processes are killed', async function () {
    if (availableParallelism() === 1) this.skip();
    const small = await decodeImage({ path: picture('code-dark.png') });
    const large = onCanvas(small, 1280, 800);
    const beside = new TextReader(join(root, 'models'));
    try {
      const expected = (await beside.read(large)).text;
      assertAlmost(expected, CODE, 6);
      const running = await beside.processIds();
      assert.ok(running.length >= 2, `${running.length} processes`);

      const second = beside.read(large);
      for (const id of running) process.kill(id, 'SIGKILL');
      assert.equal((await second).text, expected);
      assert.equal((await beside.read(large)).text, expected);
      const anew = await beside.processIds();
      assert.ok(anew.length >= 2 && anew.every((id) => !running.includes(id)), 'other processes took over');
    } finally {
      await beside.dispose();
    }
    assert.deepEqual(await beside.processIds(), []);
  });

  it('names a missing or damaged model and the next step', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ocr-'));
    try {
      const raster = blank(64, 64);
      const missing = new TextReader(folder).read(raster);
      await assert.rejects(
        missing,
        (e: PixelScribeError) => e.code === 'model-missing' && /Install/.test(e.message),
      );

      await mkdir(join(folder, 'ocr'));
      for (const name of ['detector.onnx', 'recogniser.onnx', 'alphabet.txt']) {
        await writeFile(join(folder, 'ocr', name), 'not a model');
      }
      const damaged = new TextReader(folder).read(raster);
      await assert.rejects(
        damaged,
        (e: PixelScribeError) => e.code === 'model-damaged' && /detector/.test(e.message),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
