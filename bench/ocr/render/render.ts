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
export type SetName = 'tuning' | 'held-out' | 'training';

interface SetPlan {
  readonly seed: number;
  readonly mono: readonly string[];
  readonly sans: readonly string[];
  readonly corpus: (root: string) => Corpus;
  readonly pictures: number;
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
  /** What the recogniser's last layers are trained on (models/train-ocr). */
  training: {
    seed: 7,
    mono: [
      'DejaVu Sans Mono',
      'Liberation Mono',
      'JetBrains Mono',
      'Source Code Pro',
      'Ubuntu Mono',
      'Hack',
      'Inconsolata',
      'Nimbus Mono PS',
      'Latin Modern Mono',
    ],
    sans: [
      'Liberation Sans',
      'DejaVu Sans',
      'Roboto',
      'Liberation Serif',
      'Lato',
      'Nimbus Sans',
      'DejaVu Serif',
    ],
    corpus: tuningCorpus,
    pictures: 90,
  },
  'held-out': {
    seed: 2,
    mono: ['Cascadia Code', 'Fira Code', 'IBM Plex Mono', 'Noto Sans Mono'],
    sans: ['Inter', 'Open Sans', 'Noto Sans', 'Source Serif 4', 'Ubuntu'],
    corpus: heldOutCorpus,
    pictures: 72,
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

/** Renders a set into `folder`, unless it is there already; returns the set's list. */
export async function renderSet(name: SetName, root: string, folder: string): Promise<Picture[]> {
  const listFile = join(folder, `${name}.json`);
  if (existsSync(listFile)) return JSON.parse(readFileSync(listFile, 'utf8'));
  mkdirSync(folder, { recursive: true });
  const plan = PLANS[name];
  const corpus = plan.corpus(root);
  const browser = await openBrowser();
  const pictures: Picture[] = [];
  try {
    for (let i = 0; i < plan.pictures; i++) {
      const random = new Random(plan.seed * 1000 + i);
      // The kinds the accuracy targets are about come more often.
      const kind = i % 3 === 0 ? random.pick(['code', 'terminal'] as const) : KINDS[i % KINDS.length]!;
      const ratio = i % 4 === 3 ? 2 : 1;
      const sizePx = random.int(12, 16);
      const [widthPx, heightPx] = random.pick([
        [1280, 720],
        [1000, 700],
        [1440, 900],
      ] as const);
      const dark = (i >> 1) % 2 === 0;
      const mono = random.pick(plan.mono);
      const sans = random.pick(plan.sans);
      const style: PageStyle = { mono: `"${mono}"`, sans: `"${sans}"`, sizePx, dark, widthPx, heightPx };
      const page = await browser.newPage({
        viewport: { width: widthPx, height: heightPx },
        deviceScaleFactor: ratio,
      });
      await page.setContent(
        writePage(kind, corpus, random, style, fontFaces(join(root, 'bench', 'ocr'), [mono, sans])),
      );
      await page.evaluate(() => document.fonts.ready);
      // The transpiler names functions through a helper the page does not have.
      await page.evaluate('globalThis.__name = (f) => f');
      const truth = await page.evaluate(collectTruth, ratio);
      const file = `${name}-${String(i).padStart(2, '0')}-${kind}`;
      await page.screenshot({ path: join(folder, `${file}.png`) });
      await page.close();
      pictures.push({ name: file, set: name, kind, dark, sizePx, ratio, mono, sans, truth });
    }
  } finally {
    await browser.close();
  }
  writeFileSync(listFile, JSON.stringify(pictures));
  return pictures;
}
