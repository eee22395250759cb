/** Takes pictures of drawings in a page of Chromium. */
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { CACHE } from './pages';

export interface Drawn {
  readonly svg: string;
  /** CSS colour. */
  readonly background: string;
}

const MAX_PX = 6e6;
const MIN_WIDTH_PX = 40;
/** Room around a drawing whose picture is taken. */
const PADDING_PX = 12;

/**
 * Shows a drawing at its own size, in a window that fits it.
 * @returns what to take a picture of; undefined for a drawing that is too large or next to nothing
 */
export async function showDrawing(
  page: Page,
  { svg, background }: Drawn,
  paddingPx: number,
): Promise<Locator | undefined> {
  await page.evaluate(
    ([text, colour, padding]) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = text;
      const root = stage.querySelector('svg') as SVGSVGElement;
      const view = root.viewBox.baseVal;
      if (view?.width && !/pt$/.test(root.getAttribute('width') ?? '')) {
        root.setAttribute('width', String(view.width));
        root.setAttribute('height', String(view.height));
      }
      root.style.maxWidth = 'none';
      stage.style.cssText = `display:inline-block;padding:${padding}px;background:${colour}`;
      document.body.style.background = colour;
    },
    [svg, background, paddingPx] as const,
  );
  const stage = page.locator('#stage');
  const size = await stage.boundingBox();
  if (!size || size.width * size.height > MAX_PX || size.width < MIN_WIDTH_PX) return undefined;
  await page.setViewportSize({ width: Math.ceil(size.width) + 2, height: Math.ceil(size.height) + 2 });
  return stage;
}

/**
 * Keeps a picture of a drawing in the cache folder.
 * @param quality Of a JPEG; a PNG without it.
 * @returns the file's name, undefined for a drawing that is too large
 */
export async function takePicture(
  page: Page,
  drawn: Drawn,
  name: string,
  quality?: number,
): Promise<string | undefined> {
  const stage = await showDrawing(page, drawn, PADDING_PX);
  if (!stage) return undefined;
  const picture = sharp(await stage.screenshot()).removeAlpha();
  const file = `${name}.${quality ? 'jpg' : 'png'}`;
  await (quality ? picture.jpeg({ quality }) : picture.png()).toFile(path.join(CACHE, file));
  return file;
}
