/** A decoded picture: 8-bit sRGB, three interleaved channels, row-major, no padding between rows. */
export interface Raster {
  /** Length `widthPx * heightPx * 3`. */
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}
