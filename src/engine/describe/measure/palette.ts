import type { Raster } from '../../image/raster';

export interface NamedColour {
  /** Such as "dark blue". */
  readonly name: string;
  /** Of the picture's area, 0 to 1. */
  readonly share: number;
}

export interface Appearance {
  /** By share, the largest first; at most five, none under 3 %. */
  readonly colours: readonly NamedColour[];
  /** The colour around the picture's edge, if most of the edge has it. */
  readonly background?: string;
  /** Whether the picture is light content on a dark ground or the other way round. */
  readonly theme: 'light' | 'dark' | 'mixed';
  readonly greyscale: boolean;
  /** Share of pixels that differ a little from their neighbour: high in photographs, low in drawings. */
  readonly texture: number;
}

const SAMPLES = 160;

export function appearanceOf(raster: Raster): Appearance {
  const { data, widthPx, heightPx } = raster;
  const counts = new Map<string, number>();
  let n = 0;
  let dark = 0;
  let light = 0;
  let coloured = 0;
  let textured = 0;
  const stepX = Math.max(1, widthPx / SAMPLES);
  const stepY = Math.max(1, heightPx / SAMPLES);
  for (let fy = 0; fy < heightPx; fy += stepY) {
    for (let fx = 0; fx < widthPx; fx += stepX) {
      const x = Math.floor(fx);
      const i = (Math.floor(fy) * widthPx + x) * 3;
      const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
      const name = colourName(r, g, b);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const luma = 0.299 * r + 0.587 * g + 0.114 * b;
      if (luma < 90) dark++;
      if (luma > 165) light++;
      if (Math.max(r, g, b) - Math.min(r, g, b) > 24) coloured++;
      if (x + 1 < widthPx) {
        const change = Math.abs(r - data[i + 3]!) + Math.abs(g - data[i + 4]!) + Math.abs(b - data[i + 5]!);
        if (change > 0 && change < 48) textured++;
      }
      n++;
    }
  }
  const colours = [...counts]
    .map(([name, count]) => ({ name, share: count / n }))
    .filter(({ share }) => share >= 0.03)
    .sort((a, b) => b.share - a.share)
    .slice(0, 5);
  return {
    colours,
    background: backgroundOf(raster),
    theme: dark > 0.6 * n ? 'dark' : light > 0.6 * n ? 'light' : 'mixed',
    greyscale: coloured < 0.01 * n,
    texture: textured / n,
  };
}

function backgroundOf({ data, widthPx, heightPx }: Raster): string | undefined {
  const counts = new Map<string, number>();
  let n = 0;
  const add = (x: number, y: number): void => {
    const i = (y * widthPx + x) * 3;
    const name = colourName(data[i]!, data[i + 1]!, data[i + 2]!);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    n++;
  };
  for (let x = 0; x < widthPx; x++) {
    add(x, 0);
    add(x, heightPx - 1);
  }
  for (let y = 0; y < heightPx; y++) {
    add(0, y);
    add(widthPx - 1, y);
  }
  const [name, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return count > 0.8 * n ? name : undefined;
}

const HUES: readonly (readonly [upTo: number, name: string])[] = [
  [14, 'red'],
  [42, 'orange'],
  [68, 'yellow'],
  [160, 'green'],
  [195, 'turquoise'],
  [252, 'blue'],
  [290, 'purple'],
  [335, 'pink'],
  [361, 'red'],
];

/** The everyday name of an sRGB colour, components 0 to 255. */
export function colourName(r: number, g: number, b: number): string {
  const max = Math.max(r, g, b);
  const min = Math.min(r, g, b);
  const chroma = max - min;
  const lightness = (max + min) / 510;
  if (chroma < 22 || (chroma < 34 && lightness < 0.25)) {
    if (lightness < 0.16) return 'black';
    if (lightness < 0.38) return 'dark grey';
    if (lightness < 0.68) return 'grey';
    return lightness < 0.93 ? 'light grey' : 'white';
  }
  const sector =
    max === r ? ((g - b) / chroma + 6) % 6 : max === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
  const hue = sector * 60;
  const base = HUES.find(([upTo]) => hue < upTo)![1];
  const dull = chroma < 110;
  if (base === 'orange' || (base === 'red' && dull)) {
    if (lightness < 0.4) return 'brown';
    if (lightness > 0.72 || (dull && lightness > 0.5)) return 'beige';
    return dull ? 'brown' : base;
  }
  if (base === 'yellow') {
    if (lightness < 0.4) return 'olive';
    return dull && lightness > 0.6 ? 'beige' : base;
  }
  if (base === 'pink' && lightness < 0.35) return 'dark purple';
  if (base === 'red' && lightness > 0.72) return 'pink';
  if (lightness < 0.3) return `dark ${base}`;
  return lightness > 0.72 && base !== 'pink' ? `light ${base}` : base;
}
