/**
 * Draws generated graphs with several renderers in Chromium and keeps picture and truth in a cache folder.
 * Truth comes from the source (labels, shapes, edges) and the drawing's DOM (positions of nodes and text).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { drawioSvg, type Routing } from './renderers/drawio';
import { dotSource, dotSvg, GRAPHVIZ_LOOKS, type GraphvizVariant, graphvizShape } from './renderers/graphviz';
import { mermaidSource } from './renderers/mermaid';
import { nomnomlShape, nomnomlSource } from './renderers/nomnoml';
import { type GraphSpec, makeSpec, NODE_SHAPES, pick, type Random, random, type SpecEdge } from './spec';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Truth {
  readonly nodes: readonly { id: string; label: string; shape: string; box: Box }[];
  readonly edges: readonly SpecEdge[];
  readonly groups: readonly { label: string; nodes: readonly string[] }[];
  readonly direction: string;
  readonly text: readonly { text: string; box: Box }[];
}
export interface Case {
  readonly name: string;
  /** Renderer, theme and look, such as "mermaid/dark/classic". */
  readonly renderer: string;
  readonly theme: string;
  readonly look: string;
  readonly layout: string;
  readonly scale: number;
  readonly file: string;
  readonly truth: Truth;
}

export const CACHE =
  process.env.PIXELSCRIBE_BENCH_CACHE ?? path.join(import.meta.dirname, 'results', 'cache');
const HERE = import.meta.dirname;

/** What is drawn: themes and renderers of the third list were not looked at while the analyser was written. */
export const SETS = {
  dev: ['mermaid', 'hand', 'graphviz', 'drawio'],
  heldOut: ['mermaid', 'hand', 'graphviz', 'drawio'],
  unseen: ['forest', 'nomnoml'],
} as const;
export type SetName = keyof typeof SETS;
type Kind = (typeof SETS)[SetName][number];

interface Drawing {
  svg: string;
  background: string;
  nodes: string;
  theme: string;
  look: string;
  layout: string;
  spec: GraphSpec;
}

const MERMAID_SHAPES = NODE_SHAPES.filter((shape) => shape !== 'ellipse');

async function draw(page: Page, kind: Kind, next: Random): Promise<Drawing> {
  if (kind === 'mermaid' || kind === 'hand' || kind === 'forest') {
    const spec = makeSpec(next, { shapes: MERMAID_SHAPES, groups: true, maxNodes: 30 });
    const theme = kind === 'forest' ? 'forest' : pick(next, ['default', 'default', 'dark', 'neutral']);
    const look = kind === 'hand' ? 'handDrawn' : 'classic';
    const layout = next() < 0.3 ? 'elk' : 'dagre';
    const curve = pick(next, ['basis', 'basis', 'linear', 'stepAfter', 'rounded']);
    const config = {
      theme,
      look,
      layout,
      handDrawnSeed: 1 + Math.floor(next() * 1000),
      flowchart: { curve, htmlLabels: next() < 0.8 },
      ...(next() < 0.3 ? { fontFamily: pick(next, ['DejaVu Sans', 'Open Sans', 'Liberation Sans']) } : {}),
    };
    const source = mermaidSource(spec);
    const svg = await page.evaluate(([s, c]) => (window as never as Draw).draw.mermaid(s, c), [
      source,
      config,
    ] as const);
    const background = theme === 'dark' ? pick(next, ['#333333', '#1e1e1e', '#0d1117']) : '#ffffff';
    return { svg, background, nodes: 'mermaid', theme, look, layout: `${layout}-${curve}`, spec };
  }
  if (kind === 'graphviz') {
    const spec = makeSpec(next, { shapes: NODE_SHAPES, groups: true, maxNodes: 30 });
    const variant: GraphvizVariant = {
      engine: pick(next, ['dot', 'dot', 'dot', 'neato', 'fdp', 'circo'] as const),
      splines: pick(next, ['true', 'true', 'ortho', 'polyline'] as const),
      look: pick(next, GRAPHVIZ_LOOKS),
    };
    const grouped = variant.engine === 'dot' ? spec : { ...spec, groups: [] };
    const svg = dotSvg(dotSource(grouped, variant, next), variant.engine);
    return {
      svg: svg.slice(svg.indexOf('<svg')),
      background: variant.look === 'night' ? '#1e1e1e' : '#ffffff',
      nodes: 'graphviz',
      theme: variant.look,
      look: 'classic',
      layout: `${variant.engine}-${variant.splines}`,
      spec: { ...grouped, nodes: spec.nodes.map((node) => ({ ...node, shape: graphvizShape(node.shape) })) },
    };
  }
  if (kind === 'drawio') {
    const spec = makeSpec(next, { shapes: NODE_SHAPES, groups: false, maxNodes: 24 });
    const routing = pick(next, [
      'orthogonal',
      'rounded',
      'straight',
      'curved',
    ] as const satisfies readonly Routing[]);
    const drawing = drawioSvg(spec, routing, next);
    const background = /background:(#\w+)/.exec(drawing.svg)?.[1] ?? '#ffffff';
    return {
      svg: drawing.svg,
      background,
      nodes: 'drawio',
      theme: background === '#ffffff' ? 'light' : 'dark',
      look: 'classic',
      layout: routing,
      spec: { ...spec, edges: drawing.edges },
    };
  }
  const spec = makeSpec(next, { shapes: NODE_SHAPES, groups: false, maxNodes: 20 });
  const svg = await page.evaluate((s) => (window as never as Draw).draw.nomnoml(s), nomnomlSource(spec));
  return {
    svg,
    background: '#ffffff',
    nodes: 'nomnoml',
    theme: 'default',
    look: 'classic',
    layout: 'nomnoml',
    spec: { ...spec, nodes: spec.nodes.map((node) => ({ ...node, shape: nomnomlShape(node.shape) })) },
  };
}

interface Draw {
  draw: {
    mermaid(source: string, config: object): Promise<string>;
    nomnoml(source: string): string;
    parses(source: string): Promise<string>;
  };
}

/** Positions of nodes and of lines of text in the drawing on the page, in CSS pixels. */
function positions(scheme: string): {
  nodes: { key: string; box: Box }[];
  text: { text: string; box: Box }[];
} {
  const svg = document.querySelector('#stage svg') as SVGSVGElement;
  const box = (r: DOMRect): Box => ({ x: r.x, y: r.y, width: r.width, height: r.height });
  const nodes: { key: string; box: Box }[] = [];
  const add = (key: string, element: Element): void => {
    nodes.push({ key, box: box(element.getBoundingClientRect()) });
  };
  if (scheme === 'mermaid')
    for (const element of svg.querySelectorAll('g.node, g.rough-node'))
      add(
        /flowchart-(n\d+)-/.exec(element.id)?.[1] ?? '',
        [...element.children].find((child) => !child.classList.contains('label')) ?? element,
      );
  if (scheme === 'graphviz')
    for (const element of svg.querySelectorAll('g.node'))
      add(
        element.querySelector('title')?.textContent ?? '',
        element.querySelector('polygon, ellipse, path') as Element,
      );
  if (scheme === 'drawio')
    for (const element of svg.querySelectorAll('[data-node]'))
      add(element.getAttribute('data-node') ?? '', element);
  if (scheme === 'nomnoml')
    for (const element of svg.querySelectorAll('g[data-name]'))
      add(element.getAttribute('data-name') ?? '', element);
  const text: { text: string; box: Box }[] = [];
  const walker = document.createTreeWalker(svg, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement as Element;
    if (parent.closest('title, style, defs, desc')) continue;
    const holder = parent.closest('foreignObject, text');
    for (const match of (node.textContent ?? '').matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const r = box(range.getBoundingClientRect());
      if (r.width < 1 || r.height < 1) continue;
      const last = text[text.length - 1] as
        | ({ text: string; box: Box } & { holder?: Element | null })
        | undefined;
      const sameLine =
        last &&
        last.holder === holder &&
        Math.abs(last.box.y - r.y) < r.height / 2 &&
        r.x >= last.box.x + last.box.width - 2;
      if (last && sameLine) {
        last.text += ` ${match[0]}`;
        const x = last.box.x;
        const y = Math.min(last.box.y, r.y);
        last.box = { x, y, width: r.x + r.width - x, height: Math.max(last.box.height, r.height) };
      } else text.push({ text: match[0], box: r, holder } as never);
    }
  }
  return { nodes, text: text.map(({ text: t, box: b }) => ({ text: t, box: b })) };
}

export async function openPage(): Promise<{ page: Page; close: () => Promise<void> }> {
  mkdirSync(CACHE, { recursive: true });
  const bundle = path.join(CACHE, 'page.bundle.js');
  if (!existsSync(bundle))
    await build({
      entryPoints: [path.join(HERE, 'page.js')],
      bundle: true,
      format: 'iife',
      outfile: bundle,
      minify: true,
      external: ['fs', 'path'],
      logLevel: 'error',
    });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
  const page = await browser.newPage();
  await page.addInitScript('globalThis.__name = (f) => f;');
  await page.setContent('<!doctype html><body style="margin:0"><div id="stage"></div></body>');
  await page.evaluate('globalThis.__name = (f) => f;');
  await page.addScriptTag({ path: bundle });
  return { page, close: () => browser.close() };
}

async function renderCase(
  pages: readonly Page[],
  kind: Kind,
  seed: number,
  name: string,
): Promise<Case | undefined> {
  const next = random(seed);
  const scale = next() < 0.6 ? 1 : 2;
  const page = pages[scale - 1] as Page;
  const jpeg = next() < 0.2;
  const drawing = await draw(page, kind, next);
  await page.evaluate(
    ([svg, background]) => {
      const stage = document.getElementById('stage') as HTMLElement;
      stage.innerHTML = svg;
      const root = stage.querySelector('svg') as SVGSVGElement;
      const view = root.viewBox.baseVal;
      if (view?.width && !/pt$/.test(root.getAttribute('width') ?? '')) {
        root.setAttribute('width', String(view.width));
        root.setAttribute('height', String(view.height));
      }
      root.style.maxWidth = 'none';
      stage.style.cssText = `display:inline-block;padding:16px;background:${background}`;
      document.body.style.background = background;
    },
    [drawing.svg, drawing.background] as const,
  );
  const stage = page.locator('#stage');
  const size = await stage.boundingBox();
  if (!size || size.width * size.height > 6e6 || size.width < 40) return undefined;
  await page.setViewportSize({ width: Math.ceil(size.width) + 2, height: Math.ceil(size.height) + 2 });
  const found = await page.evaluate(positions, drawing.nodes);
  const png = await stage.screenshot();
  const file = `${name}.${jpeg ? 'jpg' : 'png'}`;
  const picture = sharp(png).removeAlpha();
  await (jpeg ? picture.jpeg({ quality: 60 + Math.floor(next() * 35) }) : picture.png()).toFile(
    path.join(CACHE, file),
  );
  const grow = (box: Box): Box => ({
    x: box.x * scale,
    y: box.y * scale,
    width: box.width * scale,
    height: box.height * scale,
  });
  const spec = drawing.spec;
  const truth: Truth = {
    direction: spec.direction,
    nodes: spec.nodes.flatMap((node) => {
      const key = drawing.nodes === 'nomnoml' ? node.label : node.id;
      const at = found.nodes.find((other) => other.key === key);
      return at ? [{ ...node, box: grow(at.box) }] : [];
    }),
    edges: spec.edges,
    groups: spec.groups,
    text: found.text.map((line) => ({ text: line.text, box: grow(line.box) })),
  };
  if (truth.nodes.length !== spec.nodes.length) return undefined;
  return {
    name,
    renderer: drawing.nodes,
    theme: drawing.theme,
    look: drawing.look,
    layout: drawing.layout,
    scale,
    file,
    truth,
  };
}

/** The cases of a set, drawn on first use. */
export async function cases(set: SetName, perKind: number): Promise<Case[]> {
  mkdirSync(CACHE, { recursive: true });
  const result: Case[] = [];
  let opened: Awaited<ReturnType<typeof openPages>> | undefined;
  for (const kind of SETS[set]) {
    for (let i = 0; i < perKind; i++) {
      const name = `${set}-${kind}-${i}`;
      const json = path.join(CACHE, `${name}.json`);
      if (!existsSync(json)) {
        opened ??= await openPages();
        // Seeds of the sets do not meet: development never sees a held-out graph.
        const seed = { dev: 1, heldOut: 500_000, unseen: 900_000 }[set] + i * 7919 + kind.length * 131;
        const drawn = await renderCase(opened.pages, kind, seed, name).catch((error: Error) => {
          console.error(`${name}: ${error.message.split('\n')[0]}`);
          return undefined;
        });
        writeFileSync(json, JSON.stringify(drawn ?? null));
      }
      const item = JSON.parse(readFileSync(json, 'utf8')) as Case | null;
      if (item) result.push(item);
    }
  }
  await opened?.close();
  return result;
}

export async function openPages(): Promise<{ pages: Page[]; close: () => Promise<void> }> {
  const one = await openPage();
  const browser = one.page.context().browser();
  const context = await browser?.newContext({ deviceScaleFactor: 2 });
  if (!context) throw new Error('Chromium did not open a second context.');
  const page = await context.newPage();
  await page.setContent('<!doctype html><body style="margin:0"><div id="stage"></div></body>');
  await page.evaluate('globalThis.__name = (f) => f;');
  await page.addScriptTag({ path: path.join(CACHE, 'page.bundle.js') });
  return { pages: [one.page, page], close: one.close };
}

if (process.argv[1] === import.meta.filename) {
  const [set = 'dev', count = '30'] = process.argv.slice(2);
  const drawn = await cases(set as SetName, Number(count));
  console.log(`${drawn.length} cases in ${CACHE}`);
}
