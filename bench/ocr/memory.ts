/**
 * Memory of text extraction over many 4K screenshots.
 *
 * npx tsx bench/ocr/memory.ts [pictures]
 */
import { readFileSync } from 'node:fs';
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
/** Resident memory of this process and of those that read beside it (Linux). */
async function mib(): Promise<number> {
  const others = (await reader.processIds()).map((id) => {
    const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) * 1024;
  });
  return Math.round(others.reduce((sum, bytes) => sum + bytes, process.memoryUsage().rss) / 2 ** 20);
}
console.log(`before: ${await mib()} MiB`);
let peak = 0;
for (let i = 1; i <= count; i++) {
  const { name } = pictures[i % pictures.length]!;
  await reader.read(await decodeImage({ path: join(cache, `${name}.png`) }));
  peak = Math.max(peak, await mib());
  if (i === 1 || i % 10 === 0)
    console.log(`after ${i} 4K screenshots: ${await mib()} MiB, highest ${peak} MiB`);
}
await reader.dispose();
