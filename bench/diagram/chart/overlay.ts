/** Draws the marks that were measured over the picture, with their values. */
import path from 'node:path';
import sharp from 'sharp';
import type { ChartValue, Diagram } from '../../../src/protocol';
import { CACHE } from '../pages';
import type { ChartCase } from './render';

export async function writeChartOverlay(
  item: ChartCase,
  result: Diagram | undefined,
  folder: string,
): Promise<void> {
  const picture = sharp(path.join(CACHE, item.file));
  const { width = 1, height = 1 } = await picture.metadata();
  const chart = result?.chart;
  const found: readonly (ChartValue | null)[] = !chart
    ? []
    : chart.kind === 'pie'
      ? chart.slices.map(({ share }) => share)
      : chart.series.flatMap(({ values }) => values);
  const parts = found.flatMap((value) => {
    if (!value) return [];
    const [{ x, y } = { x: 0, y: 0 }] = value.polygon;
    return [
      `<polygon points="${value.polygon.map((p) => `${p.x},${p.y}`).join(' ')}" fill="none" stroke="magenta" stroke-width="${item.scale}"/>`,
      `<text x="${x}" y="${y}" font-size="${11 * item.scale}" fill="red" stroke="white" stroke-width="0.3">${value.value}</text>`,
    ];
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">${parts.join('')}</svg>`;
  await picture
    .composite([{ input: Buffer.from(svg), top: 0, left: 0 }])
    .png()
    .toFile(path.join(folder, `${item.name}.png`));
}
