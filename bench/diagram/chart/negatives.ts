/** Pictures that are no charts: the other benchmarks' diagrams, with what was read in them, where they were drawn. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readChart } from '../../../src/engine/diagram/chart';
import type { ReadLine } from '../../../src/engine/diagram/labels';
import { trimWords } from '../../../src/engine/diagram/trim-words';
import type { Raster } from '../../../src/engine/image/raster';
import { CACHE } from '../pages';

/** Of a folder with many pictures, this many are enough. */
const MOST = 300;

/** @returns how many pictures were looked at, and the names of those that were taken for charts */
export async function falseCharts(
  load: (file: string) => Promise<Raster>,
): Promise<{ readonly looked: number; readonly taken: readonly string[] }> {
  const names = readdirSync(CACHE)
    .filter((file) => file.endsWith('.text.json') && !file.includes('-chart-'))
    .map((file) => file.slice(0, -'.text.json'.length))
    .filter((name) => existsSync(path.join(CACHE, `${name}.json`)));
  const step = Math.max(1, Math.ceil(names.length / MOST));
  const taken: string[] = [];
  let looked = 0;
  for (let i = 0; i < names.length; i += step) {
    const name = names[i]!;
    const drawn = JSON.parse(readFileSync(path.join(CACHE, `${name}.json`), 'utf8')) as {
      file: string;
    } | null;
    if (!drawn || !existsSync(path.join(CACHE, drawn.file))) continue;
    const text = JSON.parse(readFileSync(path.join(CACHE, `${name}.text.json`), 'utf8')) as {
      lines?: ReadLine[];
    };
    if (!text.lines) continue;
    const raster = await load(path.join(CACHE, drawn.file));
    looked++;
    if (readChart(raster, trimWords(text.lines, raster))) taken.push(name);
  }
  return { looked, taken };
}
