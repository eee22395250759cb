import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { decodeImage } from '../../../src/engine/image/decode';
import type { Raster } from '../../../src/engine/image/raster';

const pixel = ({ data, widthPx }: Raster, x: number, y: number) => [
  ...data.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3),
];
const near = (actual: number[], expected: number[], tolerance: number) =>
  assert.ok(
    actual.every((value, i) => Math.abs(value - expected[i]!) <= tolerance),
    `${actual} is not within ${tolerance} of ${expected}`,
  );

/** 40×30, left half red, right half blue. */
function halves(): Sharp {
  const data = Buffer.alloc(40 * 30 * 3);
  for (let i = 0; i < 40 * 30; i++) data[i * 3 + (i % 40 < 20 ? 0 : 2)] = 255;
  return sharp(data, { raw: { width: 40, height: 30, channels: 3 } });
}

/** An uncompressed 24-bit BMP of the same picture. */
async function halvesBmp(): Promise<Buffer> {
  const rgb = await halves().raw().toBuffer();
  const rowBytes = 40 * 3;
  const file = Buffer.alloc(54 + rowBytes * 30);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(40, 18);
  file.writeInt32LE(30, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < 30; y++) {
    for (let x = 0; x < 40; x++) {
      const [from, to] = [(y * 40 + x) * 3, 54 + (29 - y) * rowBytes + x * 3];
      file[to] = rgb[from + 2]!;
      file[to + 1] = rgb[from + 1]!;
      file[to + 2] = rgb[from]!;
    }
  }
  return file;
}

const FORMATS: Record<string, () => Promise<Buffer>> = {
  png: () => halves().png().toBuffer(),
  jpeg: () => halves().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
  gif: () => halves().gif().toBuffer(),
  webp: () => halves().webp({ lossless: true }).toBuffer(),
  avif: () => halves().avif({ quality: 90 }).toBuffer(),
  tiff: () => halves().tiff().toBuffer(),
  bmp: halvesBmp,
};

describe('decodeImage', () => {
  for (const [format, encode] of Object.entries(FORMATS)) {
    it(`reads ${format}`, async () => {
      const raster = await decodeImage({ bytes: await encode(), name: `a.${format}` });
      assert.deepEqual([raster.widthPx, raster.heightPx, raster.data.length], [40, 30, 3600]);
      near(pixel(raster, 5, 15), [255, 0, 0], 12);
      near(pixel(raster, 35, 15), [0, 0, 255], 12);
    });

    it(`says that a cut-off ${format} is damaged, and names it`, async () => {
      const whole = await encode();
      const bytes = whole.subarray(0, Math.floor(whole.length * 0.6));
      await assert.rejects(decodeImage({ bytes, name: `cut.${format}` }), {
        code: 'image-truncated',
        message: new RegExp(`cut\\.${format}`),
      });
    });
  }

  it('reads an SVG, enlarged so that small text can be read', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><rect width="50" height="50" fill="#f00"/></svg>';
    const raster = await decodeImage({ bytes: Buffer.from(svg), name: 'a.svg' });
    assert.deepEqual([raster.widthPx, raster.heightPx], [400, 200]);
    assert.deepEqual(pixel(raster, 10, 10), [255, 0, 0]);
    assert.deepEqual(pixel(raster, 390, 10), [255, 255, 255]);
  });

  it('turns a photo the way its EXIF orientation says', async () => {
    const bytes = await halves().withMetadata({ orientation: 6 }).png().toBuffer();
    const raster = await decodeImage({ bytes, name: 'turned.png' });
    assert.deepEqual([raster.widthPx, raster.heightPx], [30, 40]);
    assert.deepEqual(pixel(raster, 15, 5), [255, 0, 0]);
  });

  it('reads grey, 16-bit, palette and CMYK pictures as 8-bit RGB', async () => {
    const variants = [
      await halves().greyscale().png().toBuffer(),
      await halves().toColourspace('rgb16').png().toBuffer(),
      await halves().png({ palette: true }).toBuffer(),
      await halves().toColourspace('cmyk').jpeg().toBuffer(),
    ];
    for (const bytes of variants) {
      const raster = await decodeImage({ bytes, name: 'variant' });
      assert.equal(raster.data.length, 3600);
    }
  });

  it('lays dark drawings on white and light drawings on dark', async () => {
    const drawing = (value: number) => {
      const data = Buffer.alloc(20 * 20 * 4);
      for (let i = 0; i < 60; i++) data.set([value, value, value, 255], i * 4);
      return sharp(data, { raw: { width: 20, height: 20, channels: 4 } })
        .png()
        .toBuffer();
    };
    const dark = await decodeImage({ bytes: await drawing(0), name: 'dark.png' });
    const light = await decodeImage({ bytes: await drawing(255), name: 'light.png' });
    assert.deepEqual(pixel(dark, 19, 19), [255, 255, 255]);
    assert.deepEqual(pixel(light, 19, 19), [30, 30, 30]);
  });

  it('refuses more pixels than the limit before it decodes them', async () => {
    const bytes = await sharp({ create: { width: 3000, height: 3000, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    await assert.rejects(decodeImage({ bytes, name: 'huge.png' }, { maxPixels: 1e6 }), {
      code: 'image-too-large',
      message: /huge\.png has 3000×3000 pixels; the limit is 1 megapixels/,
    });
  });

  it('tells text, an empty file, a folder and a missing file apart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pixelscribe-'));
    const file = (name: string) => join(folder, name);
    await writeFile(file('notes.png'), 'these are notes, not a picture');
    await writeFile(file('empty.png'), '');
    await assert.rejects(decodeImage({ path: file('notes.png') }), {
      code: 'not-an-image',
      message: /notes\.png/,
    });
    await assert.rejects(decodeImage({ path: file('empty.png') }), {
      code: 'empty-file',
      message: /empty\.png/,
    });
    await assert.rejects(decodeImage({ path: folder }), { code: 'is-a-folder' });
    await assert.rejects(decodeImage({ path: file('gone.png') }), {
      code: 'file-not-found',
      message: /gone\.png/,
    });
  });

  it('does not wait for a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const path = join(await mkdtemp(join(tmpdir(), 'pixelscribe-')), 'pipe.png');
    execFileSync('mkfifo', [path]);
    await assert.rejects(decodeImage({ path }), { code: 'file-unreadable', message: /standard input/ });
  });

  it('says that a file cannot be read for want of permission', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const path = join(await mkdtemp(join(tmpdir(), 'pixelscribe-')), 'secret.png');
    await writeFile(path, await halves().png().toBuffer());
    await chmod(path, 0);
    await assert.rejects(decodeImage({ path }), { code: 'file-unreadable', message: /permissions/ });
  });
});
