// The project's runtime, on the published files or on converted ones.
import { type LogitsProcessor, preprocess, type Variant, VisionLanguageModel } from '../../src/engine/vlm';
// @ts-expect-error plain JavaScript, shared with the peer
import { HEIGHT, PROMPT, peakMb, scene, serve, timed, WIDTH } from './scene.mjs';

const [dir, threads, visionEncoder, decoder, extra] = process.argv.slice(2) as [
  string,
  string,
  Variant,
  Variant,
  string?,
];
const raster = { data: scene() as Uint8Array, widthPx: WIDTH as number, heightPx: HEIGHT as number };
let model: VisionLanguageModel;

async function run(sizePx: number, maxNewTokens: number) {
  const banStops: LogitsProcessor = (_, logits) => {
    for (const id of model.config.stopTokenIds) logits[id] = Number.NEGATIVE_INFINITY;
  };
  const start = performance.now();
  const pixels = preprocess(raster, model.config.image, sizePx);
  const prepared = performance.now();
  const image = await model.encodePixels(pixels);
  const encoded = performance.now();
  const times: number[] = [];
  await model.generate({
    prompt: PROMPT,
    images: [image],
    maxNewTokens,
    processors: [banStops],
    onToken: () => times.push(performance.now()),
  });
  const [first, ...rest] = times as [number, ...number[]];
  return {
    firstMs: first - start,
    prepareMs: prepared - start,
    encodeMs: encoded - prepared,
    prefillMs: first - encoded,
    stepMs: rest.length ? (rest.at(-1)! - first) / rest.length : null,
  };
}

serve({
  load: () =>
    timed(async () => {
      const variants = { visionEncoder, embedTokens: 'fp16' as const, decoder };
      model = await VisionLanguageModel.load(dir, {
        threads: Number(threads),
        variants,
        int8Encoder: extra === 'int8-encoder',
        promptDecoder: extra === 'int8-prompt' ? 'int8' : undefined,
      });
    }),
  run: async ({ size, tokens }: { size: number; tokens: number }) => {
    const { cpuMs, value } = await timed(() => run(size, tokens));
    const firstCpuMs = tokens === 1 ? cpuMs : null;
    return { ...value, firstCpuMs, cpuMs, peakMb: peakMb() };
  },
});
