/** Renders the benchmark's pictures with Chromium and writes each beside a JSON file with its true text. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type Corpus, heldOutCorpus, tuningCorpus } from './corpus';
import { KINDS, type Kind, type PageStyle, writePage } from './pages';
import { Random } from './random';
import { collectTruth, type Truth } from './truth';

export interface Picture {
  readonly name: string;
  readonly set: SetName;
  readonly kind: Kind;
  readonly dark: boolean;
  readonly sizePx: number;
  readonly ratio: number;
  readonly mono: string;
  readonly sans: string;
  readonly truth: Truth;
}
export const SETS = ['tuning', 'held-out', 'sizes'] as const;
export type SetName = (typeof SETS)[number];

interface SetPlan {
  readonly seed: number;
  readonly mono: readonly string[];
  readonly sans: readonly string[];
  readonly corpus: (root: string) => Corpus;
  readonly pictures: number;
  readonly sizes?: typeof SIZES;
}

/** The held-out set shares neither text nor fonts with the set the pipeline is tuned on. */
const PLANS: Readonly<Record<SetName, SetPlan>> = {
  tuning: {
    seed: 1,
    mono: ['DejaVu Sans Mono', 'Liberation Mono', 'JetBrains Mono', 'Source Code Pro', 'Ubuntu Mono'],
    sans: ['Liberation Sans', 'DejaVu Sans', 'Roboto', 'Liberation Serif'],
    corpus: tuningCorpus,
    pictures: 72,
  },
  'held-out': {
    seed: 2,
    mono: ['Cascadia Code', 'Fira Code', 'IBM Plex Mono', 'Noto Sans Mono'],
    sans: ['Inter', 'Open Sans', 'Noto Sans', 'Source Serif 4', 'Ubuntu'],
    corpus: heldOutCorpus,
    pictures: 72,
  },
  sizes: {
    seed: 3,
    mono: ['DejaVu Sans Mono', 'Cascadia Code'],
    sans: ['Liberation Sans', 'Inter'],
    corpus: tuningCorpus,
    pictures: 7,
    get sizes() {
      return SIZES;
    },
  },
};

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: CHROMIUM_FLAGS,
  });
}

/** `@font-face` rules for the fonts that come from npm; the others are the system's. */
export function fontFaces(benchDir: string, families: readonly string[]): string {
  let css = '';
  for (const family of families) {
    const slug = family.toLowerCase().replaceAll(' ', '-');
    for (const weight of [400, 700]) {
      const file = join(
        benchDir,
        'node_modules',
        '@fontsource',
        slug,
        'files',
        `${slug}-latin-${weight}-normal.woff2`,
      );
      if (!existsSync(file)) continue;
      const data = readFileSync(file).toString('base64');
      css += `@font-face{font-family:"${family}";font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
    }
  }
  return css;
}

interface Shot {
  readonly name: string;
  readonly set: SetName;
  readonly kind: Kind;
  readonly ratio: number;
  readonly style: PageStyle;
  readonly mono: string;
  readonly sans: string;
}

/** Pictures of the sizes people have: a full-HD and a 4K screen full of text, a page scanned at 300 dpi. */
const SIZES: readonly (Pick<Shot, 'name' | 'kind' | 'ratio'> &
  Pick<PageStyle, 'widthPx' | 'heightPx' | 'sizePx' | 'dark'>)[] = [
  { name: 'full-hd-code', kind: 'code', ratio: 1, widthPx: 1920, heightPx: 1080, sizePx: 14, dark: true },
  {
    name: 'full-hd-terminal',
    kind: 'terminal',
    ratio: 1,
    widthPx: 1920,
    heightPx: 1080,
    sizePx: 14,
    dark: true,
  },
  {
    name: 'full-hd-columns',
    kind: 'columns',
    ratio: 1,
    widthPx: 1920,
    heightPx: 1080,
    sizePx: 15,
    dark: false,
  },
  { name: 'full-hd-ide', kind: 'ide', ratio: 1, widthPx: 1920, heightPx: 1080, sizePx: 14, dark: true },
  { name: '4k-ide', kind: 'ide', ratio: 1, widthPx: 3840, heightPx: 2160, sizePx: 16, dark: false },
  { name: '4k-code-2x', kind: 'code', ratio: 2, widthPx: 1920, heightPx: 1080, sizePx: 14, dark: false },
  {
    name: 'a4-300-dpi',
    kind: 'article',
    ratio: 3.125,
    widthPx: 794,
    heightPx: 1123,
    sizePx: 15,
    dark: false,
  },
];

function shotsOf(name: SetName): Shot[] {
  const plan = PLANS[name];
  return Array.from({ length: plan.pictures }, (_, i) => {
    const random = new Random(plan.seed * 1000 + i);
    const size = plan.sizes?.[i];
    // The kinds the accuracy targets are about come more often.
    const kind =
      size?.kind ?? (i % 3 === 0 ? random.pick(['code', 'terminal'] as const) : KINDS[i % KINDS.length]!);
    const [widthPx, heightPx] = random.pick([
      [1280, 720],
      [1000, 700],
      [1440, 900],
    ] as const);
    const style = { sizePx: random.int(12, 16), dark: (i >> 1) % 2 === 0, widthPx, heightPx, ...size };
    const mono = random.pick(plan.mono);
    const sans = random.pick(plan.sans);
    return {
      name: `${name}-${size?.name ?? `${String(i).padStart(2, '0')}-${kind}`}`,
      set: name,
      kind,
      ratio: size?.ratio ?? (i % 4 === 3 ? 2 : 1),
      style: { ...style, mono: `"${mono}"`, sans: `"${sans}"` },
      mono,
      sans,
    };
  });
}

/** Renders a set into `folder`, unless it is there already; returns the set's list. */
export async function renderSet(name: SetName, root: string, folder: string): Promise<Picture[]> {
  const listFile = join(folder, `${name}.json`);
  if (existsSync(listFile)) return JSON.parse(readFileSync(listFile, 'utf8'));
  mkdirSync(folder, { recursive: true });
  const corpus = PLANS[name].corpus(root);
  const browser = await openBrowser();
  try {
    const pictures: Picture[] = [];
    for (const [i, shot] of shotsOf(name).entries()) {
      pictures.push(
        await take(browser, shot, corpus, new Random(PLANS[name].seed * 1000 + i + 500), root, folder),
      );
    }
    writeFileSync(listFile, JSON.stringify(pictures));
    return pictures;
  } finally {
    await browser.close();
  }
}

async function take(
  browser: Browser,
  shot: Shot,
  corpus: Corpus,
  random: Random,
  root: string,
  folder: string,
): Promise<Picture> {
  const { style, ratio, mono, sans } = shot;
  const viewport = { width: style.widthPx, height: style.heightPx };
  const page = await browser.newPage({ viewport, deviceScaleFactor: ratio });
  const fonts = fontFaces(join(root, 'bench', 'ocr'), [mono, sans]);
  await page.setContent(writePage(shot.kind, corpus, random, style, fonts));
  await page.evaluate(() => document.fonts.ready);
  // The transpiler names functions through a helper the page does not have.
  await page.evaluate('globalThis.__name = (f) => f');
  const truth = await page.evaluate(collectTruth, ratio);
  await page.screenshot({ path: join(folder, `${shot.name}.png`) });
  await page.close();
  const { name, set, kind } = shot;
  return { name, set, kind, dark: style.dark, sizePx: style.sizePx, ratio, mono, sans, truth };
}
