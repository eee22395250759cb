/** Draws what was read over the picture: green where it agrees with the truth, red where it does not. */
import path from 'node:path';
import sharp from 'sharp';
import type { Diagram } from '../../src/engine/diagram';
import type { Score } from './measure';
import { CACHE } from './pages';
import type { Case } from './render';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export async function writeOverlay(
  item: Case,
  result: Diagram | undefined,
  score: Score,
  folder: string,
): Promise<void> {
  const picture = sharp(path.join(CACHE, item.file));
  const { width = 1, height = 1 } = await picture.metadata();
  const size = 12 * item.scale;
  const extra = new Set(score.extraNodes);
  const parts: string[] = [];
  for (const node of item.truth.nodes)
    if (score.missedNodes.includes(node.label))
      parts.push(
        `<rect x="${node.box.x}" y="${node.box.y}" width="${node.box.width}" height="${node.box.height}" fill="red" fill-opacity="0.25"/>`,
      );
  for (const node of result?.nodes ?? []) {
    const bad = extra.has(node.label);
    parts.push(
      `<polygon points="${node.polygon.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="none" stroke="${bad ? 'red' : 'lime'}" stroke-width="${2 * item.scale}"/>`,
      `<text x="${node.polygon[0]!.x}" y="${node.polygon[0]!.y}" font-size="${size}" fill="blue">${node.shape}</text>`,
    );
  }
  const name = new Map(result?.nodes.map(({ id, label }) => [id, label]));
  for (const edge of result?.edges ?? []) {
    const wrong = score.extraEdges.includes(`${name.get(edge.from)} ${edge.arrow} ${name.get(edge.to)}`);
    const points = edge.path.map(({ x, y }) => `${x},${y}`).join(' ');
    const end = edge.path[edge.path.length - 1]!;
    const start = edge.path[0]!;
    parts.push(
      `<polyline points="${points}" fill="none" stroke="${wrong ? 'red' : 'limegreen'}" stroke-width="${3 * item.scale}" stroke-opacity="0.6"/>`,
    );
    if (edge.arrow !== 'none')
      parts.push(
        `<circle cx="${end.x}" cy="${end.y}" r="${5 * item.scale}" fill="orange" fill-opacity="0.7"/>`,
      );
    if (edge.arrow === 'both')
      parts.push(
        `<circle cx="${start.x}" cy="${start.y}" r="${5 * item.scale}" fill="orange" fill-opacity="0.7"/>`,
      );
    const mid = edge.path[edge.path.length >> 1]!;
    if (edge.label)
      parts.push(
        `<text x="${mid.x}" y="${mid.y + size}" font-size="${size}" fill="magenta">${escaped(edge.label)}</text>`,
      );
  }
  for (const group of result?.groups ?? [])
    parts.push(
      `<polygon points="${group.polygon.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="none" stroke="cyan" stroke-width="${3 * item.scale}"/>`,
    );
  const notes = [
    ...score.missedEdges.map((edge) => `missed: ${edge}`),
    ...score.extraEdges.map((edge) => `extra: ${edge}`),
  ];
  notes.forEach((note, i) => {
    parts.push(
      `<text x="4" y="${(i + 1) * size * 1.1}" font-size="${size}" fill="red">${escaped(note)}</text>`,
    );
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">${parts.join('')}</svg>`;
  await picture
    .composite([{ input: Buffer.from(svg), top: 0, left: 0 }])
    .png()
    .toFile(path.join(folder, `${item.name}.png`));
}

/** Boxes and lines of any kind of diagram over its picture, with a list of what is wrong. */
export async function drawOver(
  item: Pick<Case, 'name' | 'file' | 'scale'>,
  result: Diagram | undefined,
  notes: readonly string[],
  folder: string,
): Promise<void> {
  const picture = sharp(path.join(CACHE, item.file));
  const { width = 1, height = 1 } = await picture.metadata();
  const size = 12 * item.scale;
  const points = (path: readonly { readonly x: number; readonly y: number }[]): string =>
    path.map(({ x, y }) => `${x},${y}`).join(' ');
  const parts = [
    ...(result?.nodes ?? []).map(
      ({ polygon }) =>
        `<polygon points="${points(polygon)}" fill="none" stroke="lime" stroke-width="${2 * item.scale}"/>`,
    ),
    ...(result?.edges ?? []).map(({ path: line, label, arrow }) => {
      const middle = line[line.length >> 1]!;
      const colour = arrow === 'none' ? 'deepskyblue' : 'orange';
      const end = line[line.length - 1]!;
      return `<polyline points="${points(line)}" fill="none" stroke="${colour}" stroke-width="${3 * item.scale}" stroke-opacity="0.6"/><circle cx="${end.x}" cy="${end.y}" r="${4 * item.scale}" fill="orange"/><text x="${middle.x}" y="${middle.y}" font-size="${size}" fill="magenta">${escaped(label)}</text>`;
    }),
    ...notes.map(
      (note, i) =>
        `<text x="4" y="${(i + 1) * size * 1.1}" font-size="${size}" fill="red">${escaped(note)}</text>`,
    ),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">${parts.join('')}</svg>`;
  await picture
    .composite([{ input: Buffer.from(svg), top: 0, left: 0 }])
    .png()
    .toFile(path.join(folder, `${item.name}.png`));
}
