/** Bundles a folder of test files so that the extension host can load them. */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { repository } from './install';

/**
 * The suites: all files `*.test.ts` of a folder in `test/extension/`, or of one that is named from the repository's
 * root, such as `bench/paste`.
 *
 * @returns the module VS Code loads as `extensionTestsPath`
 */
export async function buildSuite(suite: string): Promise<string> {
  const folder = path.join(repository, ...(suite.includes('/') ? [] : ['test', 'extension']), suite);
  const out = path.join(repository, 'out', 'test', 'extension', suite);
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  if (tests.length === 0) throw new Error(`No test files in ${folder}.`);
  rmSync(out, { recursive: true, force: true });
  await build({
    entryPoints: [
      ...tests.map((name) => path.join(folder, name)),
      path.join(repository, 'test', 'extension', 'index.ts'),
    ],
    entryNames: '[name]',
    outdir: out,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'onnxruntime-node', 'sharp', '@resvg/resvg-js'],
    logLevel: 'warning',
  });
  return path.join(out, 'index.js');
}
