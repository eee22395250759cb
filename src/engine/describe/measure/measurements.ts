import { luminanceAt, luminancePlane } from '../../image/luminance';
import type { Raster } from '../../image/raster';

/** Samples per axis: enough for statistics, and a 4K screenshot takes no longer than a small one. */
const MAX_SAMPLES = 512;
/** Differences of luminance up to this are compression noise. */
const NOISE = 10;

export const MEASUREMENT_NAMES = [
  'log2Width',
  'log2Height',
  'log2Aspect',
  'firstColourShare',
  'secondColourShare',
  'thirdColourShare',
  'log2ColoursFor90',
  'log2Colours',
  'equalNeighbours',
  'smoothNeighbours',
  'edgeNeighbours',
  'meanLuminance',
  'spreadLuminance',
  'meanSaturation',
  'saturatedShare',
  'log2RuledRows',
  'log2RuledColumns',
  'blankRows',
  'blankColumns',
  'log2RowBands',
  'log2ColumnBands',
  'rowPeriodSpread',
  'borderUniformity',
  'inkLeft',
  'inkRight',
  'inkTop',
  'inkBottom',
  'noise',
] as const;
export type Measurements = Readonly<Record<(typeof MEASUREMENT_NAMES)[number], number>>;

/** Numbers about the pixels that tell kinds of pictures apart; none needs the text. */
export function measure(raster: Raster): Measurements {
  const { widthPx, heightPx } = raster;
  return {
    log2Width: Math.log2(widthPx),
    log2Height: Math.log2(heightPx),
    log2Aspect: Math.log2(widthPx / heightPx),
    ...measureColours(raster),
    ...measureNeighbours(raster),
    ...measureProfiles(raster),
  };
}

function measureColours({ data, widthPx, heightPx }: Raster) {
  const counts = new Uint32Array(32768);
  const stepX = Math.max(1, widthPx / MAX_SAMPLES);
  const stepY = Math.max(1, heightPx / MAX_SAMPLES);
  let n = 0;
  let sum = 0;
  let squares = 0;
  let saturation = 0;
  let saturated = 0;
  for (let fy = 0; fy < heightPx; fy += stepY) {
    for (let fx = 0; fx < widthPx; fx += stepX) {
      const i = (Math.floor(fy) * widthPx + Math.floor(fx)) * 3;
      const r = data[i]!;
      const g = data[i + 1]!;
      const b = data[i + 2]!;
      counts[((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)]!++;
      const l = luminanceAt(data, i);
      sum += l;
      squares += l * l;
      const chroma = Math.max(r, g, b) - Math.min(r, g, b);
      saturation += chroma;
      if (chroma > 60) saturated++;
      n++;
    }
  }
  const sorted = counts.filter((c) => c > 0).sort((a, b) => b - a);
  let covered = 0;
  let needed = 0;
  while (covered < 0.9 * n) covered += sorted[needed++]!;
  const mean = sum / n;
  return {
    firstColourShare: sorted[0]! / n,
    secondColourShare: (sorted[1] ?? 0) / n,
    thirdColourShare: (sorted[2] ?? 0) / n,
    log2ColoursFor90: Math.log2(needed),
    log2Colours: Math.log2(sorted.length),
    meanLuminance: mean / 255,
    spreadLuminance: Math.sqrt(Math.max(0, squares / n - mean * mean)) / 128,
    meanSaturation: saturation / n / 255,
    saturatedShare: saturated / n,
  };
}

/** Neighbouring pixels are equal in drawings, nearly equal in photographs, far apart at edges of glyphs. */
function measureNeighbours({ data, widthPx, heightPx }: Raster) {
  const stepX = Math.max(1, widthPx / MAX_SAMPLES);
  const stepY = Math.max(1, heightPx / MAX_SAMPLES);
  let equal = 0;
  let smooth = 0;
  let edge = 0;
  let n = 0;
  const laplacians = new Uint32Array(1024);
  for (let fy = 1; fy < heightPx - 1; fy += stepY) {
    for (let fx = 1; fx < widthPx - 1; fx += stepX) {
      const i = (Math.floor(fy) * widthPx + Math.floor(fx)) * 3;
      const l = luminanceAt(data, i);
      const right = luminanceAt(data, i + 3);
      const below = luminanceAt(data, i + widthPx * 3);
      for (const other of [right, below]) {
        const difference = Math.abs(other - l);
        if (difference === 0) equal++;
        else if (difference <= 4) smooth++;
        else if (difference > 40) edge++;
      }
      laplacians[
        Math.abs(4 * l - right - below - luminanceAt(data, i - 3) - luminanceAt(data, i - widthPx * 3))
      ]!++;
      n++;
    }
  }
  let median = 0;
  let seen = laplacians[0]!;
  while (seen < n / 2 && median < laplacians.length - 1) seen += laplacians[++median]!;
  const pairs = Math.max(1, 2 * n);
  return {
    equalNeighbours: equal / pairs,
    smoothNeighbours: smooth / pairs,
    edgeNeighbours: edge / pairs,
    noise: Math.log2(1 + median),
  };
}

/** Ruled lines, blank rows and columns, the rhythm of lines of text, and where the ink is. */
function measureProfiles(raster: Raster) {
  const { widthPx, heightPx } = raster;
  const luma = luminancePlane(raster);
  const background = borderLuminance(luma, widthPx, heightPx);
  const rowChange = new Float64Array(heightPx);
  const rowInk = new Float64Array(heightPx);
  const columnChange = new Float64Array(widthPx);
  const columnInk = new Float64Array(widthPx);
  const ruleX = new Float64Array(widthPx);
  const ruleY = new Float64Array(heightPx);
  const xs = sampled(widthPx - 1, widthPx / (2 * MAX_SAMPLES));
  const ys = sampled(heightPx - 1, heightPx / (2 * MAX_SAMPLES));
  const nx = xs.length;
  const ny = ys.length;
  for (let y = 0; y < heightPx - 1; y++) {
    const row = y * widthPx;
    let change = 0;
    let rule = 0;
    let ink = 0;
    for (let k = 0; k < nx; k++) {
      const i = row + xs[k]!;
      const l = luma[i]!;
      if (Math.abs(luma[i + 1]! - l) > NOISE) change++;
      if (Math.abs(luma[i + widthPx]! - l) > NOISE) rule++;
      if (Math.abs(l - background.value) > 2 * NOISE) ink++;
    }
    rowChange[y] = change;
    ruleY[y] = rule;
    rowInk[y] = ink;
  }
  for (let k = 0; k < ny; k++) {
    const row = ys[k]! * widthPx;
    for (let x = 0; x < widthPx - 1; x++) {
      const i = row + x;
      const l = luma[i]!;
      if (Math.abs(luma[i + widthPx]! - l) > NOISE) columnChange[x]!++;
      if (Math.abs(luma[i + 1]! - l) > NOISE) ruleX[x]!++;
      if (Math.abs(l - background.value) > 2 * NOISE) columnInk[x]!++;
    }
  }
  const rows = bands(rowChange);
  const columns = bands(columnChange);
  const inkOf = (ink: Float64Array, from: number, to: number): number => {
    let part = 0;
    let all = 0;
    for (let i = 0; i < ink.length; i++) {
      all += ink[i]!;
      if (i >= from * ink.length && i < to * ink.length) part += ink[i]!;
    }
    return all === 0 ? 0 : part / all;
  };
  return {
    log2RuledRows: Math.log2(1 + ruleY.filter((c) => c > 0.6 * nx).length),
    log2RuledColumns: Math.log2(1 + ruleX.filter((c) => c > 0.6 * ny).length),
    blankRows: rowChange.filter((c) => c === 0).length / heightPx,
    blankColumns: columnChange.filter((c) => c === 0).length / widthPx,
    log2RowBands: Math.log2(1 + rows.length),
    log2ColumnBands: Math.log2(1 + columns.length),
    rowPeriodSpread: periodSpread(rows),
    borderUniformity: background.uniformity,
    inkLeft: inkOf(columnInk, 0, 1 / 3),
    inkRight: inkOf(columnInk, 2 / 3, 1),
    inkTop: inkOf(rowInk, 0, 1 / 3),
    inkBottom: inkOf(rowInk, 2 / 3, 1),
  };
}

/** Whole positions below `end`, at least `step` (or 1) apart. */
function sampled(end: number, step: number): Int32Array {
  const positions: number[] = [];
  for (let at = 0; at < end; at += Math.max(1, step)) positions.push(Math.floor(at));
  return Int32Array.from(positions);
}

/** The commonest luminance along the picture's edge, and the share of the edge that has it. */
function borderLuminance(
  luma: Uint8Array,
  widthPx: number,
  heightPx: number,
): { value: number; uniformity: number } {
  const counts = new Uint32Array(64);
  for (let x = 0; x < widthPx; x++) {
    counts[luma[x]! >> 2]!++;
    counts[luma[(heightPx - 1) * widthPx + x]! >> 2]!++;
  }
  for (let y = 0; y < heightPx; y++) {
    counts[luma[y * widthPx]! >> 2]!++;
    counts[luma[y * widthPx + widthPx - 1]! >> 2]!++;
  }
  let best = 0;
  for (let i = 1; i < 64; i++) if (counts[i]! > counts[best]!) best = i;
  return { value: best * 4 + 2, uniformity: counts[best]! / (2 * (widthPx + heightPx)) };
}

/** Starts of the runs that are not blank. */
function bands(change: Float64Array): number[] {
  const starts: number[] = [];
  for (let i = 1; i < change.length; i++) if (change[i]! > 0 && change[i - 1] === 0) starts.push(i);
  return starts;
}

/** Spread of the distances between bands over their mean: near 0 for evenly set lines; 1 if there are too few. */
function periodSpread(starts: number[]): number {
  if (starts.length < 4) return 1;
  const gaps = starts.slice(1).map((s, i) => s - starts[i]!);
  const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
  const variance = gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / gaps.length;
  return Math.min(2, Math.sqrt(variance) / mean);
}
