/** `pixelscribe models list|download|verify|remove|import` */
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { chooseParts, filesOf, type Licence, type Size, sizeOf } from '../engine/models/catalogue';
import { defaultModelsFolder } from '../engine/models/folders';
import { formatBytes } from '../engine/models/format';
import { importFolder, inspectFolder } from '../engine/models/import-folder';
import { downloadModel } from '../engine/models/install';
import { type ListedModel, ModelStore } from '../engine/models/store';
import { messageOf, PixelScribeError } from '../errors';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, failed, type Io } from './io';
import { ProgressLine } from './progress-line';

export const USAGE = `usage:
  pixelscribe models list [--json]
  pixelscribe models download ID [--mix NAME] [--vision V] [--embed V] [--decoder V] [--accept-licence ID] [--mirror URL]
  pixelscribe models verify [ID…]
  pixelscribe models remove ID…
  pixelscribe models import FOLDER [--id NAME] [--accept-licence ID]

Models are kept in --models-dir DIR, else in PIXELSCRIBE_MODELS_DIR, else in the user's data folder.
--mirror, or PIXELSCRIBE_MODELS_MIRROR, replaces the address of the hub. HTTPS_PROXY and NO_PROXY are honoured.
`;

export interface ModelsCommandOptions {
  /** The folder with catalogue.json and the bundled models. */
  readonly bundledDir?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

const OPTIONS = {
  json: { type: 'boolean' },
  mix: { type: 'string' },
  vision: { type: 'string' },
  embed: { type: 'string' },
  decoder: { type: 'string' },
  id: { type: 'string' },
  mirror: { type: 'string' },
  'accept-licence': { type: 'string' },
  'models-dir': { type: 'string' },
} as const;

interface Context {
  readonly store: ModelStore;
  readonly names: readonly string[];
  readonly values: ReturnType<typeof parse>['values'];
  readonly mirror: string | undefined;
  readonly io: Io;
  readonly signal: AbortSignal;
}

const COMMANDS: Readonly<Record<string, (context: Context) => Promise<number>>> = {
  list,
  download,
  verify,
  remove,
  import: importModel,
};

export async function run(
  argv: readonly string[],
  io: Io,
  {
    bundledDir = join(__dirname, '..', 'models'),
    env = process.env,
    signal = interrupted(),
  }: ModelsCommandOptions = {},
): Promise<number> {
  const [name = '', ...rest] = argv;
  if (name === '--help' || name === '-h') {
    io.stdout.write(USAGE);
    return EXIT_OK;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  let parsed: ReturnType<typeof parse>;
  try {
    if (!command) throw new Error(name ? `there is no command models ${name}` : 'no command was named');
    parsed = parse(rest);
    const needsName = name === 'download' || name === 'remove' || name === 'import';
    if (needsName && parsed.positionals.length === 0) throw new Error(`models ${name} needs a name`);
    if (name !== 'verify' && name !== 'remove' && parsed.positionals.length > 1) {
      throw new Error(`models ${name} takes one name, not ${parsed.positionals.length}`);
    }
  } catch (error) {
    io.stderr.write(`pixelscribe: ${messageOf(error)}\n${USAGE}`);
    return EXIT_USAGE;
  }
  try {
    const { values, positionals: names } = parsed;
    const folder = values['models-dir'] ?? defaultModelsFolder(env);
    const store = await ModelStore.open({
      bundledDir,
      folder,
      bundledHashesFile: join(bundledDir, '..', 'dist', 'bundled-models.json'),
    });
    const mirror = values.mirror ?? env.PIXELSCRIBE_MODELS_MIRROR;
    return await command({ store, names, values, mirror, io, signal });
  } catch (error) {
    return failed(io, error, signal);
  }
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
}

/** The first Ctrl+C cancels; a second one ends the process at once, as usual. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new PixelScribeError('cancelled', 'Cancelled.')));
  return controller.signal;
}

async function list({ store, io, values }: Context): Promise<number> {
  const models = await store.list();
  if (values.json) {
    io.stdout.write(`${JSON.stringify(models.map((model) => ({ ...model, ...describe(store, model) })))}\n`);
    return EXIT_OK;
  }
  for (const model of models) {
    const { state, size, licence, purpose, mixes } = describe(store, model);
    io.stdout.write(`${model.id}\n  ${model.title}: ${state}${size ? `, ${size}` : ''}\n`);
    if (purpose) io.stdout.write(`  ${purpose}\n`);
    if (licence) io.stdout.write(`  licence: ${licence}\n`);
    for (const mix of mixes) io.stdout.write(`  --mix ${mix}\n`);
  }
  io.stdout.write(`\nDownloaded models are kept in ${store.options.folder}\n`);
  return EXIT_OK;
}

function describe(store: ModelStore, { id, status }: ListedModel) {
  const model = store.catalogue.find(id);
  const licence = model && store.catalogue.licence(model);
  const planned = model?.kind === 'download' && model.runtime === 'planned';
  const state =
    status.state === 'partial' ? `download unfinished, ${formatBytes(status.bytes)}` : status.state;
  const size =
    'model' in status
      ? formatBytes(status.model.bytes)
      : model?.kind === 'download'
        ? formatSize(sizeOf(filesOf(model, chooseParts(model))))
        : undefined;
  return {
    state: planned ? `${state} (PixelScribe cannot run it yet)` : state,
    size,
    licence: licence && `${licence.name}${licence.researchOnly ? ' (research only)' : ''}`,
    purpose: model?.purpose,
    mixes:
      model?.kind === 'download'
        ? model.mixes.map((mix) => `${mix.id}: ${formatSize(sizeOf(filesOf(model, mix.parts)))}. ${mix.note}`)
        : [],
  };
}

function formatSize({ bytes, exact }: Size): string {
  return `${exact ? '' : 'about '}${formatBytes(bytes)}`;
}

async function download(context: Context): Promise<number> {
  const { store, names, values, mirror, io, signal } = context;
  const id = names[0]!;
  const model = store.catalogue.downloadable(id);
  const { vision, embed, decoder } = values;
  const selection = { mix: values.mix, parts: { vision, embed, decoder } };
  const size = formatSize(sizeOf(filesOf(model, chooseParts(model, selection))));
  const licence = store.catalogue.licence(model);
  io.stderr.write(`${model.title}: ${size}, into ${store.options.folder}\n`);
  if (model.runtime === 'planned') io.stderr.write('PixelScribe cannot run this model yet.\n');
  const acceptedLicence = await askConsent(context, licence);
  const line = new ProgressLine(io.stderr);
  try {
    const installed = await downloadModel(store, id, {
      ...selection,
      acceptedLicence,
      mirror,
      proxy: 'environment',
      signal,
      onProgress: line.update,
    });
    line.end();
    io.stdout.write(`${model.title} is installed in ${installed.dir}\n`);
    return EXIT_OK;
  } finally {
    line.end();
  }
}

/** @returns the accepted licence's id; the download itself refuses to start without one it needs */
async function askConsent({ values, io }: Context, licence: Licence): Promise<string | undefined> {
  io.stderr.write(`Licence: ${licence.name}\n`);
  for (const paragraph of licence.text) io.stderr.write(`  ${paragraph}\n`);
  io.stderr.write(`  ${licence.url}\n`);
  if (!licence.researchOnly || values['accept-licence'] === licence.id) return values['accept-licence'];
  if (!('isTTY' in io.stdin && io.stdin.isTTY)) return undefined;
  const readline = createInterface({ input: io.stdin });
  io.stderr.write('Do you accept this licence? [y/N] ');
  const closed = new Promise<string>((resolve) => readline.once('close', () => resolve('')));
  const answer = await Promise.race([readline.question(''), closed]);
  readline.close();
  return /^y(es)?$/i.test(answer.trim()) ? licence.id : undefined;
}

async function verify({ store, names, io, signal }: Context): Promise<number> {
  const models = await store.list();
  const present = models.filter(({ status }) => status.state !== 'missing' && status.state !== 'partial');
  const ids = names.length > 0 ? names : present.map(({ id }) => id);
  let exitCode = EXIT_OK;
  for (const id of ids) {
    const line = new ProgressLine(io.stderr);
    const problems = await store.verify(id, { signal, onProgress: line.update }).finally(() => line.end());
    io.stdout.write(`${id}: ${problems.length === 0 ? 'ok' : 'damaged'}\n`);
    if (problems.length === 0) continue;
    exitCode = EXIT_FAILED;
    for (const { path, problem } of problems) io.stdout.write(`  ${path || store.dir(id)}: ${problem}\n`);
    const kind = store.catalogue.find(id)?.kind;
    if (kind === 'download') io.stdout.write(`  To mend it: pixelscribe models download ${id}\n`);
    if (kind === 'bundled') io.stdout.write('  To mend it: reinstall PixelScribe\n');
  }
  return exitCode;
}

async function remove({ store, names, io, signal }: Context): Promise<number> {
  for (const id of names) {
    const freed = await store.remove(id, { signal });
    io.stdout.write(`${store.title(id)} is removed: ${formatBytes(freed)} freed\n`);
  }
  return EXIT_OK;
}

async function importModel(context: Context): Promise<number> {
  const { store, names, values, io, signal } = context;
  const folder = names[0]!;
  const found = await inspectFolder(store, folder, values.id);
  const { licence } = found;
  const acceptedLicence =
    licence === undefined ? undefined : await askConsent(context, store.catalogue.licence({ licence }));
  const line = new ProgressLine(io.stderr);
  try {
    const options = { id: values.id, acceptedLicence, signal, onProgress: line.update };
    const installed = await importFolder(store, folder, options);
    line.end();
    io.stdout.write(`${found.title} is installed in ${installed.dir}\n`);
    return EXIT_OK;
  } finally {
    line.end();
  }
}
