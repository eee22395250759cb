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
  /** The commonest colour that stands out from the background. */
  readonly ink?: string;
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
  for (const i of samples(raster)) {
    const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
    add(counts, colourName(r, g, b));
    const luma = lumaAt(data, i);
    if (luma < 90) dark++;
    if (luma > 165) light++;
    if (Math.max(r, g, b) - Math.min(r, g, b) > 24) coloured++;
    if ((i / 3 + 1) % widthPx !== 0) {
      const change = Math.abs(r - data[i + 3]!) + Math.abs(g - data[i + 4]!) + Math.abs(b - data[i + 5]!);
      if (change > 0 && change < 48) textured++;
    }
    n++;
  }
  const colours = [...counts]
    .map(([name, count]) => ({ name, share: count / n }))
    .filter(({ share }) => share >= 0.03)
    .sort((a, b) => b.share - a.share)
    .slice(0, 5);
  const ground = groundOf(data, widthPx, heightPx);
  return {
    colours,
    background: ground?.name,
    ink: ground && inkOf(raster, ground.luma),
    theme: dark > 0.6 * n ? 'dark' : light > 0.6 * n ? 'light' : 'mixed',
    greyscale: coloured < 0.01 * n,
    texture: textured / n,
  };
}

/** Indices into the data of pixels on an even grid. */
function* samples({ widthPx, heightPx }: Raster): Generator<number> {
  const stepX = Math.max(1, widthPx / SAMPLES);
  const stepY = Math.max(1, heightPx / SAMPLES);
  for (let y = 0; y < heightPx; y += stepY) {
    for (let x = 0; x < widthPx; x += stepX) yield (Math.floor(y) * widthPx + Math.floor(x)) * 3;
  }
}

const lumaAt = (data: Uint8Array, i: number): number =>
  0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;

const add = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

const commonest = (counts: Map<string, number>): [string, number] =>
  [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0]);

/** The colour that four fifths of the edge have. */
function groundOf(data: Uint8Array, widthPx: number, heightPx: number) {
  const counts = new Map<string, number>();
  const lumas = new Map<string, number>();
  const edge: number[] = [];
  for (let x = 0; x < widthPx; x++) edge.push(x * 3, ((heightPx - 1) * widthPx + x) * 3);
  for (let y = 0; y < heightPx; y++) edge.push(y * widthPx * 3, (y * widthPx + widthPx - 1) * 3);
  for (const i of edge) {
    const name = colourName(data[i]!, data[i + 1]!, data[i + 2]!);
    add(counts, name);
    lumas.set(name, lumaAt(data, i));
  }
  const [name, count] = commonest(counts);
  return count > 0.8 * edge.length ? { name, luma: lumas.get(name)! } : undefined;
}

/** Of the pixels as different from the ground as any: blurred edges of glyphs are of no colour of their own. */
function inkOf(raster: Raster, groundLuma: number): string | undefined {
  const differences: { i: number; difference: number }[] = [];
  for (const i of samples(raster)) {
    const difference = Math.abs(lumaAt(raster.data, i) - groundLuma);
    if (difference > 40) differences.push({ i, difference });
  }
  if (differences.length === 0) return undefined;
  const most = differences.map((d) => d.difference).sort((a, b) => b - a)[
    Math.floor(differences.length / 10)
  ]!;
  const counts = new Map<string, number>();
  for (const { i, difference } of differences) {
    if (difference < 0.8 * most) continue;
    add(counts, colourName(raster.data[i]!, raster.data[i + 1]!, raster.data[i + 2]!));
  }
  return commonest(counts)[0];
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
