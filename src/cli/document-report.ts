/** How `lint` and `fix` print what they found. */
import * as path from 'node:path';
import { LineMap } from '../documents/line-map';
import type { Diagnostic } from '../documents/lint';
import { markdownReport, type ReportEntry, type ReportProposal, sarifReport } from '../documents/report';
import { targetName } from '../documents/target';
import type { TextEdit } from '../documents/types';
import type { Io } from './io';

export const REPORT_FORMATS = ['text', 'json', 'markdown', 'sarif'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface FixProposal {
  readonly alt: string;
  readonly decorative: boolean;
  readonly confidence: number;
  readonly edits: readonly TextEdit[];
}

export interface CheckedDocument {
  readonly path: string;
  readonly text: string;
  readonly problems: readonly { readonly diagnostic: Diagnostic; readonly proposal?: FixProposal }[];
}

/** @param documents how many were read, those without problems too */
export function printReport(
  checked: readonly CheckedDocument[],
  documents: number,
  format: ReportFormat,
  { io, cwd, version }: { readonly io: Io; readonly cwd: string; readonly version: string },
): void {
  const entries = checked.flatMap((document) => entriesOf(document, cwd));
  switch (format) {
    case 'json':
      io.stdout.write(`${JSON.stringify({ documents, problems: entries }, null, 2)}\n`);
      break;
    case 'sarif':
      io.stdout.write(`${JSON.stringify(sarifReport(entries, version), null, 2)}\n`);
      break;
    case 'markdown':
      io.stdout.write(markdownReport(entries, documents));
      break;
    case 'text':
      for (const entry of entries) io.stdout.write(lineOf(entry));
      break;
  }
}

/** `file:line:column: level: message (code)`, which editors and problem matchers know. */
function lineOf({ file, start, severity, message, code, proposal }: ReportEntry): string {
  const level = severity === 'warning' ? 'warning' : 'info';
  const text = proposal?.decorative ? '(decorative)' : proposal?.alt;
  const suggestion = proposal ? `    → ${text} (${Math.round(proposal.confidence * 100)} %)\n` : '';
  return `${file}:${start.line}:${start.column}: ${level}: ${message} (${code})\n${suggestion}`;
}

export function entriesOf(document: CheckedDocument, cwd: string): ReportEntry[] {
  if (document.problems.length === 0) return [];
  const lines = new LineMap(document.text);
  const file = path.relative(cwd, document.path).split(path.sep).join('/');
  return document.problems.map(({ diagnostic, proposal }) => ({
    file,
    code: diagnostic.code,
    message: diagnostic.message,
    severity: diagnostic.severity,
    ...lines.region(diagnostic.range),
    image: targetName(diagnostic.reference.target),
    alt: diagnostic.reference.alt.value,
    ...(proposal && { proposal: proposalOf(proposal, lines) }),
  }));
}

function proposalOf({ alt, decorative, confidence, edits }: FixProposal, lines: LineMap): ReportProposal {
  const placed = edits.map((edit) => ({ ...lines.region(edit), newText: edit.newText }));
  return { alt, decorative, confidence, edits: placed };
}
