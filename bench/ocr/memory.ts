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
/** Memory of this process and of those that read beside it, what they share counted once (Linux). */
async function mib(): Promise<number> {
  const kib = [process.pid, ...(await reader.processIds())].map((id) => {
    const [, pss] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')) ?? [];
    return Number(pss ?? 0);
  });
  return Math.round(kib.reduce((sum, one) => sum + one, 0) / 1024);
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
