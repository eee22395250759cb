/** Run-length encoding: the rows of a picture as stretches of one colour. */
import type { Raster } from '../image/raster';
import type { Mask } from './grid';

/** Runs from the top down and from left to right, each property in a list of its own. */
export interface Runs {
  readonly count: number;
  /** First column, and the one past the last. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly row: Int32Array;
  /** `0xrrggbb`. */
  readonly colour: Int32Array;
  /** [rows + 1] Number of each row's first run; past the last row, of runs. */
  readonly rowStart: Int32Array;
  /** First run of the row above or below that reaches past `from`; only those that begin before `to` touch the run. */
  readonly above: Int32Array;
  readonly below: Int32Array;
}

/** @param blocked Pixels that belong to no run. */
export function runsOf({ data, widthPx: w, heightPx: h }: Raster, blocked?: Mask): Runs {
  const packed = new Int32Array(w * h);
  const stop = blocked?.data;
  let count = 0;
  const rowStart = new Int32Array(h + 1);
  for (let y = 0, p = 0; y < h; y++) {
    rowStart[y] = count;
    let last = -1;
    for (const end = p + w; p < end; p++) {
      const colour = stop?.[p]
        ? -1
        : ((data[3 * p] as number) << 16) | ((data[3 * p + 1] as number) << 8) | (data[3 * p + 2] as number);
      packed[p] = colour;
      if (colour !== last && colour >= 0) count++;
      last = colour;
    }
  }
  rowStart[h] = count;
  const [from, to, row, colours] = [0, 1, 2, 3].map(() => new Int32Array(count)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let run = -1;
  for (let y = 0, p = 0; y < h; y++) {
    let last = -1;
    for (let x = 0; x < w; x++, p++) {
      const colour = packed[p] as number;
      if (colour === last) continue;
      if (last >= 0) to[run] = x;
      if (colour >= 0) {
        run++;
        from[run] = x;
        row[run] = y;
        colours[run] = colour;
      }
      last = colour;
    }
    if (last >= 0) to[run] = w;
  }
  const above = new Int32Array(count);
  const below = new Int32Array(count);
  for (let y = 1; y < h; y++) {
    meet(
      from,
      to,
      above,
      rowStart[y] as number,
      rowStart[y + 1] as number,
      rowStart[y - 1] as number,
      rowStart[y] as number,
    );
    meet(
      from,
      to,
      below,
      rowStart[y - 1] as number,
      rowStart[y] as number,
      rowStart[y] as number,
      rowStart[y + 1] as number,
    );
  }
  return { count, from, to, row, colour: colours, rowStart, above, below };
}

/** For each run of one row, the first run of another row that reaches past where it begins. */
function meet(
  from: Int32Array,
  to: Int32Array,
  into: Int32Array,
  first: number,
  end: number,
  otherFirst: number,
  otherEnd: number,
): void {
  let other = otherFirst;
  for (let run = first; run < end; run++) {
    while (other < otherEnd && (to[other] as number) <= (from[run] as number)) other++;
    into[run] = other;
  }
}
