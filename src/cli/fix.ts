/** `pixelscribe fix [--check] [--improve] [--json|--sarif|--markdown] PATH…` */
import { createHash } from 'node:crypto';
import { readFile, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Diagnostic, ImageContext, RuleCode, TextEdit } from '../documents';
import type { DescriptionProposal } from '../documents/proposal';
import { messageOf, PixelScribeError } from '../errors';
import type { ImageSource } from '../protocol';
import { findDocuments, type OpenDocument, openDocument } from './document-files';
import { type CheckedDocument, type FixProposal, printReport, type ReportFormat } from './document-report';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE, type Io } from './io';
import { type DocumentCommandOptions, formatOf } from './lint';

export const USAGE = `usage: pixelscribe fix [--check] [--improve] [--min-confidence N] [--json|--sarif|--markdown] PATH…

Writes alt text for the images that have none, in documents and in folders of them.
What a person wrote is left as it is.

  --check             write nothing; fail when there is something to write
  --improve           also replace file names and placeholders
  --min-confidence N  how sure a description has to be, from 0 to 1 (0.5)

Exits with 0 when all is well, 1 when an image or a document failed or, with --check, when something is to be done,
2 for a wrong command line.
`;

export interface Description extends DescriptionProposal {
  /** In [0, 1]. */
  readonly confidence: number;
}
export type Describe = (source: ImageSource, signal: AbortSignal) => Promise<Description>;

export interface FixOptions extends DocumentCommandOptions {
  readonly describe: Describe;
}

/** Nothing was written there by a person. */
const EMPTY_CODES: readonly RuleCode[] = [
  'missing-alt-text',
  'linked-image-without-alt-text',
  'blank-alt-text',
];
const WEAK_CODES: readonly RuleCode[] = ['file-name-as-alt-text', 'placeholder-alt-text'];

export async function run(
  argv: readonly string[],
  io: Io,
  { describe, cwd = process.cwd(), version = '0.1.0', signal = new AbortController().signal }: FixOptions,
): Promise<number> {
  if (argv.includes('--help')) {
    io.stdout.write(USAGE);
    return EXIT_OK;
  }
  let options: FixCommand;
  let files: string[];
  try {
    options = parse(argv);
    files = await findDocuments(options.paths, cwd);
  } catch (error) {
    io.stderr.write(`pixelscribe fix: ${messageOf(error)}\n`);
    if (!(error instanceof PixelScribeError)) io.stderr.write(USAGE);
    return error instanceof PixelScribeError ? EXIT_FAILED : EXIT_USAGE;
  }
  const roots = await projectRoots(options.paths, cwd);
  // The parsers weigh several megabytes: a bundle of its own, which the extension loads too.
  const core = await import('../documents');
  const fixer = new Fixer(core, options, describeOnce(describe), roots, io, signal);
  const checked: CheckedDocument[] = [];
  let read = 0;
  try {
    for (const file of files) {
      signal.throwIfAborted();
      const document = await fixer.fix(file);
      if (document) {
        read++;
        checked.push(document);
      }
    }
  } catch (error) {
    // Interrupted: documents that are done stay done, and the report says which.
    fixer.failures++;
    io.stderr.write(`pixelscribe fix: ${messageOf(error)}\n`);
  }
  printReport(checked, read, options.format, { io, cwd, version });
  if (options.format === 'text') io.stderr.write(fixer.summary(read));
  return fixer.failures > 0 || (options.check && fixer.proposed > 0) ? EXIT_FAILED : EXIT_OK;
}

class Fixer {
  failures = 0;
  proposed = 0;
  private unsure = 0;

  constructor(
    private readonly core: typeof import('../documents'),
    private readonly options: FixCommand,
    private readonly describe: Describe,
    private readonly roots: readonly string[],
    private readonly io: Io,
    private readonly signal: AbortSignal,
  ) {}

  /** Undefined for a document that cannot be read. */
  async fix(file: string): Promise<CheckedDocument | undefined> {
    let document: OpenDocument;
    try {
      document = await openDocument(file);
    } catch (error) {
      this.fail(error);
      return undefined;
    }
    const { contextFor, lintParsed, parseDocument } = this.core;
    const parsed = await parseDocument(document);
    const problems: { diagnostic: Diagnostic; proposal?: FixProposal }[] = [];
    for (const diagnostic of lintParsed(parsed)) {
      if (!this.options.codes.has(diagnostic.code)) continue;
      const proposal = await this.propose(diagnostic, contextFor(parsed, diagnostic.reference), file);
      problems.push({ diagnostic, ...(proposal && { proposal }) });
    }
    const edits = problems.flatMap((problem) => problem.proposal?.edits ?? []);
    if (!this.options.check && edits.length > 0) await this.write(document, edits);
    return { path: file, text: document.text, problems };
  }

  private async propose(
    { reference, code }: Diagnostic,
    context: ImageContext,
    file: string,
  ): Promise<FixProposal | undefined> {
    const { adaptProposal, edit, imageSourceOf } = this.core;
    try {
      const source = await imageSourceOf(reference, { documentPath: file, roots: this.roots });
      const description = await this.describe(source, this.signal);
      const adapted = adaptProposal(description, context);
      if (description.confidence < this.options.minConfidence) {
        this.unsure++;
        return undefined;
      }
      // A link that has no other name needs one, whatever the picture shows.
      if (adapted.decorative && code === 'linked-image-without-alt-text') return undefined;
      const change = adapted.decorative
        ? ({ kind: 'mark-decorative' } as const)
        : ({ kind: 'set-alt', alt: adapted.alt } as const);
      const edits = edit(reference, change);
      if (!edits || edits.length === 0 || (!adapted.decorative && adapted.alt === '')) return undefined;
      this.proposed++;
      return { alt: adapted.alt, decorative: adapted.decorative, confidence: description.confidence, edits };
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.fail(error, path.basename(file));
      return undefined;
    }
  }

  /** The file as a whole or not at all, and only while it is what was read. */
  private async write(document: OpenDocument, edits: readonly TextEdit[]): Promise<void> {
    // A link stays a link, and its file is the one that changes.
    const target = await realpath(document.path);
    const temporary = `${target}.pixelscribe-${process.pid}`;
    try {
      if ((await readFile(target, 'utf8')) !== document.text) {
        throw new PixelScribeError(
          'file-unreadable',
          `${document.path} changed while its images were described, so it was left alone. Run the command again.`,
        );
      }
      const { mode } = await stat(target);
      await writeFile(temporary, this.core.applyEdits(document.text, edits), { mode });
      await rename(temporary, target);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      this.fail(error);
    }
  }

  private fail(error: unknown, where?: string): void {
    this.failures++;
    this.io.stderr.write(`pixelscribe fix: ${where ? `${where}: ` : ''}${messageOf(error)}\n`);
  }

  summary(documents: number): string {
    const done = this.options.check ? 'to write' : 'written';
    const unsure = this.unsure > 0 ? `, ${this.unsure} left out as too unsure` : '';
    const failed = this.failures > 0 ? `, ${this.failures} failed` : '';
    return `${this.proposed} ${this.proposed === 1 ? 'alt text' : 'alt texts'} ${done} in ${documents} ${documents === 1 ? 'document' : 'documents'}${unsure}${failed}.\n`;
  }
}

/** A picture that appears in many documents is described once. */
function describeOnce(describe: Describe): Describe {
  const known = new Map<string, Promise<Description>>();
  return async (source, signal) => {
    const bytes = 'path' in source ? await readFile(source.path) : source.bytes;
    const key = createHash('sha256').update(bytes).digest('hex');
    const existing = known.get(key);
    if (existing) return existing;
    const result = describe(source, signal);
    known.set(key, result);
    // A failure may be over by the next time.
    result.catch(() => known.delete(key));
    return result;
  };
}

/** The folders that were named, and the repository around them. */
async function projectRoots(paths: readonly string[], cwd: string): Promise<string[]> {
  const roots = new Set<string>([cwd]);
  for (const given of paths) {
    const absolute = path.resolve(cwd, given);
    const info = await stat(absolute).catch(() => undefined);
    if (info?.isDirectory()) roots.add(absolute);
    for (let at = absolute; path.dirname(at) !== at; at = path.dirname(at)) {
      const isRepository = await stat(path.join(at, '.git')).catch(() => undefined);
      if (isRepository) {
        roots.add(at);
        break;
      }
    }
  }
  return [...roots];
}

interface FixCommand {
  readonly paths: readonly string[];
  readonly check: boolean;
  readonly format: ReportFormat;
  readonly codes: ReadonlySet<RuleCode>;
  readonly minConfidence: number;
}

function parse(argv: readonly string[]): FixCommand {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      improve: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      sarif: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      'min-confidence': { type: 'string', default: '0.5' },
    },
  });
  if (positionals.length === 0) throw new Error('no file or folder was named');
  const minConfidence = Number(values['min-confidence']);
  if (!(minConfidence >= 0 && minConfidence <= 1))
    throw new Error('--min-confidence takes a number from 0 to 1');
  return {
    paths: positionals,
    check: values.check,
    format: formatOf(values),
    codes: new Set(values.improve ? [...EMPTY_CODES, ...WEAK_CODES] : EMPTY_CODES),
    minConfidence,
  };
}
