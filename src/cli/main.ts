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
`;

async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(USAGE);
    return EXIT_OK;
  }
  if (name !== 'describe' && name !== 'text') {
    io.stderr.write(`${name ? `pixelscribe: there is no command ${name}\n` : ''}${USAGE}`);
    return EXIT_USAGE;
  }
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new PixelScribeError('cancelled', 'Cancelled.')));
  const models = join(__dirname, '..', 'models');
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
