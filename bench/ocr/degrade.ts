/** What happens to pictures on their way to us: compression, scanning, photographing a screen, turning. */
import sharp from 'sharp';
import { Random } from './render/random';

export const VARIANTS = ['png', 'jpeg', 'turn90', 'turn180', 'turn270', 'skew', 'scan', 'photo'] as const;
export type Variant = (typeof VARIANTS)[number];

/** The file's bytes as the variant leaves them, always the same for the same input. */
export async function degrade(file: string, variant: Variant): Promise<Buffer> {
  const image = sharp(file).removeAlpha();
  switch (variant) {
    case 'png':
      return image.png().toBuffer();
    case 'jpeg':
      return image.jpeg({ quality: 90 }).toBuffer();
    case 'turn90':
      return image.rotate(90).png().toBuffer();
    case 'turn180':
      return image.rotate(180).png().toBuffer();
    case 'turn270':
      return image.rotate(270).png().toBuffer();
    case 'skew':
      return image
        .rotate(3, { background: await cornerColour(file) })
        .png()
        .toBuffer();
    case 'scan': {
      const turned = await sharp(await image.greyscale().rotate(1, { background: '#fff' }).toBuffer())
        .blur(0.6)
        .toBuffer();
      return noisy(turned, 8).then((noise) => noise.jpeg({ quality: 85 }).toBuffer());
    }
    case 'photo':
      return noisy(
        await sharp(await inPerspective(file))
          .blur(0.7)
          .toBuffer(),
        6,
      ).then((noise) => noise.jpeg({ quality: 88 }).toBuffer());
  }
}

async function cornerColour(file: string): Promise<{ r: number; g: number; b: number }> {
  const [r, g, b] = await sharp(file)
    .removeAlpha()
    .extract({ left: 0, top: 0, width: 1, height: 1 })
    .raw()
    .toBuffer();
  return { r: r!, g: g!, b: b! };
}

/** Adds noise of about the given standard deviation, in levels of 255. */
async function noisy(bytes: Buffer, deviation: number): Promise<sharp.Sharp> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const random = new Random(data.length);
  for (let i = 0; i < data.length; i++) {
    // The sum of three uniform numbers is near enough to a normal one.
    const noise = (random.next() + random.next() + random.next() - 1.5) * 2 * deviation;
    data[i] = Math.max(0, Math.min(255, data[i]! + noise));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
}

/** The screen seen from a little to the left and above, with uneven light, before a grey wall. */
async function inPerspective(file: string): Promise<Buffer> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const out = Buffer.alloc(data.length);
  // Inverse homography, output to source, in units of the picture's size.
  const tilt = 0.08;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = (x / width - 0.5) * 1.1;
      const v = (y / height - 0.5) * 1.1;
      const depth = 1 + tilt * u - 0.04 * v;
      const sx = ((u + 0.02 * v) / depth + 0.5) * width;
      const sy = ((v + 0.025 * u) / depth + 0.5) * height;
      const o = (y * width + x) * 3;
      if (sx < 0 || sy < 0 || sx >= width - 1 || sy >= height - 1) {
        out.fill(90, o, o + 3);
        continue;
      }
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      const fx = sx - x0;
      const fy = sy - y0;
      const light = 0.92 + 0.12 * u - 0.1 * v;
      for (let c = 0; c < 3; c++) {
        const i = (y0 * width + x0) * 3 + c;
        const above = data[i]! * (1 - fx) + data[i + 3]! * fx;
        const below = data[i + width * 3]! * (1 - fx) + data[i + width * 3 + 3]! * fx;
        out[o + c] = Math.max(0, Math.min(255, (above * (1 - fy) + below * fy) * light));
      }
    }
  }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
