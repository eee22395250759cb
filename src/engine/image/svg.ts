/** Vector drawings become pixels. */
import type { Metadata } from 'sharp';

/** Drawings are rasterised so that the longer side has at least this many pixels, 4× at most. */
const TARGET_PX = 1600;

/** How much larger than its own size a drawing is rasterised. */
export function svgZoom({ width, height }: Pick<Metadata, 'width' | 'height'>): number {
  return Math.min(4, Math.max(1, TARGET_PX / Math.max(width, height)));
}

/**
 * Draws with resvg and the fonts of the system: the WebAssembly build of sharp draws no text.
 *
 * @returns a PNG, or undefined where this platform has no resvg
 */
export async function drawSvg(bytes: Uint8Array, zoom: number): Promise<Uint8Array | undefined> {
  const resvg = await import('@resvg/resvg-js').catch(() => undefined);
  if (!resvg) return undefined;
  const drawing = new resvg.Resvg(Buffer.from(bytes), {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: true },
  });
  return drawing.render().asPng();
}
