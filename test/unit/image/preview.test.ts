import assert from 'node:assert/strict';
import { join } from 'node:path';
import sharp from 'sharp';
import { previewImage } from '../../../src/engine/tasks/preview';

describe('a preview', () => {
  const signal = new AbortController().signal;

  it('is the same picture as WebP', async () => {
    const path = join(__dirname, '../../fixtures/workspace/scans/letter.tiff');
    const preview = await previewImage({ path }, signal);
    const [before, after] = [await sharp(path).metadata(), await sharp(preview).metadata()];
    assert.equal(after.format, 'webp');
    assert.deepEqual([after.width, after.height], [before.width, before.height]);
    const grey = (image: string | Uint8Array) =>
      sharp(image).flatten().toColourspace('srgb').greyscale().raw({ depth: 'uchar' }).toBuffer();
    const [expected, actual] = [await grey(path), await grey(preview)];
    const sum = expected.reduce((total, value, i) => total + Math.abs(value - actual[i]!), 0);
    assert.ok(sum / expected.length < 2, `mean difference ${sum / expected.length}`);
  });

  it('is not larger than a panel can use', async () => {
    const bytes = await sharp({
      create: { width: 5000, height: 300, channels: 3, background: '#246' },
    })
      .tiff()
      .toBuffer();
    const { width, height } = await sharp(
      await previewImage({ bytes, name: 'wide.tiff' }, signal),
    ).metadata();
    assert.deepEqual([width, height], [2400, 144]);
  });

  it('says what is wrong with a picture that cannot be decoded', async () => {
    await assert.rejects(previewImage({ bytes: Buffer.from('II*'), name: 'cut.tiff' }, signal), {
      name: 'PixelScribeError',
    });
  });
});
