/**
 * Draws generated graphs with several renderers in Chromium and keeps picture and truth in a cache folder.
 * Truth comes from the source (labels, shapes, edges) and the drawing's DOM (positions of nodes and text).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { CACHE, openPages } from './pages';
import { type Box, positions } from './positions';
import { drawioSvg, type Routing } from './renderers/drawio';
import { dotSource, dotSvg, GRAPHVIZ_LOOKS, type GraphvizVariant, graphvizShape } from './renderers/graphviz';
import { mermaidSource } from './renderers/mermaid';
import { nomnomlShape, nomnomlSource } from './renderers/nomnoml';
import { type GraphSpec, makeSpec, NODE_SHAPES, pick, type Random, random, type SpecEdge } from './spec';
import { showDrawing } from './stage';

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

const PADDING_PX = 16;
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
  const stage = await showDrawing(page, drawing, PADDING_PX);
  if (!stage) return undefined;
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

if (process.argv[1] === import.meta.filename) {
  const [set = 'dev', count = '30'] = process.argv.slice(2);
  const drawn = await cases(set as SetName, Number(count));
  console.log(`${drawn.length} cases in ${CACHE}`);
}
