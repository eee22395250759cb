/** Bar and line charts: marks measured along a value axis. */
import type { Raster } from '../../image/raster';
import { levelAxis, uprightAxis } from './axes';
import { readBars } from './bar-chart';
import { readLines } from './line-chart';
import { type FoundChart, type Plot, plotOf, type Scene } from './plot';
import type { ChartText } from './words';

/** Fewer of a bar chart's cells with bars are as likely level pieces of lines. */
const FILLED = 0.5;

export function readAxisChart(
  raster: Raster,
  texts: readonly ChartText[],
  emPx: number,
): FoundChart | undefined {
  const scene: Scene = { raster, texts, emPx };
  const upright = uprightAxis(texts, emPx);
  const level = levelAxis(texts, emPx);
  const standing = upright && plotOf(scene, upright, level);
  // Numbers along both axes are those of the upright one and, mostly, years: bars lie where nothing stands.
  return (
    (standing && readStanding(scene, standing, level)) ?? (level && readBars(scene, plotOf(scene, level)))
  );
}

function readStanding(scene: Scene, plot: Plot, level: ReturnType<typeof levelAxis>): FoundChart | undefined {
  const bars = readBars(scene, plot);
  if (bars && filled(bars) >= FILLED) return bars;
  const lines = readLines(scene, plot, level);
  return lines && (!bars || filled(lines) > filled(bars)) ? lines : (bars ?? lines);
}

function filled({ chart: { series } }: FoundChart): number {
  const cells = series.flatMap(({ values }) => values);
  return cells.filter((cell) => cell !== null).length / Math.max(1, cells.length);
}
