import { decode } from 'bmp-ts';
import type { AlphaRaster } from './alpha';

export function isBmp(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/** Width and height from the header, before any pixel is decoded; undefined if it is cut off. */
export function bmpSize(bytes: Uint8Array): { widthPx: number; heightPx: number } | undefined {
  if (bytes.length < 26) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(14, true);
  if (headerBytes === 12) return { widthPx: view.getUint16(18, true), heightPx: view.getUint16(20, true) };
  // A negative height means rows are stored from the top.
  return { widthPx: Math.abs(view.getInt32(18, true)), heightPx: Math.abs(view.getInt32(22, true)) };
}

/** libvips has no BMP reader. @throws if the file is damaged or cut off. */
export function decodeBmp(bytes: Uint8Array): AlphaRaster {
  const size = bmpSize(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixelOffset = bytes.length >= 14 ? view.getUint32(10, true) : 0;
  const bitsPerPixel = bytes.length >= 30 ? view.getUint16(28, true) : 24;
  const compression = bytes.length >= 34 ? view.getUint32(30, true) : 0;
  if (size && (compression === 0 || compression === 3)) {
    const rowBytes = Math.ceil((size.widthPx * bitsPerPixel) / 32) * 4;
    if (bytes.length < pixelOffset + rowBytes * size.heightPx) throw new Error('premature end of BMP');
  }
  const { data, width, height } = decode(Buffer.from(bytes), { toRGBA: true });
  // Files of 24 bits and less, and many of 32, store no alpha; the decoder leaves it 0 there.
  let anyAlpha = false;
  for (let i = 3; i < data.length && !anyAlpha; i += 4) anyAlpha = data[i] !== 0;
  if (!anyAlpha) for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { data, widthPx: width, heightPx: height };
}
