/**
 * Turns pictures into what the kind model sees, with the very code that runs in the engine, and writes
 * them for train.py. Every training picture is also cropped, scaled, recompressed and recoloured.
 *
 *   npx tsx models/train-kind/measure.ts train VARIANTS [MOST_PER_KIND]
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

/** Keeps every picture in memory as plain RGB between the steps: encoding takes longer than the steps do. */
async function toRaster(image: sharp.Sharp): Promise<Raster> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { data, widthPx: info.width, heightPx: info.height };
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let i = 0; i < info.width * info.height; i++) rgb.fill(data[i * info.channels]!, i * 3, i * 3 + 3);
  return { data: rgb, widthPx: info.width, heightPx: info.height };
}
const fromRaster = ({ data, widthPx, heightPx }: Raster): sharp.Sharp =>
  sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });

async function vary(original: Raster, rng: Rng, kind: string): Promise<Raster> {
  const { widthPx: width, heightPx: height } = original;
  let image = fromRaster(original);
  let raster = original;
  if (CROPPABLE.has(kind) && chance(rng, 0.6)) {
    const w = Math.round(width * (0.4 + 0.6 * rng()));
    const h = Math.round(height * (0.4 + 0.6 * rng()));
    raster = await toRaster(
      image.extract({ left: int(rng, 0, width - w), top: int(rng, 0, height - h), width: w, height: h }),
    );
  } else if (['chart', 'diagram', 'formula', 'icon'].includes(kind) && chance(rng, 0.4)) {
    const pad = () => int(rng, 0, Math.round(0.25 * Math.max(40, Math.min(width, height))));
    const [r, g, b] = original.data;
    raster = await toRaster(
      image.extend({
        left: pad(),
        right: pad(),
        top: pad(),
        bottom: pad(),
        background: { r: r!, g: g!, b: b! },
      }),
    );
  }
  const scale = chance(rng, 0.5) ? 1 : 0.5 + rng() * (raster.widthPx > 1600 ? 0.4 : 1.1);
  if (scale !== 1) {
    const kernel = pick(rng, ['lanczos3', 'cubic', 'nearest'] as const);
    raster = await toRaster(
      fromRaster(raster).resize(Math.max(16, Math.round(raster.widthPx * scale)), undefined, { kernel }),
    );
  }
  if (kind === 'document' && chance(rng, 0.5)) raster = await scan(raster, rng);
  image = fromRaster(raster);
  if (kind !== 'photo' && chance(rng, 0.12)) image = image.negate();
  if (chance(rng, 0.3)) {
    image = image.modulate({
      hue: int(rng, 0, 359),
      brightness: 0.85 + rng() * 0.3,
      saturation: 0.4 + rng(),
    });
  }
  if (chance(rng, 0.12)) image = image.greyscale();
  if (chance(rng, 0.35)) image = sharp(await image.jpeg({ quality: int(rng, 45, 92) }).toBuffer());
  return toRaster(image);
}

/** Slightly turned, with paper tint, blur and sensor noise. */
async function scan(raster: Raster, rng: Rng): Promise<Raster> {
  const background = pick(rng, ['#fff', '#f4f0e6', '#ddd', '#333']);
  const turned = await toRaster(
    fromRaster(raster)
      .rotate((rng() - 0.5) * 6, { background })
      .blur(0.4 + rng() * 0.8),
  );
  const strength = 4 + rng() * 16;
  const tint = 0.85 + rng() * 0.15;
  return {
    ...turned,
    data: turned.data.map((v) => Math.max(0, Math.min(255, v * tint + (rng() - 0.5) * strength))),
  };
}

const set = process.argv[2] ?? 'train';
const variants = Number(process.argv[3] ?? 2);
const most = Number(process.argv[4] ?? 1e6);
const out = join(workDir, 'measured', set);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const index: { file: string; kind: number; variant: number; values: number[] }[] = [];
for (const kind of IMAGE_KINDS) {
  const dir = join(workDir, 'pictures', set, kind);
  const all = readdirSync(dir).sort();
  const files = all.filter(
    (_, i) =>
      all.length <= most || Math.floor((i * most) / all.length) !== Math.floor(((i - 1) * most) / all.length),
  );
  for (const [f, name] of files.entries()) {
    for (let variant = 0; variant < variants; variant++) {
      try {
        const original = await toRaster(sharp(join(dir, name)).flatten({ background: '#fff' }));
        const raster = variant === 0 ? original : await vary(original, createRng(f * 31 + variant), kind);
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
