#!/usr/bin/env node
/** The same tasks from a terminal, without VS Code. */
import { join } from 'node:path';
import { createTasks } from '../engine/tasks';
import { PixelScribeError } from '../errors';
import { IMAGE_COMMANDS, runImageCommand } from './images';
import { EXIT_OK, EXIT_USAGE, type Io } from './io';

const USAGE = `Turns pictures into text on this machine. FILE may be - for standard input.

usage:
${Object.values(IMAGE_COMMANDS)
  .map(({ usage }) => `  ${usage}`)
  .join('\n')}
  pixelscribe mcp [--root DIR]… [--allow-outside]
`;

async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(USAGE);
    return EXIT_OK;
  }
  const models = join(__dirname, '..', 'models');
  if (name === 'mcp') {
    // A bundle of its own: the protocol's libraries are loaded for no other command.
    const mcp: typeof import('./mcp') = require('./mcp.js');
    const tasks = createTasks(models);
    await mcp.run(rest, tasks).finally(() => tasks.dispose());
    return EXIT_OK;
  }
  if (name !== 'describe' && name !== 'text') {
    io.stderr.write(`${name ? `pixelscribe: there is no command ${name}\n` : ''}${USAGE}`);
    return EXIT_USAGE;
  }
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new PixelScribeError('cancelled', 'Cancelled.')));
  return runImageCommand(IMAGE_COMMANDS[name], rest, io, () => createTasks(models), controller.signal);
}

main(process.argv.slice(2), process).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
// A closed pipe (as in `pixelscribe text a.png | head`) ends the program quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
