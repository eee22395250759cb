#!/usr/bin/env node
/** The same tasks from a terminal, without VS Code. */
import { join } from 'node:path';
import { defaultModelsFolder } from '../engine/models/folders';
import { createTasks } from '../engine/tasks';
import { PixelScribeError } from '../errors';
import * as ask from './ask';
import * as fix from './fix';
import { IMAGE_COMMANDS, type ImageCommand, runImageCommand } from './images';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Io } from './io';
import * as lint from './lint';
import * as models from './models';
import * as predict from './predict';

/** Folder of the bundled models, beside the built file's folder. */
const MODELS_DIR = join(__dirname, '..', 'models');

const FOLDERS = { bundled: MODELS_DIR, installed: defaultModelsFolder() };

interface Command {
  /** One line each. */
  readonly usage: readonly string[];
  readonly run: (argv: readonly string[], io: Io, signal: AbortSignal) => Promise<number>;
}

const COMMANDS = new Map<string, Command>([
  ['describe', imageCommand(IMAGE_COMMANDS.describe)],
  ['text', imageCommand(IMAGE_COMMANDS.text)],
  ['latex', imageCommand(IMAGE_COMMANDS.latex)],
  ['diagram', imageCommand(IMAGE_COMMANDS.diagram)],
  ['table', imageCommand(IMAGE_COMMANDS.table)],
  [
    'models',
    {
      usage: ['pixelscribe models list|download|verify|remove|import …'],
      run: (argv, io, signal) => models.run(argv, io, { bundledDir: MODELS_DIR, signal }),
    },
  ],
  [
    'ask',
    {
      usage: ['pixelscribe ask [options] FILE QUESTION…'],
      run: (argv, io, signal) => ask.run(argv, io, { bundledDir: MODELS_DIR, signal }),
    },
  ],
  [
    'predict',
    {
      usage: ['pixelscribe predict --model-path DIR --image-file FILE [--prompt TEXT] …'],
      run: predict.run,
    },
  ],
  [
    'lint',
    {
      usage: ['pixelscribe lint [--check] [--json|--sarif|--markdown] PATH…'],
      run: (argv, io, signal) => lint.run(argv, io, { signal }),
    },
  ],
  [
    'fix',
    {
      usage: ['pixelscribe fix [--check] [--improve] [--json|--sarif|--markdown] PATH…'],
      run: runFix,
    },
  ],
  ['mcp', { usage: ['pixelscribe mcp [--root DIR]… [--allow-outside]'], run: runMcp }],
]);

const USAGE = `Turns pictures into text on this machine. FILE may be - for standard input.

usage:
${[...COMMANDS.values()].flatMap(({ usage }) => usage.map((line) => `  ${line}\n`)).join('')}`;

function imageCommand<R extends object>(command: ImageCommand<R>): Command {
  return {
    usage: [command.usage],
    run: (argv, io, signal) => runImageCommand(command, argv, io, () => createTasks(FOLDERS), signal),
  };
}

async function runFix(argv: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  const tasks = createTasks(FOLDERS);
  const describe: fix.Describe = async (source, stop) => {
    const result = await tasks.describe(source, stop);
    return { ...result, confidence: result.kindConfidence };
  };
  return fix.run(argv, io, { describe, signal }).finally(() => tasks.dispose());
}

async function runMcp(argv: readonly string[]): Promise<number> {
  const tasks = createTasks(FOLDERS);
  const mcp = await import('./mcp');
  await mcp.run(argv, tasks).finally(() => tasks.dispose());
  return EXIT_OK;
}

async function main([name = '', ...argv]: readonly string[], io: Io): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) {
    io.stdout.write(USAGE);
    return EXIT_OK;
  }
  const command = COMMANDS.get(name);
  if (!command) {
    io.stderr.write(`${name ? `pixelscribe: there is no command ${name}\n` : ''}${USAGE}`);
    return EXIT_USAGE;
  }
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new PixelScribeError('cancelled', 'Cancelled.')));
  return command.run(argv, io, controller.signal);
}

// A closed pipe (as in `pixelscribe text a.png | head`) ends the program quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
main(process.argv.slice(2), process).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = EXIT_FAILED;
  },
);
