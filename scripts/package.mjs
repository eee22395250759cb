// Builds pixelscribe-linux-x64.vsix with only what runs there, and prints what is inside and how large it is.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';

const TARGET = 'linux-x64';
const MAX_BYTES = 60 * 1024 * 1024;
const stage = path.resolve('out', 'vsix');
const vsix = path.resolve(`pixelscribe-${TARGET}.vsix`);

/** Packages that stay outside the bundles, and which of their files run. */
const PACKAGES = {
  'onnxruntime-node': /^(dist\/.*\.js|bin\/napi-v6\/linux\/x64\/.*)$/,
  'onnxruntime-common': /^dist\/cjs\/.*\.(js|json)$/,
  sharp: /^dist\/.*\.cjs$/,
  '@resvg/resvg-js': /^(index|js-binding)\.js$/,
  '@resvg/resvg-js-linux-x64-gnu': /\.node$/,
  '@img/colour': /\.c?js$/,
  'detect-libc': /\.js$/,
  semver: /^(?!bin\/).*\.js$/,
  '@img/sharp-wasm32': /\.(cjs|js|json|wasm)$/,
  '@emnapi/runtime': /^(index\.js|dist\/emnapi\.cjs\.min\.js|dist\/emnapi\.cjs\.js)$/,
  tslib: /^tslib\.js$/,
};
const LEGAL = /^(licen[cs]e|notice|thirdpartynotices)(\.(md|txt))?$/i;

/** Paths of all files below, relative to the folder. */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

function copy(from, to, wanted) {
  for (const file of filesBelow(from)) {
    if (!wanted(file)) continue;
    mkdirSync(path.join(to, path.dirname(file)), { recursive: true });
    cpSync(path.join(from, file), path.join(to, file));
  }
}

/** What a manifest needs at run time; install scripts and their dependencies stay behind. */
function trimManifest(name) {
  const manifest = JSON.parse(readFileSync(path.join('node_modules', name, 'package.json'), 'utf8'));
  for (const field of ['scripts', 'devDependencies', 'optionalDependencies', 'peerDependencies'])
    delete manifest[field];
  manifest.dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).filter(([dependency]) => dependency in PACKAGES),
  );
  return manifest;
}

/** Licences of the packages inside: the copied ones, and those esbuild took files from. */
function licences() {
  const metafiles = readdirSync('out/meta').map((name) =>
    JSON.parse(readFileSync(`out/meta/${name}`, 'utf8')),
  );
  const packages = new Set(Object.keys(PACKAGES));
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (match) packages.add(match[1]);
    }
  }
  return [...packages].sort().map((name) => {
    const folder = path.join('node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((candidate) => LEGAL.test(candidate));
    const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : `Licence: ${license}`;
    return `${name} ${version}\n\n${text}\n`;
  });
}

function stageAll() {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  rmSync('out/meta', { recursive: true, force: true });
  execFileSync(process.execPath, ['scripts/build.mjs', '--production', '--metafile=out/meta'], {
    stdio: 'inherit',
  });

  const translated = readdirSync('.').filter((name) => /^package\.nls(\.[\w-]+)?\.json$/.test(name));
  for (const file of ['LICENSE', 'README.md', ...translated]) {
    if (existsSync(file)) cpSync(file, path.join(stage, file));
  }
  copy('dist', path.join(stage, 'dist'), () => true);
  copy('media', path.join(stage, 'media'), (file) => /^(icon\.png|walkthrough\/.*)$/.test(file));
  copy(
    'models',
    path.join(stage, 'models'),
    (file) => !/^(convert|train[^/]*)\/|\/golden\/|\.py$/.test(file),
  );
  copy('l10n', path.join(stage, 'l10n'), () => true);
  for (const [name, wanted] of Object.entries(PACKAGES)) {
    const to = path.join(stage, 'node_modules', name);
    copy(path.join('node_modules', name), to, (file) => wanted.test(file) || LEGAL.test(file));
    writeFileSync(path.join(to, 'package.json'), JSON.stringify(trimManifest(name), undefined, 2));
  }
  writeFileSync(path.join(stage, 'THIRD-PARTY.txt'), licences().join(`\n${'-'.repeat(80)}\n\n`));

  // The stage holds nothing else; vsce wants to be told so.
  writeFileSync(path.join(stage, '.vscodeignore'), '');

  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const field of ['scripts', 'devDependencies', 'allowScripts', 'private', 'bin'])
    delete manifest[field];
  manifest.dependencies = Object.fromEntries(
    [
      'onnxruntime-node',
      'sharp',
      '@img/sharp-wasm32',
      '@resvg/resvg-js',
      '@resvg/resvg-js-linux-x64-gnu',
    ].map((name) => [name, trimManifest(name).version]),
  );
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify(manifest, undefined, 2));
}

function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

/** Every file, but only the sum of a package's: hundreds of small ones say nothing. */
function list() {
  const sizes = new Map();
  for (const file of filesBelow(stage)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[0] ?? file;
    const { count, bytes } = sizes.get(name) ?? { count: 0, bytes: 0 };
    sizes.set(name, { count: count + 1, bytes: bytes + statSync(path.join(stage, file)).size });
  }
  for (const [name, { count, bytes }] of [...sizes].sort((a, b) => b[1].bytes - a[1].bytes)) {
    console.log(`${megabytes(bytes).padStart(10)}  ${name}${count > 1 ? ` (${count} files)` : ''}`);
  }
}

stageAll();
list();
await createVSIX({
  cwd: stage,
  packagePath: vsix,
  target: TARGET,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
  skipLicense: false,
});
const { size } = statSync(vsix);
console.log(`\n${path.basename(vsix)}: ${megabytes(size)}, ${filesBelow(stage).length} files`);
if (size > MAX_BYTES) {
  console.error(`The limit is ${megabytes(MAX_BYTES)}.`);
  process.exit(1);
}
