/**
 * Turns pictures into what the kind model sees, with the very code that runs in the engine, and writes
 * them for train.py. Every training picture is also cropped, scaled, recompressed and recoloured.
 *
 *   npx tsx models/train-kind/measure.ts train VARIANTS
 *   npx tsx models/train-kind/measure.ts held-out 1
 */
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { MEASUREMENT_NAMES, measure } from '../../src/engine/describe/measure/measurements';
import { takeViews } from '../../src/engine/describe/measure/views';
import type { Raster } from '../../src/engine/image/raster';
import { IMAGE_KINDS } from '../../src/protocol';
import { workDir } from './paths';
import { chance, createRng, int, pick, type Rng } from './render/random';

/** Pictures of which a part is still of the same kind. */
const CROPPABLE = new Set(['code', 'terminal', 'web-page', 'document', 'photo', 'table']);

async function load(file: string, rng: Rng | undefined, kind: string): Promise<Raster> {
  let image = sharp(file).flatten({ background: '#fff' }).removeAlpha().toColourspace('srgb');
  if (rng) {
    const { width, height } = await sharp(file).metadata();
    if (CROPPABLE.has(kind) && chance(rng, 0.6)) {
      const w = Math.round(width * (0.4 + 0.6 * rng()));
      const h = Math.round(height * (0.4 + 0.6 * rng()));
      image = image.extract({
        left: int(rng, 0, width - w),
        top: int(rng, 0, height - h),
        width: w,
        height: h,
      });
      image = sharp(await image.png().toBuffer()).removeAlpha();
    } else if (['chart', 'diagram', 'formula', 'icon'].includes(kind) && chance(rng, 0.4)) {
      const pad = () => int(rng, 0, Math.round(0.25 * Math.max(40, Math.min(width, height))));
      const corner = await sharp(file)
        .flatten({ background: '#fff' })
        .extract({ left: 0, top: 0, width: 1, height: 1 })
        .removeAlpha()
        .raw()
        .toBuffer();
      image = image.extend({
        left: pad(),
        right: pad(),
        top: pad(),
        bottom: pad(),
        background: { r: corner[0]!, g: corner[1]!, b: corner[2]! },
      });
      image = sharp(await image.png().toBuffer()).removeAlpha();
    }
    const meta = await image.metadata();
    const scale = chance(rng, 0.5) ? 1 : 0.5 + rng() * 1.1;
    if (scale !== 1)
      image = image.resize(Math.max(16, Math.round(meta.width * scale)), undefined, {
        kernel: pick(rng, ['lanczos3', 'cubic', 'nearest'] as const),
      });
    if (kind === 'document' && chance(rng, 0.5)) image = await scan(image, rng);
    if (kind !== 'photo' && chance(rng, 0.12)) image = image.negate({ alpha: false });
    if (chance(rng, 0.3))
      image = image.modulate({
        hue: int(rng, 0, 359),
        brightness: 0.85 + rng() * 0.3,
        saturation: 0.4 + rng(),
      });
    if (chance(rng, 0.12)) image = image.greyscale();
    const encoded = chance(rng, 0.35)
      ? await image.jpeg({ quality: int(rng, 45, 92) }).toBuffer()
      : await image.png({ compressionLevel: 1 }).toBuffer();
    image = sharp(encoded).toColourspace('srgb').removeAlpha();
  }
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { data, widthPx: info.width, heightPx: info.height };
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let i = 0; i < info.width * info.height; i++) rgb.fill(data[i * info.channels]!, i * 3, i * 3 + 3);
  return { data: rgb, widthPx: info.width, heightPx: info.height };
}

/** Slightly turned, with paper tint, blur and sensor noise. */
async function scan(image: sharp.Sharp, rng: Rng): Promise<sharp.Sharp> {
  const background = pick(rng, ['#fff', '#f4f0e6', '#ddd', '#333']);
  const turned = await image
    .rotate((rng() - 0.5) * 6, { background })
    .blur(0.4 + rng() * 0.8)
    .png()
    .toBuffer();
  const { data, info } = await sharp(turned)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const strength = 4 + rng() * 16;
  const tint = 0.85 + rng() * 0.15;
  for (let i = 0; i < data.length; i++)
    data[i] = Math.max(0, Math.min(255, data[i]! * tint + (rng() - 0.5) * strength));
  return sharp(data, {
    raw: { width: info.width, height: info.height, channels: info.channels },
  }).toColourspace('srgb');
}

const [set, variantsText] = [process.argv[2] ?? 'train', process.argv[3] ?? '4'];
const variants = Number(variantsText);
const out = join(workDir, 'measured', set);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const index: { file: string; kind: number; variant: number; values: number[] }[] = [];
for (const kind of IMAGE_KINDS) {
  const dir = join(workDir, 'pictures', set, kind);
  const files = readdirSync(dir).sort();
  for (const [f, name] of files.entries()) {
    for (let variant = 0; variant < variants; variant++) {
      const rng = variant === 0 ? undefined : createRng(f * 31 + variant);
      try {
        const raster = await load(join(dir, name), rng, kind);
        const { overview, closeUp } = takeViews(raster);
        appendFileSync(join(out, 'overview.bin'), overview);
        appendFileSync(join(out, 'close-up.bin'), closeUp);
        const measured = measure(raster);
        index.push({
          file: `${kind}/${name}`,
          kind: IMAGE_KINDS.indexOf(kind),
          variant,
          values: MEASUREMENT_NAMES.map((m) => measured[m]),
        });
      } catch (error) {
        console.error(name, variant, String(error));
      }
    }
  }
  console.log(new Date().toISOString(), kind, files.length);
}
writeFileSync(
  join(out, 'index.json'),
  JSON.stringify({ kinds: IMAGE_KINDS, names: MEASUREMENT_NAMES, rows: index }),
);
