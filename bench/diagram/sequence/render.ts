/** Draws conversations and keeps picture and truth beside each other in the cache folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { CACHE, openPages } from '../pages';
import { pick, type Random, random } from '../spec';
import { takePicture } from '../stage';
import { sequenceSource } from './mermaid';
import { plantumlSvg } from './plantuml';
import { makeSequence, type SequenceSpec } from './spec';

export interface SequenceCase {
  readonly name: string;
  readonly renderer: string;
  readonly theme: string;
  readonly scale: number;
  readonly file: string;
  readonly truth: SequenceSpec;
}

/** The theme and the renderer of the third list were not looked at while the reader was written. */
export const SEQUENCE_SETS = {
  dev: ['mermaid'],
  heldOut: ['mermaid'],
  unseen: ['forest', 'plantuml'],
} as const;
export type SequenceSet = keyof typeof SEQUENCE_SETS;
type Kind = (typeof SEQUENCE_SETS)[SequenceSet][number];

const BACKGROUNDS: Record<string, string> = { dark: '#333333' };

async function draw(page: Page, kind: Kind, next: Random) {
  if (kind === 'plantuml') {
    const truth = makeSequence(next, { heads: ['filled', 'open', 'cross'] });
    return { ...plantumlSvg(truth, next), truth, theme: 'classic' };
  }
  const truth = makeSequence(next, { heads: ['filled', 'open', 'cross', 'none'] });
  const theme = kind === 'forest' ? 'forest' : pick(next, ['default', 'default', 'dark', 'neutral']);
  const config = {
    theme,
    sequence: {
      mirrorActors: next() < 0.8,
      ...(next() < 0.2 ? { actorMargin: 30 + Math.floor(next() * 60) } : {}),
    },
    ...(next() < 0.3 ? { fontFamily: pick(next, ['DejaVu Sans', 'Open Sans', 'Liberation Sans']) } : {}),
  };
  const svg = await page.evaluate(
    ([s, c]) =>
      (
        window as never as { draw: { mermaid(source: string, config: object): Promise<string> } }
      ).draw.mermaid(s, c),
    [sequenceSource(truth), config] as const,
  );
  return { svg, background: BACKGROUNDS[theme] ?? '#ffffff', truth, theme };
}

async function renderCase(
  pages: readonly Page[],
  kind: Kind,
  seed: number,
  name: string,
): Promise<SequenceCase | undefined> {
  const next = random(seed);
  const scale = next() < 0.6 ? 1 : 2;
  const page = pages[scale - 1] as Page;
  const jpeg = next() < 0.2;
  const { svg, background, truth, theme } = await draw(page, kind, next);
  const file = await takePicture(
    page,
    { svg, background },
    name,
    jpeg ? 60 + Math.floor(next() * 35) : undefined,
  );
  if (!file) return undefined;
  return { name, renderer: kind === 'plantuml' ? kind : 'mermaid', theme, scale, file, truth };
}

/** The cases of a set, drawn on first use. */
export async function sequenceCases(set: SequenceSet, perKind: number): Promise<SequenceCase[]> {
  mkdirSync(CACHE, { recursive: true });
  const result: SequenceCase[] = [];
  let opened: Awaited<ReturnType<typeof openPages>> | undefined;
  for (const kind of SEQUENCE_SETS[set]) {
    for (let i = 0; i < perKind; i++) {
      const name = `${set}-sequence-${kind}-${i}`;
      const json = path.join(CACHE, `${name}.json`);
      if (!existsSync(json)) {
        opened ??= await openPages();
        const seed = { dev: 31, heldOut: 600_000, unseen: 950_000 }[set] + i * 7919 + kind.length * 131;
        const drawn = await renderCase(opened.pages, kind, seed, name).catch((error: Error) => {
          console.error(`${name}: ${error.message.split('\n')[0]}`);
          return undefined;
        });
        writeFileSync(json, JSON.stringify(drawn ?? null));
      }
      const item = JSON.parse(readFileSync(json, 'utf8')) as SequenceCase | null;
      if (item) result.push(item);
    }
  }
  await opened?.close();
  return result;
}
