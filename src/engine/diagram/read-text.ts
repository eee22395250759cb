/** Reads the text of drawings that are too long for text extraction to see at full size in one go. */
import type { Point, Quad } from '../../protocol';
import type { Raster } from '../image/raster';
import type { TextReader } from '../ocr';
import type { ReadLine } from './labels';

/** Text extraction reduces longer pictures before it looks for text, and small labels get lost. */
const TILE_PX = 1500;
/** Longer than most labels, so that a label cut by one tile's edge is whole in the next. */
const OVERLAP_PX = 300;

/** The lines of a picture, with their words; a picture of up to 1.25 tiles is read whole. */
export async function readLines(
  reader: TextReader,
  raster: Raster,
  signal?: AbortSignal,
): Promise<readonly ReadLine[]> {
  const across = starts(raster.widthPx);
  const down = starts(raster.heightPx);
  if (across.length * down.length === 1) return (await readTile(reader, raster, signal)).lines;
  const kept: ReadLine[] = [];
  // A side that is read in one go may be longer than a tile.
  const widthPx = across.length === 1 ? raster.widthPx : TILE_PX;
  const heightPx = down.length === 1 ? raster.heightPx : TILE_PX;
  for (const y of down)
    for (const x of across) {
      const tile = crop(raster, x, y, widthPx, heightPx);
      const { lines } = await readTile(reader, tile, signal);
      for (const line of lines) {
        const words = line.words.filter((word) => !isCut(word.polygon, tile, x, y, raster));
        if (words.length === 0) continue;
        for (const word of words) {
          const moved = { ...word, polygon: move(word.polygon, x, y) };
          if (!kept.some(({ polygon }) => overlaps(polygon, moved.polygon))) kept.push(moved);
        }
      }
    }
  return joinWords(kept);
}

/** Boxes are not completed to whole lines as in a page: a label ends where a connector begins. */
function readTile(reader: TextReader, tile: Raster, signal?: AbortSignal) {
  return reader.read(tile, signal, undefined, { drawing: true });
}

/** Tiles' first pixels, evenly spread so that the last one ends with the picture. */
function starts(length: number): number[] {
  if (length <= TILE_PX * 1.25) return [0];
  const count = Math.ceil((length - OVERLAP_PX) / (TILE_PX - OVERLAP_PX));
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - TILE_PX)) / (count - 1)));
}

function crop(raster: Raster, x: number, y: number, widthPx: number, heightPx: number): Raster {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row++) {
    const from = ((y + row) * raster.widthPx + x) * 3;
    data.set(raster.data.subarray(from, from + widthPx * 3), row * widthPx * 3);
  }
  return { data, widthPx, heightPx };
}

const bounds = (quad: readonly Point[]): readonly [number, number, number, number] => {
  const xs = quad.map(({ x }) => x);
  const ys = quad.map(({ y }) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

/** Whether a word runs over an edge of the tile that is not an edge of the picture. */
function isCut(quad: Quad, tile: Raster, x: number, y: number, whole: Raster): boolean {
  const [x0, y0, x1, y1] = bounds(quad);
  const margin = 4;
  return (
    (x0 < margin && x > 0) ||
    (y0 < margin && y > 0) ||
    (x1 > tile.widthPx - margin && x + tile.widthPx < whole.widthPx) ||
    (y1 > tile.heightPx - margin && y + tile.heightPx < whole.heightPx)
  );
}

function move(quad: Quad, dx: number, dy: number): Quad {
  return quad.map(({ x, y }) => ({ x: x + dx, y: y + dy })) as unknown as Quad;
}

function overlaps(a: Quad, b: Quad): boolean {
  const [ax0, ay0, ax1, ay1] = bounds(a);
  const [bx0, by0, bx1, by1] = bounds(b);
  const w = Math.min(ax1, bx1) - Math.max(ax0, bx0);
  const h = Math.min(ay1, by1) - Math.max(ay0, by0);
  return w > 0 && h > 0 && w * h > 0.4 * Math.min((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0));
}

/** Words of one row as one line; it is cut again where its spaces are wide. */
function joinWords(words: readonly ReadLine[]): ReadLine[] {
  const rows: { words: ReadLine[]; top: number; bottom: number }[] = [];
  for (const word of [...words].sort((a, b) => bounds(a.polygon)[0] - bounds(b.polygon)[0])) {
    const [, y0, , y1] = bounds(word.polygon);
    const home = rows.find(
      ({ top, bottom }) => Math.min(bottom, y1) - Math.max(top, y0) > 0.7 * Math.min(bottom - top, y1 - y0),
    );
    if (home) home.words.push(word);
    else rows.push({ words: [word], top: y0, bottom: y1 });
  }
  return rows.map((row) => {
    const [x0, x1] = [bounds(row.words[0]!.polygon)[0], bounds(row.words[row.words.length - 1]!.polygon)[2]];
    return {
      text: row.words.map(({ text }) => text).join(' '),
      confidence: Math.min(...row.words.map(({ confidence }) => confidence)),
      polygon: [
        { x: x0, y: row.top },
        { x: x1, y: row.top },
        { x: x1, y: row.bottom },
        { x: x0, y: row.bottom },
      ],
      words: row.words,
    };
  });
}
