/**
 * Memory of text extraction over many 4K screenshots.
 *
 * npx tsx bench/ocr/memory.ts [pictures]
 */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeImage } from '../../src/engine/image/decode';
import { TextReader } from '../../src/engine/ocr';
import { renderSet } from './render/render';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = join(homedir(), '.cache', 'pixelscribe', 'ocr', 'pictures');
const count = Number(process.argv[2] ?? 100);
const pictures = (await renderSet('sizes', root, cache)).filter(({ name }) => name.includes('4k'));
const reader = new TextReader(join(root, 'models'));
const mib = (): number => Math.round(process.memoryUsage().rss / 2 ** 20);
console.log(`before: ${mib()} MiB`);
let peak = 0;
for (let i = 1; i <= count; i++) {
  const { name } = pictures[i % pictures.length]!;
  await reader.read(await decodeImage({ path: join(cache, `${name}.png`) }));
  peak = Math.max(peak, mib());
  if (i === 1 || i % 10 === 0) console.log(`after ${i} 4K screenshots: ${mib()} MiB, highest ${peak} MiB`);
}
await reader.dispose();
