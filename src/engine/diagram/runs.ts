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
  const stop = blocked?.data;
  const rowStart = new Int32Array(h + 1);
  let room = Math.max(1024, (w * h) >> 5);
  let [from, to, row, colours] = [0, 1, 2, 3].map(() => new Int32Array(room)) as Quadruple;
  let count = 0;
  for (let y = 0, p = 0; y < h; y++) {
    rowStart[y] = count;
    if (count + w > room) {
      room = Math.max(2 * room, count + w);
      [from, to, row, colours] = [from, to, row, colours].map((list) => enlarged(list, room)) as Quadruple;
    }
    let last = -1;
    for (let x = 0, at = 3 * p; x < w; x++, p++, at += 3) {
      const colour = stop?.[p]
        ? -1
        : ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
      if (colour === last) continue;
      if (last >= 0) to[count - 1] = x;
      last = colour;
      if (colour < 0) continue;
      from[count] = x;
      row[count] = y;
      colours[count++] = colour;
    }
    if (last >= 0) to[count - 1] = w;
  }
  rowStart[h] = count;
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

type Quadruple = [Int32Array, Int32Array, Int32Array, Int32Array];

function enlarged(list: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length);
  longer.set(list);
  return longer;
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
