/**
 * How long a diagram of 20 nodes in 1600 × 1200 pixels takes from the file's bytes to Mermaid, text extraction included,
 * once the models are loaded: `npm run bench:diagram:time`.
 */
import path from 'node:path';
import sharp from 'sharp';
import { TextReader } from '../../src/engine/ocr';
import { readDiagram } from '../../src/engine/tasks/diagram';

const MODELS = path.join(import.meta.dirname, '..', '..', 'models');
const COLUMNS = 5;
const ROWS = 4;
const RUNS = 7;

/** Boxes in rows, each with arrows to its right and lower neighbours, some of them labelled. */
function drawing(): string {
  const parts: string[] = [];
  const names = 'Load Parse Check Send Read Write Merge Split Build Store'.split(' ');
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const [x, y] = [60 + column * 310, 80 + row * 290];
      const label = `${names[(row * COLUMNS + column) % names.length]} ${row < 2 ? 'order' : 'report'}`;
      parts.push(
        `<rect x="${x}" y="${y}" width="190" height="90" rx="8" fill="#eef4ff" stroke="#2b5797" stroke-width="2"/>`,
        `<text x="${x + 95}" y="${y + 52}" text-anchor="middle">${label}</text>`,
      );
      if (column < COLUMNS - 1)
        parts.push(
          `<path d="M${x + 190} ${y + 45}H${x + 308}" marker-end="url(#arrow)"/>`,
          `<text x="${x + 245}" y="${y + 36}" text-anchor="middle" font-size="16">next</text>`,
        );
      if (row < ROWS - 1) parts.push(`<path d="M${x + 95} ${y + 90}V${y + 288}" marker-end="url(#arrow)"/>`);
    }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" font-family="DejaVu Sans, sans-serif" font-size="20">
    <defs><marker id="arrow" markerWidth="14" markerHeight="12" refX="12" refY="6" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L14 6L0 12Z"/></marker></defs>
    <rect width="1600" height="1200" fill="white"/><g stroke="#333" stroke-width="2" fill="none">${parts
      .filter((part) => part.startsWith('<path'))
      .join('')}</g>${parts.filter((part) => !part.startsWith('<path')).join('')}</svg>`;
}

const bytes = await sharp(Buffer.from(drawing())).png().toBuffer();
const reader = new TextReader(MODELS);
const times: number[] = [];
let size = '';
for (let run = 0; run <= RUNS; run++) {
  const started = performance.now();
  const result = await readDiagram({ bytes, name: 'twenty.png' }, reader, new AbortController().signal);
  // The first run loads the models.
  if (run > 0) times.push(performance.now() - started);
  size = `${result.nodes.length} of 20 nodes, ${result.edges.length} of 31 connections`;
}
await reader.dispose();
times.sort((a, b) => a - b);
const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1000).toFixed(2)} s`;
console.log(`1600 × 1200, ${size}`);
console.log(
  `median ${seconds(times[RUNS >> 1])}, fastest ${seconds(times[0])}, slowest ${seconds(times[RUNS - 1])} of ${RUNS} warm runs`,
);
