// transformers.js on the published files.
import {
  AutoModelForImageTextToText,
  AutoProcessor,
  BaseStreamer,
  env,
  RawImage,
} from '@huggingface/transformers';
import { HEIGHT, PROMPT, peakMb, scene, serve, timed, WIDTH } from './scene.mjs';

const [dir, threads] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = '';
const image = new RawImage(scene(), WIDTH, HEIGHT, 3);
const content = `<image>\n${PROMPT}`;
const prompt = `<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n${content}<|im_end|>\n<|im_start|>assistant\n`;
let processor;
let model;

class Clock extends BaseStreamer {
  times = [];
  put() {
    this.times.push(performance.now());
  }
  end() {}
}

async function run(size, tokens) {
  Object.assign(processor.image_processor, {
    size: { shortest_edge: size },
    crop_size: { width: size, height: size },
  });
  const clock = new Clock();
  const start = performance.now();
  const inputs = await processor(image, prompt, { add_special_tokens: false });
  await model.generate({
    ...inputs,
    do_sample: false,
    max_new_tokens: tokens,
    min_new_tokens: tokens,
    streamer: clock,
  });
  // The first call carries the prompt.
  const [first, ...rest] = clock.times.slice(1);
  return { firstMs: first - start, stepMs: rest.length ? (rest.at(-1) - first) / rest.length : null };
}

serve({
  load: () =>
    timed(async () => {
      processor = await AutoProcessor.from_pretrained(dir);
      model = await AutoModelForImageTextToText.from_pretrained(dir, {
        device: 'cpu',
        dtype: { vision_encoder: 'q4f16', embed_tokens: 'fp16', decoder_model_merged: 'q4' },
        session_options: { intraOpNumThreads: Number(threads), interOpNumThreads: 1 },
      });
    }),
  run: async ({ size, tokens }) => {
    const { cpuMs, value } = await timed(() => run(size, tokens));
    const firstCpuMs = tokens === 1 ? cpuMs : null;
    return { ...value, firstCpuMs, cpuMs, peakMb: peakMb() };
  },
});
