/** In which other sizes, and leaning which way, a doubtful picture is looked at again. */
import type { Preprocessing } from './config';
import type { Ink } from './ink';

export interface View {
  /** Of the text font, over what it was first taken for. */
  readonly size: number;
  /** By how much of its height everything leans further to the right. */
  readonly slant: number;
}

/** `near` comes first, `far` where the near ones leave a doubt. */
export interface Views {
  readonly near: readonly View[];
  readonly far: readonly View[];
}

const upright = (size: number): View => ({ size, slant: 0 });
const PRINT: Views = { near: [0.95, 1.05].map(upright), far: [0.9, 1.1].map(upright) };
/** People write in many sizes side by side, and lean either way. */
const HANDWRITING: Views = {
  near: [1 / 1.1, 1.1].map(upright),
  far: [
    ...[0.76, 1 / 1.2, 1.2, 1.32].map(upright),
    { size: 1, slant: 0.2 },
    { size: 1, slant: -0.2 },
    { size: 1 / 1.1, slant: 0.12 },
    { size: 1.1, slant: -0.12 },
  ],
};

export function viewsFor({ pen_px }: Preprocessing): Views {
  return pen_px ? HANDWRITING : PRINT;
}

/** The picture with each row moved to the side by `slant` px for each px of height: what stood upright leans. */
export function slanted(ink: Ink, slant: number): Ink {
  if (slant === 0) return ink;
  const { data, widthPx, heightPx } = ink;
  const width = widthPx + Math.ceil(Math.abs(slant) * heightPx);
  const out = new Float32Array(width * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const shift = slant > 0 ? slant * (heightPx - 1 - y) : -slant * y;
    const whole = Math.floor(shift);
    const part = shift - whole;
    for (let x = 0; x < widthPx; x++) {
      const value = data[y * widthPx + x]!;
      const at = y * width + x + whole;
      out[at]! += value * (1 - part);
      if (part > 0) out[at + 1]! += value * part;
    }
  }
  return { data: out, widthPx: width, heightPx };
}
