/** `pixelscribe describe|text|latex|diagram|table [--json] FILE…` */
import { parseArgs } from 'node:util';
import type { Tasks } from '../engine/tasks';
import { errorCode, messageOf } from '../errors';
import type {
  DescribeResult,
  DiagramResult,
  ImageSource,
  LatexResult,
  TableResult,
  TextResult,
} from '../protocol';
import { DIAGRAM_COMMAND } from './diagram';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Io } from './io';
import { TABLE_COMMAND } from './table';

export interface ImageCommand<R = unknown> {
  readonly usage: string;
  /** Options that choose what is printed, besides `--json`; the first is what is printed without any. */
  readonly formats?: readonly string[];
  readonly run: (tasks: Tasks, source: ImageSource, signal: AbortSignal) => Promise<R>;
  /**
   * What is printed without `--json`.
   * @throws PixelScribeError where there is nothing to print; the other files are still read
   */
  readonly print: (result: R, about: { readonly file: string; readonly format: string }) => string;
  /** The line that tells several files apart. */
  readonly heading?: (file: string, format: string) => string;
}

interface ImageCommands {
  readonly describe: ImageCommand<DescribeResult>;
  readonly text: ImageCommand<TextResult>;
  readonly latex: ImageCommand<LatexResult>;
  readonly diagram: ImageCommand<DiagramResult>;
  readonly table: ImageCommand<TableResult>;
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
  diagram: DIAGRAM_COMMAND,
  table: TABLE_COMMAND,
};

/** One result a file, in the order given; a file that fails does not stop the others. */
export async function runImageCommand<R extends object>(
  command: ImageCommand<R>,
  argv: readonly string[],
  io: Io,
  createTasks: () => Tasks,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const options = parse(argv, command.formats);
  if ('error' in options) {
    io.stderr.write(`${options.error}\nusage: ${command.usage}\n`);
    return EXIT_USAGE;
  }
  const { files, format } = options;
  const tasks = createTasks();
  let exitCode = EXIT_OK;
  let printed = 0;
  try {
    for (const file of files) {
      try {
        const source =
          file === '-' ? { bytes: await readAll(io.stdin), name: 'standard input' } : { path: file };
        const result = await command.run(tasks, source, signal);
        if (format === 'json') {
          io.stdout.write(`${JSON.stringify({ file, ...result })}\n`);
          continue;
        }
        const text = command.print(result, { file, format });
        const heading = command.heading ?? ((name) => `==> ${name} <==`);
        const before = files.length > 1 ? `${printed++ > 0 ? '\n' : ''}${heading(file, format)}\n` : '';
        io.stdout.write(`${before}${text}\n`);
      } catch (error) {
        exitCode = EXIT_FAILED;
        const code = errorCode(error);
        io.stderr.write(`pixelscribe: ${code}: ${messageOf(error)}\n`);
        if (code === 'cancelled') break;
      }
    }
  } finally {
    await tasks.dispose();
  }
  return exitCode;
}

function parse(
  argv: readonly string[],
  formats: readonly string[] = ['text'],
): { format: string; files: string[] } | { error: string } {
  // A single format is what is printed anyway and needs no option.
  const choices = ['json', ...(formats.length > 1 ? formats : [])];
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: Object.fromEntries(choices.map((choice) => [choice, { type: 'boolean' as const }])),
    });
    const chosen = choices.filter((choice) => values[choice]);
    if (chosen.length > 1) return { error: `pixelscribe: choose one of --${chosen.join(' and --')}` };
    if (positionals.length === 0) return { error: 'pixelscribe: no file was named' };
    return { format: chosen[0] ?? formats[0] ?? 'text', files: positionals };
  } catch (error) {
    return { error: `pixelscribe: ${messageOf(error)}` };
  }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
