// Bundles the extension, the inference process, the command line and the panel's page into dist/.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
const external = ['vscode', 'onnxruntime-node', 'sharp', '@resvg/resvg-js'];

/**
 * Parts that are loaded when they are first needed: `await import('…')` of one of these becomes a bundle of
 * its own, so that starting the extension or another command does not pay for them.
 */
const LAZY = {
  mcp: 'src/cli/mcp.ts',
  documents: 'src/documents/index.ts',
  'latex-convert': 'src/latex/convert.ts',
  'fetch-picture': 'src/client/fetch-picture.ts',
  'manage-models': 'src/features/manage-models.ts',
};

const lazyBundles = {
  name: 'lazy bundles',
  setup(build) {
    const names = new Map(Object.entries(LAZY).map(([name, file]) => [path.resolve(file), name]));
    build.onResolve({ filter: /^\./ }, async ({ path: request, kind, ...args }) => {
      if (kind !== 'dynamic-import') return undefined;
      // Asked as for a plain import, which this plugin leaves alone.
      const { path: file } = await build.resolve(request, {
        kind: 'import-statement',
        resolveDir: args.resolveDir,
      });
      const name = names.get(file);
      return name ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

/**
 * `import * as vscode` would copy the whole API once per importing module: a third of the time of activation.
 * `import vscode = require` takes the object as it is.
 */
const vscodeAsIs = {
  name: 'vscode as it is',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace(
        /^import \* as vscode from 'vscode';$/m,
        "import vscode = require('vscode');",
      ),
      loader: 'ts',
    }));
  },
};

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
      'recogniser-process': 'src/engine/ocr/recogniser-process.ts',
      ...LAZY,
    },
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external,
    // Its main file asks for its parts through a function it is handed, which a bundle cannot follow.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [lazyBundles, vscodeAsIs],
    // `require` works the same in every extension host.
    supported: { 'dynamic-import': false },
  },
  {
    ...shared,
    entryPoints: {
      panel: 'webview/main.ts',
      review: 'webview/review/main.ts',
      mermaid: 'webview/diagram/mermaid-bundle.ts',
    },
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
