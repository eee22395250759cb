/**
 * Memory of the inference process, with the processes that read beside it, over many 4K screenshots (Linux).
 *
 * npm run bench:ocr:memory [-- pictures]
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { EngineClient } from '../../src/client/engine-client';
import { chooseNode } from '../../src/client/node-runtime';
import { renderSet } from './render/render';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = join(homedir(), '.cache', 'pixelscribe', 'ocr', 'pictures');
const count = Number(process.argv[2] ?? 100);
const pictures = (await renderSet('sizes', root, cache)).filter(({ name }) => name.includes('4k'));
const models = { bundled: join(root, 'models'), installed: join(root, 'out/no-models') };
const engine = new EngineClient({
  engineFile: join(root, 'dist/engine.js'),
  models: () => models,
  chooseNode: () => chooseNode(undefined),
  log: ({ level, message }) => console.error(`${level}: ${message}`),
});

/** MiB of a process and of those it started, what they share counted once. */
function memory(pid: number): number[] {
  const [, pss] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [Math.round(Number(pss) / 1024), ...children.flatMap((child) => memory(Number(child)))];
}

const { token } = new CancellationTokenSource();
let peak = 0;
for (let i = 1; i <= count; i++) {
  const { name } = pictures[i % pictures.length]!;
  await engine.extractText({ source: { path: join(cache, `${name}.png`) }, priority: 'interactive' }, token);
  const parts = memory(engine.pid!);
  const total = parts.reduce((sum, one) => sum + one, 0);
  peak = Math.max(peak, total);
  if (i === 1 || i % 10 === 0)
    console.log(`after ${i} 4K screenshots: ${total} MiB (${parts.join(' + ')}), highest ${peak} MiB`);
}
engine.dispose();
