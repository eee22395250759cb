/** Draws class and entity models and keeps picture and truth beside each other in the cache folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { CACHE, openPages } from '../pages';
import { pick, type Random, random } from '../spec';
import { type Drawn, takePicture } from '../stage';
import { graphvizClasses, graphvizEntities, umlMember } from './graphviz';
import { classSource, drawnMember, entitySource } from './mermaid';
import { nomnomlClasses } from './nomnoml';
import { plantumlClasses } from './plantuml';
import { type ClassSpec, type EntitySpec, makeClasses, makeEntities } from './spec';

export type Model = ({ readonly type: 'class' } & ClassSpec) | ({ readonly type: 'entity' } & EntitySpec);

export interface ModelCase {
  readonly name: string;
  readonly renderer: string;
  readonly theme: string;
  readonly scale: number;
  readonly file: string;
  readonly truth: Model;
}

/** The theme and the renderer of the third list were not looked at while the reader was written. */
export const MODEL_SETS = {
  dev: ['mermaid-class', 'mermaid-entity', 'graphviz-class', 'graphviz-entity', 'plantuml-class'],
  heldOut: ['mermaid-class', 'mermaid-entity', 'graphviz-class', 'graphviz-entity', 'plantuml-class'],
  unseen: ['forest-class', 'forest-entity', 'nomnoml-class'],
} as const;
export type ModelSet = keyof typeof MODEL_SETS;
type Kind = (typeof MODEL_SETS)[ModelSet][number];

const inMermaid = (kind: Kind): boolean => kind.startsWith('mermaid') || kind.startsWith('forest');

async function draw(page: Page, kind: Kind, next: Random): Promise<Drawn & { truth: Model; theme: string }> {
  if (inMermaid(kind)) return drawMermaid(page, kind, next);
  if (kind === 'graphviz-entity') {
    const spec = makeEntities(next);
    return { ...graphvizEntities(spec, next), truth: { type: 'entity', ...spec } };
  }
  const spec = inUml(makeClasses(next));
  if (kind === 'graphviz-class') return { ...graphvizClasses(spec, next), truth: { type: 'class', ...spec } };
  if (kind === 'plantuml-class') return { ...plantumlClasses(spec, next), truth: { type: 'class', ...spec } };
  const plain: ClassSpec = {
    ...spec,
    classes: spec.classes.map((one) => ({
      ...one,
      stereotype: '',
      attributes: one.attributes.map((text) => text.replace('[]', '')),
    })),
    relations: spec.relations.map((one) => ({ ...one, label: '' })),
  };
  const svg = await page.evaluate(
    (source) => (window as never as { draw: { nomnoml(source: string): string } }).draw.nomnoml(source),
    nomnomlClasses(plain),
  );
  return { svg, background: '#ffffff', theme: 'default', truth: { type: 'class', ...plain } };
}

function inUml(spec: ClassSpec): ClassSpec {
  const classes = spec.classes.map((one) => ({
    ...one,
    attributes: one.attributes.map(umlMember),
    methods: one.methods.map(umlMember),
  }));
  return { ...spec, classes };
}

async function drawMermaid(
  page: Page,
  kind: Kind,
  next: Random,
): Promise<Drawn & { truth: Model; theme: string }> {
  const theme = kind.startsWith('forest') ? 'forest' : pick(next, ['default', 'default', 'dark', 'neutral']);
  const background = theme === 'dark' ? '#333333' : '#ffffff';
  const config = {
    theme,
    ...(next() < 0.3 ? { fontFamily: pick(next, ['DejaVu Sans', 'Open Sans', 'Liberation Sans']) } : {}),
  };
  const render = (source: string): Promise<string> =>
    page.evaluate(
      ([s, c]) =>
        (
          window as never as { draw: { mermaid(source: string, config: object): Promise<string> } }
        ).draw.mermaid(s, c),
      [source, config] as const,
    );
  if (kind.endsWith('class')) {
    const spec = makeClasses(next);
    const classes = spec.classes.map((one) => ({
      ...one,
      attributes: one.attributes.map(drawnMember),
      methods: one.methods.map(drawnMember),
    }));
    return {
      svg: await render(classSource(spec)),
      background,
      theme,
      truth: { type: 'class', ...spec, classes },
    };
  }
  const spec = makeEntities(next);
  return { svg: await render(entitySource(spec)), background, theme, truth: { type: 'entity', ...spec } };
}

async function renderCase(pages: readonly Page[], kind: Kind, seed: number, name: string) {
  const next = random(seed);
  const scale = next() < 0.6 ? 1 : 2;
  const page = pages[scale - 1] as Page;
  const jpeg = next() < 0.2;
  const { truth, theme, ...drawn } = await draw(page, kind, next);
  const file = await takePicture(page, drawn, name, jpeg ? 60 + Math.floor(next() * 35) : undefined);
  const renderer = kind.replace('forest', 'mermaid');
  return file ? ({ name, renderer, theme, scale, file, truth } satisfies ModelCase) : undefined;
}

/** The cases of a set, drawn on first use. */
export async function modelCases(set: ModelSet, perKind: number): Promise<ModelCase[]> {
  mkdirSync(CACHE, { recursive: true });
  const result: ModelCase[] = [];
  let opened: Awaited<ReturnType<typeof openPages>> | undefined;
  for (const kind of MODEL_SETS[set])
    for (let i = 0; i < perKind; i++) {
      const name = `${set}-model-${kind}-${i}`;
      const json = path.join(CACHE, `${name}.json`);
      if (!existsSync(json)) {
        opened ??= await openPages();
        const seed = { dev: 57, heldOut: 700_000, unseen: 980_000 }[set] + i * 7919 + kind.length * 131;
        const drawn = await renderCase(opened.pages, kind, seed, name).catch((error: Error) => {
          console.error(`${name}: ${error.message.split('\n')[0]}`);
          return undefined;
        });
        writeFileSync(json, JSON.stringify(drawn ?? null));
      }
      const item = JSON.parse(readFileSync(json, 'utf8')) as ModelCase | null;
      if (item) result.push(item);
    }
  await opened?.close();
  return result;
}
