/** Ink in parts of a picture, before any of it is cut out. */

/** A difference in brightness (of 255) that is ink whatever the contrast. */
const MIN_INK = 20;

/** Which columns of a band of the picture hold ink. */
export class InkColumns {
  private readonly background: number;
  private readonly threshold: number;

  constructor(
    private readonly brightness: Uint8Array,
    private readonly widthPx: number,
    private readonly heightPx: number,
    private readonly top: number,
    private readonly bottom: number,
    left: number,
    right: number,
  ) {
    const histogram = new Uint32Array(256);
    const from = Math.max(0, Math.round(left));
    const to = Math.min(widthPx, Math.round(right));
    for (let y = top; y < bottom; y++)
      for (let x = from; x < to; x++) histogram[brightness[y * widthPx + x]!]!++;
    this.background = histogram.indexOf(Math.max(...histogram));
    let contrast = 0;
    const few = 0.02 * (to - from) * (bottom - top);
    for (let d = 255, seen = 0; d > 0 && contrast === 0; d--) {
      seen += (histogram[this.background + d] ?? 0) + (histogram[this.background - d] ?? 0);
      if (seen > few) contrast = d;
    }
    this.threshold = Math.max(MIN_INK, 0.3 * contrast);
  }

  ink(x: number): boolean {
    return this.inkBetween(x, this.top, this.bottom);
  }

  /** Whether ink goes on above and below the line: a border, a cursor or a picture. */
  runsOn(from: number, to: number): boolean {
    const more = Math.ceil(0.3 * (this.bottom - this.top));
    const above = Math.max(0, this.top - more);
    const below = Math.min(this.heightPx, this.bottom + more);
    for (let x = from; x < to; x++) {
      if (this.solid(x, above, this.top) && this.solid(x, this.bottom, below)) return true;
    }
    return false;
  }

  private solid(x: number, from: number, to: number): boolean {
    for (let y = from; y < to; y++) if (!this.inkBetween(x, y, y + 1)) return false;
    return true;
  }

  private inkBetween(x: number, from: number, to: number): boolean {
    for (let y = from; y < to; y++) {
      if (Math.abs(this.brightness[y * this.widthPx + x]! - this.background) > this.threshold) return true;
    }
    return false;
  }
}
