/** `pixelscribe lint [--check] [--json|--sarif|--markdown] PATH…` */
import { parseArgs } from 'node:util';
import { RULE_CODES, type RuleCode } from '../documents/lint-rules';
import { messageOf, PixelScribeError } from '../errors';
import { findDocuments, openDocument } from './document-files';
import { type CheckedDocument, printReport, type ReportFormat } from './document-report';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Io } from './io';

export const USAGE = `usage: pixelscribe lint [--check] [--json|--sarif|--markdown] [--disable CODE]… [--max-length N] PATH…

Finds images without alt text, and alt text that says nothing, in documents and in folders of them.
Folders leave out node_modules and what .gitignore names.

  --check         fail on every problem, not only on warnings
  --disable CODE  leave out a rule: ${RULE_CODES.join(', ')}
  --max-length N  characters that alt text may have (150)

Exits with 0 when all is well, 1 when there are problems or a document could not be read, 2 for a wrong command line.
`;

export interface DocumentCommandOptions {
  readonly cwd?: string;
  readonly version?: string;
  readonly signal?: AbortSignal;
}

export async function run(
  argv: readonly string[],
  io: Io,
  { cwd = process.cwd(), version = '0.1.0', signal }: DocumentCommandOptions = {},
): Promise<number> {
  if (argv.includes('--help')) {
    io.stdout.write(USAGE);
    return EXIT_OK;
  }
  let options: LintCommand;
  let files: string[];
  try {
    options = parse(argv);
    files = await findDocuments(options.paths, cwd);
  } catch (error) {
    io.stderr.write(`pixelscribe lint: ${messageOf(error)}\n`);
    if (!(error instanceof PixelScribeError)) io.stderr.write(USAGE);
    return error instanceof PixelScribeError ? EXIT_FAILED : EXIT_USAGE;
  }
  // The parsers weigh several megabytes: a bundle of its own, which the extension loads too.
  const { lint } = await import('../documents');
  const checked: CheckedDocument[] = [];
  let failures = 0;
  for (const file of files) {
    signal?.throwIfAborted();
    try {
      const document = await openDocument(file);
      const diagnostics = await lint(document, options);
      checked.push({
        path: file,
        text: document.text,
        problems: diagnostics.map((diagnostic) => ({ diagnostic })),
      });
    } catch (error) {
      failures++;
      io.stderr.write(`pixelscribe lint: ${messageOf(error)}\n`);
    }
  }
  printReport(checked, checked.length, options.format, { io, cwd, version });
  const problems = checked.flatMap((document) => document.problems.map((one) => one.diagnostic));
  if (options.format === 'text') io.stderr.write(summary(problems.length, checked.length));
  const bad = problems.some((one) => options.check || one.severity === 'warning');
  return bad || failures > 0 ? EXIT_FAILED : EXIT_OK;
}

interface LintCommand {
  readonly paths: readonly string[];
  readonly check: boolean;
  readonly format: ReportFormat;
  readonly disabled: ReadonlySet<RuleCode>;
  readonly maxLength?: number;
}

function parse(argv: readonly string[]): LintCommand {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      sarif: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      disable: { type: 'string', multiple: true, default: [] },
      'max-length': { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new Error('no file or folder was named');
  const disabled = values.disable.map((code) => {
    const known = RULE_CODES.find((one) => one === code);
    if (!known) throw new Error(`${code} is not a rule`);
    return known;
  });
  const maxLength = values['max-length'] === undefined ? undefined : Number(values['max-length']);
  if (maxLength !== undefined && !(maxLength > 0)) throw new Error('--max-length takes a number above 0');
  return {
    paths: positionals,
    check: values.check,
    format: formatOf(values),
    disabled: new Set(disabled),
    ...(maxLength !== undefined && { maxLength }),
  };
}

/** @throws Error where more than one is asked for */
export function formatOf(values: { json?: boolean; sarif?: boolean; markdown?: boolean }): ReportFormat {
  const asked = (['json', 'sarif', 'markdown'] as const).filter((format) => values[format]);
  if (asked.length > 1) throw new Error(`--${asked.join(' and --')} exclude each other`);
  return asked[0] ?? 'text';
}

export function summary(problems: number, documents: number): string {
  const of = documents === 1 ? '1 document' : `${documents} documents`;
  return problems === 0
    ? `No problems in ${of}.\n`
    : `${problems} ${problems === 1 ? 'problem' : 'problems'} in ${of}.\n`;
}
