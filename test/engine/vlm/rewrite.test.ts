import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession } from '../../../src/engine/models/session';
import { type LogitsProcessor, VisionLanguageModel } from '../../../src/engine/vlm';
import { ImageEncoder } from '../../../src/engine/vlm/image-encoder';
import { preprocess } from '../../../src/engine/vlm/image-processor';
import { int8EncoderOnce } from '../../../src/engine/vlm/int8-encoder';
import { FLOAT16, openOnnx } from '../../../src/engine/vlm/onnx-file';
import { rewriteOnce } from '../../../src/engine/vlm/rewrite';
import { FIXTURES, golden, goldenArray, largestDifference, largestMagnitude, picture } from './golden';

describe('the one-time rewrite of downloaded graphs', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'vlm-rewrite-'));
    cpSync(join(FIXTURES, 'public'), dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  for (const decoder of ['fp32', 'q4'] as const) {
    it(`gives the last position's logits alone and the same answers (${decoder})`, async () => {
      const load = (rewrite: boolean) =>
        VisionLanguageModel.load(dir, { threads: 1, rewrite, variants: { decoder, visionEncoder: 'fp32' } });
      const [before, after] = [await load(false), await load(true)];
      const file = join(dir, 'onnx', `decoder_model_merged${decoder === 'q4' ? '_q4' : ''}.rewritten.onnx`);
      try {
        const session = await createSession(file, { threads: 1 });
        const logits = session.outputMetadata.find((m) => m.name === 'logits');
        assert.deepEqual(logits?.isTensor && logits.shape.slice(1), [1, 384]);
        await session.release();
        const image = await before.encodeImage(picture('wide'), { sizePx: 256 });
        const same = await after.encodeImage(picture('wide'), { sizePx: 256 });
        assert.equal(largestDifference(image.data, same.data), 0);
        for (const { prompt } of golden.cases.filter((c) => c.size === 256).slice(0, 4)) {
          const rows: Float32Array[] = [];
          const keep: LogitsProcessor = (_, row) => {
            rows.push(row.slice());
          };
          const request = { prompt, images: [image], maxNewTokens: 1, processors: [keep] };
          await before.generate(request);
          await after.generate(request);
          const [expected, actual] = rows;
          // Full precision is untouched; int8 activations move 4-bit results a little.
          assert.ok(largestDifference(expected!, actual!) < (decoder === 'q4' ? 0.25 : 1e-4));
        }
      } finally {
        await before.dispose();
        await after.dispose();
      }
    });
  }

  it('sets accuracy_level everywhere and leaves the weights in the original', () => {
    const original = join(dir, 'onnx', 'decoder_model_merged_q4.onnx');
    const target = rewriteOnce(original);
    const [before, after] = [openOnnx(original), openOnnx(target)];
    try {
      assert.ok(statSync(target).size < statSync(original).size / 3);
      assert.equal(after.nodes.length, before.nodes.length + 1);
      const level = (bytes: Uint8Array) => Buffer.from(bytes).includes(Buffer.from('accuracy_level\x18\x04'));
      const products = after.nodes.filter((node) => node.opType === 'MatMulNBits');
      assert.equal(products.length, 3 * 7 + 1);
      assert.ok(products.every(({ field }) => level(after.source.read(field.start, field.end))));
      for (const [name, tensor] of before.tensors) {
        const moved = after.tensors.get(name)!;
        assert.deepEqual(moved.dims, tensor.dims);
        if (tensor.bytes >= 1024) {
          assert.deepEqual([moved.file, moved.offset, moved.bytes], [original, tensor.offset, tensor.bytes]);
        }
      }
    } finally {
      before.close();
      after.close();
    }
  });

  it('is done once, and again when the original changes', () => {
    const original = join(dir, 'onnx', 'decoder_model_merged.onnx');
    const target = rewriteOnce(original);
    // A time no new file can have: clocks of file systems tick too slowly to tell two writes apart.
    const longAgo = new Date(2001, 0, 1);
    utimesSync(target, longAgo, longAgo);
    assert.equal(rewriteOnce(original), target);
    assert.equal(statSync(target).mtimeMs, longAgo.getTime());
    utimesSync(original, new Date(), new Date(Date.now() + 5000));
    rewriteOnce(original);
    assert.notEqual(statSync(target).mtimeMs, longAgo.getTime());
  });

  it('uses the original where the folder is read-only', function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    chmodSync(join(dir, 'onnx'), 0o500);
    const original = join(dir, 'onnx', 'decoder_model_merged.onnx');
    assert.equal(rewriteOnce(original), original);
    chmodSync(join(dir, 'onnx'), 0o700);
  });
});

describe('the int8 form of a vision encoder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'vlm-int8-'));
    cpSync(join(FIXTURES, 'public'), dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  for (const name of ['vision_encoder', 'vision_encoder_q4f16']) {
    it(`of ${name} sees the same within a few percent`, async () => {
      const target = int8EncoderOnce(join(dir, 'onnx', `${name}.onnx`), 8)!;
      const onnx = openOnnx(target);
      const count = (opType: string) => onnx.nodes.filter((node) => node.opType === opType).length;
      // 2 a block, 3 + 1 in attention, pointwise convolutions of stem and stages, squeeze-and-excite, projector.
      assert.equal(count('DynamicQuantizeMatMul'), 7 * 2 + 2 * 4 + 5 + 2 + 2);
      assert.ok([...onnx.tensors.values()].every((tensor) => tensor.dataType !== FLOAT16));
      onnx.close();
      const encoder = new ImageEncoder(await createSession(target, { threads: 1 }));
      try {
        const image = { sizePx: 1024, mean: [0, 0, 0], std: [1, 1, 1], rescaleFactor: 1 / 255 };
        for (const size of [256, 512]) {
          const { data } = await encoder.encode(preprocess(picture('wide'), image, size));
          const expected = goldenArray(`features-${size}`);
          const error = largestDifference(data, expected) / largestMagnitude(expected);
          assert.ok(error > 1e-4 && error < 0.06, `relative error ${error}`);
        }
      } finally {
        await encoder.dispose();
      }
    });
  }

  it('is what the runtime loads when asked, made once', async () => {
    const load = () =>
      VisionLanguageModel.load(dir, { threads: 1, int8Encoder: true, variants: { visionEncoder: 'fp32' } });
    await (await load()).dispose();
    const target = join(dir, 'onnx', 'vision_encoder.int8.onnx');
    const longAgo = new Date(2001, 0, 1);
    utimesSync(target, longAgo, longAgo);
    await (await load()).dispose();
    assert.equal(statSync(target).mtimeMs, longAgo.getTime());
  });
});
