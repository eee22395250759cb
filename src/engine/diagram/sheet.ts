/** A sheet that pieces of text are put on, apart from one another, to be read in one go. */
import type { Raster } from '../image/raster';
import { type Box, boxHeight, boxWidth } from './grid';

/** Room around each piece. */
const MARGIN_PX = 24;
const WIDTH_PX = 1200;

export interface Piece {
  /** Where it comes from, in pixels of the picture. */
  readonly box: Box;
  /** Luminance, row by row. */
  readonly grey: Uint8Array;
}

export interface Sheet {
  readonly raster: Raster;
  /** The piece at a point of the sheet, by its index, and the point's place in the picture. */
  locate(
    x: number,
    y: number,
  ): { readonly piece: number; readonly x: number; readonly y: number } | undefined;
}

/** @param scale Whole number of times the pieces are enlarged. */
export function layOutSheet(pieces: readonly Piece[], scale: number): Sheet {
  const places = pieces.map(() => ({ x: 0, y: 0 }));
  const order = pieces.map((_, i) => i).sort((a, b) => boxHeight(pieces[a]!.box) - boxHeight(pieces[b]!.box));
  let [x, y, rowHeight, widthPx] = [MARGIN_PX, MARGIN_PX, 0, 64];
  for (const i of order) {
    const { box } = pieces[i]!;
    const [w, h] = [scale * boxWidth(box), scale * boxHeight(box)];
    if (x > MARGIN_PX && x + w + MARGIN_PX > WIDTH_PX) {
      x = MARGIN_PX;
      y += rowHeight + MARGIN_PX;
      rowHeight = 0;
    }
    places[i] = { x, y };
    x += w + MARGIN_PX;
    rowHeight = Math.max(rowHeight, h);
    widthPx = Math.max(widthPx, x);
  }
  const heightPx = Math.max(64, y + rowHeight + MARGIN_PX);
  const data = new Uint8Array(widthPx * heightPx * 3).fill(255);
  pieces.forEach(({ box, grey }, i) => {
    const [w, h] = [boxWidth(box), boxHeight(box)];
    const place = places[i]!;
    for (let sy = 0; sy < h * scale; sy++)
      for (let sx = 0; sx < w * scale; sx++) {
        const value = between(grey, w, h, (sx + 0.5) / scale - 0.5, (sy + 0.5) / scale - 0.5);
        data.fill(
          value,
          ((place.y + sy) * widthPx + place.x + sx) * 3,
          ((place.y + sy) * widthPx + place.x + sx) * 3 + 3,
        );
      }
  });
  return {
    raster: { data, widthPx, heightPx },
    locate(atX, atY) {
      const slack = MARGIN_PX / 2;
      const piece = pieces.findIndex(({ box }, i) => {
        const [dx, dy] = [atX - places[i]!.x, atY - places[i]!.y];
        return (
          dx >= -slack &&
          dy >= -slack &&
          dx <= scale * boxWidth(box) + slack &&
          dy <= scale * boxHeight(box) + slack
        );
      });
      if (piece < 0) return undefined;
      const { box } = pieces[piece]!;
      return {
        piece,
        x: box.x0 + (atX - places[piece]!.x) / scale,
        y: box.y0 + (atY - places[piece]!.y) / scale,
      };
    },
  };
}

/** Bilinear interpolation. */
function between(grey: Uint8Array, w: number, h: number, x: number, y: number): number {
  const cx = Math.min(w - 1, Math.max(0, x));
  const cy = Math.min(h - 1, Math.max(0, y));
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [x1, y1] = [Math.min(w - 1, x0 + 1), Math.min(h - 1, y0 + 1)];
  const [fx, fy] = [cx - x0, cy - y0];
  const top = grey[y0 * w + x0]! * (1 - fx) + grey[y0 * w + x1]! * fx;
  const bottom = grey[y1 * w + x0]! * (1 - fx) + grey[y1 * w + x1]! * fx;
  return Math.round(top * (1 - fy) + bottom * fy);
}
