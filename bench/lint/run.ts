/**
 * How long `pixelscribe lint` takes for a folder of real documentation: Markdown and HTML files of the
 * installed packages, repeated until there are enough.
 *
 *     npx tsx bench/lint/run.ts [documents]
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { run } from '../../src/cli/lint';

const MODULES = path.join(__dirname, '../../node_modules');

function* documentsBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* documentsBelow(full);
    else if (/\.(?:md|markdown|html?)$/i.test(entry.name)) yield full;
  }
}

async function main(): Promise<void> {
  const wanted = Number(process.argv[2] ?? 1000);
  const found = [...documentsBelow(MODULES)];
  const folder = mkdtempSync(path.join(tmpdir(), 'pixelscribe-lint-'));
  try {
    let bytes = 0;
    for (let n = 0; n < wanted; n++) {
      const source = found[n % found.length]!;
      const target = path.join(folder, String(n % 20), `${n}${path.extname(source)}`);
      mkdirSync(path.dirname(target), { recursive: true });
      cpSync(source, target);
      bytes += statSync(target).size;
    }
    let out = '';
    const io = {
      stdin: process.stdin,
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: () => true },
    };
    const start = performance.now();
    const cpu = process.cpuUsage();
    await run(['--json', folder], io);
    const { user, system } = process.cpuUsage(cpu);
    const report = JSON.parse(out) as { documents: number; problems: unknown[] };
    console.log(
      JSON.stringify({
        documents: report.documents,
        megabytes: Number((bytes / 1e6).toFixed(1)),
        problems: report.problems.length,
        seconds: Number(((performance.now() - start) / 1000).toFixed(1)),
        cpuSeconds: Number(((user + system) / 1e6).toFixed(1)),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
