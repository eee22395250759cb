/** `pixelscribe diagram [--json|--mermaid|--outline] FILE…` */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TextReader } from '../engine/ocr';
import { readDiagram } from '../engine/tasks/diagram';
import { errorCode } from '../errors';
import type { DiagramResult } from '../protocol';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Io } from './io';

export const DIAGRAM_USAGE = 'pixelscribe diagram [--json|--mermaid|--outline] FILE…';

type Format = 'json' | 'mermaid' | 'outline';

/**
 * One diagram a file, in the order given; a file that fails or shows no diagram does not stop the others.
 * @param modelsDir Holds the models that ship.
 */
export async function run(
  argv: readonly string[],
  io: Io,
  modelsDir: string = join(__dirname, '..', 'models'),
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const options = parse(argv);
  if ('error' in options) {
    io.stderr.write(`pixelscribe: ${options.error}\nusage: ${DIAGRAM_USAGE}\n`);
    return EXIT_USAGE;
  }
  const reader = new TextReader(modelsDir);
  let exitCode = EXIT_OK;
  try {
    for (const file of options.files) {
      try {
        const result = await readDiagram({ path: file }, reader, signal);
        if (options.format === 'json') io.stdout.write(`${JSON.stringify({ file, ...result })}\n`);
        else if (result.type === 'none') {
          exitCode = EXIT_FAILED;
          io.stderr.write(`${file}: no diagram found\n`);
        } else io.stdout.write(`${heading(file, options)}${print(result, options.format)}`);
      } catch (error) {
        exitCode = EXIT_FAILED;
        const code = errorCode(error);
        io.stderr.write(`pixelscribe: ${code}: ${error instanceof Error ? error.message : String(error)}\n`);
        if (signal.aborted) break;
      }
    }
  } finally {
    await reader.dispose();
  }
  return exitCode;
}

function print(result: DiagramResult, format: Format): string {
  return format === 'outline' ? `${result.outline}\n` : result.mermaid;
}

interface Options {
  readonly format: Format;
  readonly files: readonly string[];
}

/** Mermaid has comments of its own, so that several files still make one text that can be read. */
function heading(file: string, { files, format }: Options): string {
  if (files.length < 2) return '';
  return format === 'mermaid' ? `%% ${file}\n` : `${file}:\n`;
}

function parse(argv: readonly string[]): Options | { error: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, mermaid: { type: 'boolean' }, outline: { type: 'boolean' } },
    });
    const formats = (['json', 'mermaid', 'outline'] as const).filter((format) => values[format]);
    if (formats.length > 1) return { error: `choose one of --${formats.join(' and --')}` };
    if (positionals.length === 0) return { error: 'no file was named' };
    return { format: formats[0] ?? 'mermaid', files: positionals };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
