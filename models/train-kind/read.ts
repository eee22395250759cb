/**
 * Reads the text of pictures with the engine's own OCR, for fit-text.py and for working on the wording.
 *
 *   npx tsx models/train-kind/read.ts SET MOST_PER_KIND [SOURCE…]
 *
 * A SOURCE such as chart/vega limits the run to its pictures. Pictures read before are not read again.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeImage } from '../../src/engine/image/decode';
import { TextReader } from '../../src/engine/ocr';
import { IMAGE_KINDS } from '../../src/protocol';
import { workDir } from './paths';

const [set, most, ...sources] = process.argv.slice(2);
const out = join(workDir, `measured/readings-${set}.jsonl`);
mkdirSync(join(workDir, 'measured'), { recursive: true });
const done = new Set(
  existsSync(out)
    ? readFileSync(out, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { file: string }).file)
    : [],
);
const reader = new TextReader(join(import.meta.dirname, '..'));
const queues = IMAGE_KINDS.map((kind) => {
  const files = readdirSync(join(workDir, 'pictures', set!, kind)).sort();
  const wanted = files.filter(
    (f) => sources.length === 0 || sources.includes(`${kind}/${f.slice(0, f.lastIndexOf('_'))}`),
  );
  const step = Math.max(1, wanted.length / Number(most));
  return wanted
    .filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step))
    .map((f) => `${kind}/${f}`);
});
// All kinds advance together, so that a run stopped early is still balanced.
for (let i = 0; queues.some((q) => i < q.length); i++) {
  for (const queue of queues) {
    const file = queue[i];
    if (!file || done.has(file)) continue;
    const raster = await decodeImage({ path: join(workDir, 'pictures', set!, file) });
    const { text, lines } = await reader.read(raster);
    const { widthPx, heightPx } = raster;
    appendFileSync(out, `${JSON.stringify({ file, widthPx, heightPx, text, lines })}\n`);
  }
}
await reader.dispose();
