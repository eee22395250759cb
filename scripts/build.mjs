// Bundles the extension, the inference process, the command line and the panel's page into dist/.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { writeBundledHashes } from './bundled-models.mjs';

const watch = process.argv.includes('--watch');
const option = (name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
/** `--panel=FOLDER` builds the panel's page alone, for its tests. */
const panelFolder = option('panel');
/** `--metafile=FOLDER` says what went into the bundles. */
const metaFolder = option('metafile');
const production = process.argv.includes('--production');

/** Native packages, and the wasm build of sharp, find their files relative to themselves. */
const external = ['vscode', 'onnxruntime-node', 'sharp'];

const shared = {
  bundle: true,
  outdir: 'dist',
  sourcemap: !production,
  minify: production,
  logLevel: 'warning',
  metafile: metaFolder !== undefined,
  legalComments: 'none',
};

const configs = [
  {
    ...shared,
    entryPoints: {
      extension: 'src/extension.ts',
      engine: 'src/engine/main.ts',
      cli: 'src/cli/main.ts',
      mcp: 'src/cli/mcp.ts',
      documents: 'src/cli/documents.ts',
    },
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Bundles of their own, which the command line loads when asked for them.
    external: [...external, './mcp.js', './documents.js'],
  },
  {
    ...shared,
    entryPoints: { panel: 'webview/main.ts' },
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
  },
];

if (!panelFolder) rmSync('dist', { recursive: true, force: true });
if (panelFolder) {
  await esbuild.build({ ...configs[1], outdir: panelFolder });
} else if (watch) {
  for (const config of configs) await (await esbuild.context(config)).watch();
} else {
  const builds = await Promise.all(configs.map((config) => esbuild.build(config)));
  if (metaFolder) {
    mkdirSync(metaFolder, { recursive: true });
    for (const [index, { metafile }] of builds.entries()) {
      writeFileSync(`${metaFolder}/${index}.json`, JSON.stringify(metafile));
    }
  }
}
if (!panelFolder) writeBundledHashes('dist/bundled-models.json');
