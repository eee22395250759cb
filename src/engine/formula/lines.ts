/** The lines of a formula as the picture has them, so that none is lost. */
import { crop, type Ink } from './ink';

/** Lines that stand apart have at least this much blank between them, in em: more than stands above a fraction's bar. */
export const GAP_EM = 0.45;
/** People leave more blank within a formula. */
export const PEN_GAP_EM = 1.2;
/** A band lower than this is a part of its neighbour: a bar, a row of dots. */
const MIN_HEIGHT_EM = 0.3;

interface Band {
  readonly top: number;
  /** Inclusive. */
  readonly bottom: number;
}

/**
 * Cuts the picture at blank rows. Matrices and cases stay whole, as their delimiters bridge the rows; lines that nearly
 * touch stay together too.
 *
 * @param threshold strength from which a pixel counts as ink
 */
export function linesOf(ink: Ink, emPx: number, threshold: number, gapEm = GAP_EM): Ink[] {
  const bands = joinLow(bandsOf(ink, gapEm * emPx, threshold), MIN_HEIGHT_EM * emPx);
  return bands.map(({ top, bottom }) => {
    const data = ink.data.subarray(top * ink.widthPx, (bottom + 1) * ink.widthPx);
    return crop({ data, widthPx: ink.widthPx, heightPx: bottom - top + 1 }, threshold);
  });
}

function bandsOf({ data, widthPx, heightPx }: Ink, gapPx: number, threshold: number): Band[] {
  const bands: Band[] = [];
  for (let y = 0; y < heightPx; y++) {
    if (!data.subarray(y * widthPx, (y + 1) * widthPx).some((value) => value > threshold)) continue;
    const last = bands.at(-1);
    if (last && y - last.bottom - 1 < gapPx) bands[bands.length - 1] = { top: last.top, bottom: y };
    else bands.push({ top: y, bottom: y });
  }
  return bands;
}

function joinLow(bands: readonly Band[], minHeightPx: number): Band[] {
  const joined = [...bands];
  for (;;) {
    const low = joined.findIndex(({ top, bottom }) => bottom - top + 1 < minHeightPx);
    if (low < 0 || joined.length === 1) return joined;
    const above = low > 0 ? joined[low]!.top - joined[low - 1]!.bottom : Number.POSITIVE_INFINITY;
    const below =
      low + 1 < joined.length ? joined[low + 1]!.top - joined[low]!.bottom : Number.POSITIVE_INFINITY;
    const first = above <= below ? low - 1 : low;
    joined.splice(first, 2, { top: joined[first]!.top, bottom: joined[first + 1]!.bottom });
  }
}

/** Rows the canonical tokens write, at most. */
export function rowsWritten(tokens: readonly string[]): number {
  return 1 + tokens.filter((token) => token === '\\\\').length;
}
