/** `pixelscribe describe|text|latex [--json] FILE…` */
import { parseArgs } from 'node:util';
import type { Tasks } from '../engine/tasks';
import { errorCode } from '../errors';
import type { DescribeResult, ImageSource, LatexResult, TextResult } from '../protocol';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Io } from './io';

export interface ImageCommand<R = unknown> {
  readonly usage: string;
  readonly run: (tasks: Tasks, source: ImageSource, signal: AbortSignal) => Promise<R>;
  /** What is printed without `--json`. */
  readonly print: (result: R) => string;
}

interface ImageCommands {
  readonly describe: ImageCommand<DescribeResult>;
  readonly text: ImageCommand<TextResult>;
  readonly latex: ImageCommand<LatexResult>;
}

export const IMAGE_COMMANDS: ImageCommands = {
  describe: {
    usage: 'pixelscribe describe [--json] FILE…',
    run: (tasks, source, signal) => tasks.describe(source, signal, { longDescription: true }),
    print: (result) => `${result.altText}\n\n${result.description}`,
  },
  text: {
    usage: 'pixelscribe text [--json] FILE…',
    run: (tasks, source, signal) => tasks.extractText(source, signal),
    print: (result) => result.text,
  },
  latex: {
    usage: 'pixelscribe latex [--json] FILE…',
    run: (tasks, source, signal) => tasks.latex(source, signal),
    print: (result) => result.latex,
  },
};

/** One result a file, in the order given; a file that fails does not stop the others. */
export async function runImageCommand<R extends object>(
  command: ImageCommand<R>,
  argv: readonly string[],
  io: Io,
  createTasks: () => Tasks,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const options = parse(argv);
  if ('error' in options) {
    io.stderr.write(`${options.error}\nusage: ${command.usage}\n`);
    return EXIT_USAGE;
  }
  const tasks = createTasks();
  let exitCode = EXIT_OK;
  try {
    for (const [index, file] of options.files.entries()) {
      try {
        const source =
          file === '-' ? { bytes: await readAll(io.stdin), name: 'standard input' } : { path: file };
        const result = await command.run(tasks, source, signal);
        if (options.json) io.stdout.write(`${JSON.stringify({ file, ...result })}\n`);
        else io.stdout.write(`${heading(file, options.files, index)}${command.print(result)}\n`);
      } catch (error) {
        exitCode = EXIT_FAILED;
        const code = errorCode(error);
        io.stderr.write(`pixelscribe: ${code}: ${error instanceof Error ? error.message : String(error)}\n`);
        if (code === 'cancelled') break;
      }
    }
  } finally {
    await tasks.dispose();
  }
  return exitCode;
}

function parse(argv: readonly string[]): { json: boolean; files: string[] } | { error: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    if (positionals.length === 0) return { error: 'pixelscribe: no file was named' };
    return { json: values.json ?? false, files: positionals };
  } catch (error) {
    return { error: `pixelscribe: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function heading(file: string, files: readonly string[], index: number): string {
  return files.length > 1 ? `${index > 0 ? '\n' : ''}==> ${file} <==\n` : '';
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
