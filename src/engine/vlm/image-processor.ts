import type { Raster } from '../image/raster';
import type { ImageConfig } from './config';
import { resizeCanvas } from './resize';

/** How closely a picture is looked at: input edge in px (64 px a token and side). */
export const QUALITY_SIZES_PX = { fast: 512, balanced: 768, best: 1024 } as const;
export type Quality = keyof typeof QUALITY_SIZES_PX;

/** Model input: float32 [1, channels, height, width]. */
export interface PixelValues {
  readonly data: Float32Array;
  readonly dims: readonly [1, number, number, number];
}

/**
 * Pads a picture to a centred square with black, resizes it bicubically and normalises it, as the model was evaluated
 * (Apple's predict.py: `image_aspect_ratio: pad`), so the sides of wide screenshots are kept.
 *
 * @returns float32 [1, 3, sizePx, sizePx]
 */
export function preprocess(raster: Raster, config: ImageConfig, sizePx: number): PixelValues {
  const canvasPx = Math.max(raster.widthPx, raster.heightPx);
  const pixels = resizeCanvas(
    {
      data: raster.data,
      widthPx: raster.widthPx,
      heightPx: raster.heightPx,
      left: Math.floor((canvasPx - raster.widthPx) / 2),
      top: Math.floor((canvasPx - raster.heightPx) / 2),
      canvasPx,
    },
    sizePx,
  );
  const plane = sizePx * sizePx;
  const data = new Float32Array(plane * 3);
  for (let c = 0; c < 3; c++) {
    const scale = config.rescaleFactor / (config.std[c] ?? 1);
    const shift = -(config.mean[c] ?? 0) / (config.std[c] ?? 1);
    const at = c * plane;
    for (let i = 0, p = c; i < plane; i++, p += 3) data[at + i] = pixels[p]! * scale + shift;
  }
  return { data, dims: [1, 3, sizePx, sizePx] };
}
