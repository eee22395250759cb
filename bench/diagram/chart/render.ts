/** Draws charts and keeps picture and truth beside each other in the cache folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { CACHE, openPages } from '../pages';
import { pick, type Random, random } from '../spec';
import { showDrawing } from '../stage';
import { drawWithGnuplot } from './gnuplot';
import { chartSource } from './mermaid';
import { PythonCharts } from './python';
import { type ChartSpec, type ChartWishes, makeChart } from './spec';
import { chartSvg } from './svg';

export interface ChartCase {
  readonly name: string;
  readonly renderer: string;
  readonly theme: string;
  readonly scale: number;
  readonly file: string;
  readonly truth: ChartSpec;
  /** The value axis's lowest and highest value; 0 to 100 per cent of pies. */
  readonly range: readonly [number, number];
}

const PADDING_PX = 8;

/** The renderer of the third list was not looked at while the reader was written. */
export const CHART_SETS = {
  dev: ['svg', 'matplotlib', 'mermaid'],
  heldOut: ['svg', 'matplotlib', 'mermaid'],
  unseen: ['gnuplot'],
} as const;
export type ChartSet = keyof typeof CHART_SETS;
type Renderer = (typeof CHART_SETS)[ChartSet][number];

const MARKS = ['bar', 'bar', 'bar', 'line', 'line', 'pie'] as const;
const FORMATS = ['plain', 'plain', 'plain', 'comma', 'percent', 'k', 'dollar'] as const;
const WISHES: Readonly<Record<Renderer, ChartWishes>> = {
  svg: { marks: MARKS, negative: true, dataLabels: true, formats: FORMATS },
  matplotlib: { marks: MARKS, negative: true, numeric: true, dataLabels: true, formats: FORMATS },
  mermaid: { marks: MARKS, maxSeries: 1 },
  gnuplot: { marks: ['bar', 'line'], horizontal: false, formats: ['plain', 'comma', 'percent', 'dollar'] },
};

interface Drawn {
  readonly theme: string;
  readonly range: readonly [number, number];
  readonly svg?: string;
  readonly background?: string;
}

class Drawer {
  readonly python = new PythonCharts();
  #pages: Awaited<ReturnType<typeof openPages>> | undefined;

  async page(scale: number): Promise<Page> {
    this.#pages ??= await openPages();
    return this.#pages.pages[scale - 1] as Page;
  }

  /** Draws into `file`, or returns SVG for the browser. */
  async draw(renderer: Renderer, spec: ChartSpec, next: Random, scale: number, file: string): Promise<Drawn> {
    if (renderer === 'svg') return chartSvg(spec, next);
    if (renderer === 'gnuplot') return { theme: 'default', range: drawWithGnuplot(spec, next, scale, file) };
    if (renderer === 'mermaid') {
      const { source, range } = chartSource(spec, next);
      const theme = pick(next, ['default', 'default', 'dark', 'neutral']);
      const config = {
        theme,
        xyChart: { width: 480 + Math.floor(next() * 400), height: 320 + Math.floor(next() * 240) },
      };
      const page = await this.page(1);
      const svg = await page.evaluate(
        ([s, c]) =>
          (window as never as { draw: { mermaid(s: string, c: object): Promise<string> } }).draw.mermaid(
            s,
            c,
          ),
        [source, config] as const,
      );
      return { svg, background: theme === 'dark' ? '#333333' : '#ffffff', theme, range };
    }
    const seed = Math.floor(next() * 1e9);
    const answer = await this.python.draw({ spec, seed, scale, file });
    return answer;
  }

  async close(): Promise<void> {
    this.python.close();
    await this.#pages?.close();
  }
}

async function screenshot(page: Page, svg: string, background: string): Promise<Buffer> {
  const stage = await showDrawing(page, { svg, background }, PADDING_PX);
  if (!stage) throw new Error('The drawing is too large or next to nothing.');
  return stage.screenshot();
}

async function renderCase(
  drawer: Drawer,
  renderer: Renderer,
  seed: number,
  name: string,
): Promise<ChartCase> {
  const next = random(seed);
  const scale = next() < 0.6 ? 1 : 2;
  const jpeg = next() < 0.2;
  const quality = 60 + Math.floor(next() * 35);
  const truth = makeChart(next, WISHES[renderer]);
  const raw = path.join(CACHE, `${name}.raw.png`);
  const { svg, background, theme, range } = await drawer.draw(renderer, truth, next, scale, raw);
  const shot = svg
    ? await screenshot(await drawer.page(scale), svg, background ?? '#ffffff')
    : readFileSync(raw);
  const picture = sharp(shot).flatten({ background: '#ffffff' });
  const file = `${name}.${jpeg ? 'jpg' : 'png'}`;
  await (jpeg ? picture.jpeg({ quality }) : picture.png()).toFile(path.join(CACHE, file));
  return { name, renderer, theme, scale, file, truth, range };
}

/** The cases of a set, drawn on first use. */
export async function chartCases(set: ChartSet, perRenderer: number): Promise<ChartCase[]> {
  mkdirSync(CACHE, { recursive: true });
  const result: ChartCase[] = [];
  const drawer = new Drawer();
  for (const renderer of CHART_SETS[set]) {
    for (let i = 0; i < perRenderer; i++) {
      const name = `${set}-chart-${renderer}-${i}`;
      const json = path.join(CACHE, `${name}.json`);
      if (!existsSync(json)) {
        const seed = { dev: 77, heldOut: 700_000, unseen: 970_000 }[set] + i * 7919 + renderer.length * 131;
        const drawn = await renderCase(drawer, renderer, seed, name).catch((error: Error) => {
          console.error(`${name}: ${error.message.split('\n')[0]}`);
          return undefined;
        });
        writeFileSync(json, JSON.stringify(drawn ?? null));
      }
      const item = JSON.parse(readFileSync(json, 'utf8')) as ChartCase | null;
      if (item) result.push(item);
    }
  }
  await drawer.close();
  return result;
}
