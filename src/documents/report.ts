/** Problems and proposals of many documents as Markdown for people and as SARIF for CI. */
import type { Position } from './line-map';
import { RULES, type RuleCode } from './lint-rules';

export interface ReportEntry {
  /** Relative to the report's root, with forward slashes. */
  readonly file: string;
  readonly code: RuleCode;
  readonly message: string;
  readonly severity: 'warning' | 'information';
  readonly start: Position;
  readonly end: Position;
  /** What the image reference points to. */
  readonly image: string;
  readonly alt: string;
  readonly proposal?: ReportProposal;
}

export interface ReportProposal {
  /** '' when `decorative`. */
  readonly alt: string;
  readonly decorative: boolean;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly edits: readonly { readonly start: Position; readonly end: Position; readonly newText: string }[];
}

// ---------------------------------------------------------------- Markdown

export function markdownReport(entries: readonly ReportEntry[], documents: number): string {
  const lines = ['# Alt text', '', summary(entries, documents)];
  for (const [file, inFile] of groupByFile(entries)) {
    const proposed = inFile.some((entry) => entry.proposal);
    const heads = ['Line', 'Image', 'Problem', ...(proposed ? ['Proposal', 'Confidence'] : [])];
    lines.push('', `## ${escapeCell(file)}`, '', row(heads), row(heads.map(() => '---')));
    for (const entry of inFile) {
      const { proposal } = entry;
      lines.push(
        row([
          String(entry.start.line),
          `\`${entry.image.replaceAll('`', '')}\``,
          `[${entry.code}](${RULES[entry.code].helpUrl}): ${escapeCell(entry.message)}`,
          ...(proposed
            ? [proposalCell(proposal), proposal ? `${Math.round(proposal.confidence * 100)} %` : '']
            : []),
        ]),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function summary(entries: readonly ReportEntry[], documents: number): string {
  const count = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;
  const files = new Set(entries.map((entry) => entry.file)).size;
  return entries.length === 0
    ? `No problems in ${count(documents, 'document')}.`
    : `${count(entries.length, 'problem')} in ${files} of ${count(documents, 'document')}.`;
}

function proposalCell(proposal: ReportProposal | undefined): string {
  if (!proposal) return '';
  return proposal.decorative ? '*decorative*' : escapeCell(proposal.alt);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function escapeCell(text: string): string {
  return text.replace(/[\\|<>*_`[\]]/g, '\\$&');
}

function groupByFile(entries: readonly ReportEntry[]): Map<string, ReportEntry[]> {
  const groups = new Map<string, ReportEntry[]>();
  for (const entry of entries) groups.set(entry.file, [...(groups.get(entry.file) ?? []), entry]);
  return groups;
}

// ---------------------------------------------------------------- SARIF

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as code hosts read it. */
export function sarifReport(entries: readonly ReportEntry[], version: string): object {
  const codes = Object.keys(RULES) as RuleCode[];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'PixelScribe',
            semanticVersion: version,
            rules: codes.map((code) => ({
              id: code,
              shortDescription: { text: RULES[code].summary },
              helpUri: RULES[code].helpUrl,
              defaultConfiguration: { level: levelOf(RULES[code].severity) },
            })),
          },
        },
        // Columns count UTF-16 code units, as in VS Code.
        columnKind: 'utf16CodeUnits',
        results: entries.map((entry) => ({
          ruleId: entry.code,
          ruleIndex: codes.indexOf(entry.code),
          level: levelOf(entry.severity),
          message: { text: entry.message },
          locations: [
            { physicalLocation: { artifactLocation: artifact(entry.file), region: region(entry) } },
          ],
          ...(entry.proposal && { fixes: [fix(entry, entry.proposal)] }),
        })),
      },
    ],
  };
}

function levelOf(severity: ReportEntry['severity']): string {
  return severity === 'warning' ? 'warning' : 'note';
}

function artifact(file: string): object {
  return { uri: file.split('/').map(encodeURIComponent).join('/') };
}

function region({ start, end }: { readonly start: Position; readonly end: Position }): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function fix(entry: ReportEntry, proposal: ReportProposal): object {
  return {
    description: { text: proposal.decorative ? 'Mark as decorative' : `Alt text: ${proposal.alt}` },
    artifactChanges: [
      {
        artifactLocation: artifact(entry.file),
        replacements: proposal.edits.map((edit) => ({
          deletedRegion: region(edit),
          insertedContent: { text: edit.newText },
        })),
      },
    ],
  };
}
